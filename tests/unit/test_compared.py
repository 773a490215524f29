"""Tests of rows in one spelling, and which of two lets more pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pgassay.facts.conditions.translate import test_of as read_test
from pgassay.facts.functions.names import scope_of
from pgassay.facts.policies.compared import Ways, covers, ways
from pgassay.postgres import parse
from pgassay.postgres.connect import run
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog

SAME = (
    ("x = 1 and y = 2", "2 = y and 1 = x"),
    ("x = 1 and n is not null", "x = 1"),
    ("x in (1, 2)", "x = 2 or x = 1"),
    ("x < 5", "5 > x"),
    ("x in (select b.x from b where b.y = 3)", "exists (select from b as c where 3 = c.y and a.x = c.x)"),
    ("x = (select current_setting('s')::int)", "current_setting('s')::int = x"),
)
WIDER = (
    ("x = 1 or y = 2", "x = 1"),
    ("x = 1", "x = 1 and y = 2"),
    ("true", "x = 1"),
    ("x = 1", "false"),
    ("n is not null", "x = 1"),
    ("exists (select from b where b.x = a.x)", "y = 1 and exists (select from b where b.x = a.x)"),
)
UNLIKE = (
    ("x = 1", "y = 1"),
    ("y is not null", "x = 1"),
    ("x = current_setting('s')::int", "x = current_setting('t')::int"),
    ("exists (select from b where b.x = a.x)", "exists (select from b where b.x = a.y)"),
)
UNKNOWN = ("(case when x = 1 then y else n end) = 2", "x in (select b.x from b limit 1)")


@pytest.fixture
def spelled(server: Server, database: str) -> Callable[[str], Ways | None]:
    """The ways of a test of table a's rows."""
    with server.migrator(database) as connection:
        run(connection, "create table a (x int, y int, n int not null); create table b (x int, y int)")
    with server.admin(database) as admin:
        catalog = read_catalog(admin)

    def ways_of(text: str) -> Ways | None:
        tree = parse.expression(text)
        assert tree is not None
        return ways(read_test(tree, scope_of(catalog, row="public.a")), catalog.relation["public.a"])

    return ways_of


def test_which_of_two_tests_lets_more_rows_pass(spelled: Callable[[str], Ways]) -> None:
    for one, other in SAME:
        assert spelled(one) == spelled(other), (one, other)
    for wide, narrow in WIDER:
        assert covers(spelled(wide), spelled(narrow)), (wide, narrow)
        assert not covers(spelled(narrow), spelled(wide)), (wide, narrow)
    for one, other in UNLIKE:
        assert not covers(spelled(one), spelled(other)), (one, other)
        assert not covers(spelled(other), spelled(one)), (one, other)
    assert [spelled(text) for text in UNKNOWN] == [None, None]
