"""Where the old value of a state column is tested before it is replaced."""

from __future__ import annotations

from collections.abc import Mapping

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf, Query, Term, Test
from pgassay.facts.functions.bodies import Body
from pgassay.facts.tables.states import State
from pgassay.model.catalog import Catalog


def tests_column(body: Body, relation: str, column: str) -> bool:
    """True when a condition anywhere in a function asks for a column of a relation: in WHERE, IF or a
    sub-select.
    """
    tests: list[Test | Term | Query] = [*body.conditions, *(query.where for query in body.queries)]
    tests += [write.where for write in body.writes]
    tests += [test for write in body.writes for test in write.path]
    return any(_names(test, relation, column) for test in tests)


def _names(test: Test | Term | Query, relation: str, column: str) -> bool:
    return any(
        isinstance(node, ColumnOf) and node.name == column and node.relation in (relation, None)
        for node in inside(test)
    )


def guards_state(state: State, catalog: Catalog, bodies: Mapping[str, Body]) -> bool:
    """True when a BEFORE UPDATE trigger compares the old state in its function and can refuse."""
    old = ColumnOf("old", None, state.column)
    for trigger in catalog.triggers_of(state.relation):
        if trigger.timing != "before" or "update" not in trigger.events or trigger.enabled == "disabled":
            continue
        body = bodies.get(trigger.function)
        if (
            body is not None
            and body.raises
            and any(node == old for test in body.conditions for node in inside(test))
        ):
            return True
    return False
