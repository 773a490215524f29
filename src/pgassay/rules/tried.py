"""What Postgres says when a way to pass is tried on a made-up row."""

from __future__ import annotations

from collections.abc import Mapping

from pgassay.facts.gaps.passing import Passing
from pgassay.model.finding import Evidence
from pgassay.model.relations import Relation
from pgassay.rules.context import Context

#: A value for a column of a type: nobody's key.
SAMPLES = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "bigint": "1",
    "integer": "1",
    "smallint": "1",
    "text": "another",
}


def tried(
    context: Context, relation: Relation, way: Passing, row: Mapping[str, str | None]
) -> list[Evidence]:
    """The evidence that a made-up row passes the expression of a way's policy; none where it does not."""
    policy = way.policy
    expression = policy.check if way.new_row and policy.check is not None else policy.using
    answer = context.tested(relation, expression, way.role, row) if expression is not None else None
    return [answer[1]] if answer is not None and answer[0] else []
