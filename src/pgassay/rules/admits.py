"""What Postgres says when the CHECKs of a column are asked about one value."""

from __future__ import annotations

from collections.abc import Mapping

from pgassay.facts.tables.admitted import Asked, admitting
from pgassay.facts.tables.checks import referencing
from pgassay.model.finding import Evidence
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.rules.context import Context


def asked_of(context: Context, relation: Relation) -> Asked:
    """Asks Postgres, as the table's owner, whether an expression is true for a made-up row."""

    def asked(expression: str, row: Mapping[str, str | None]) -> bool | None:
        answer = context.tested(relation, expression, relation.owner, row)
        return answer[0] if answer is not None else None

    return asked


def refuses_some(context: Context, relation: Relation, column: Column) -> bool:
    """True for a column that does not take any text: a length alone refuses no word."""
    if referencing(context.catalog, relation, column):
        return True
    return admitting(context.catalog, relation, column, "?", asked_of(context, relation)) is None


def admits(
    context: Context, relation: Relation, column: str, value: str, checks: tuple[Constraint, ...]
) -> list[Evidence]:
    """The evidence that a value passes the CHECKs on a column."""
    answers = (
        context.tested(relation, f"({check.expression}) IS NOT FALSE", relation.owner, {column: value})
        for check in checks
    )
    return [answer[1] for answer in answers if answer is not None]
