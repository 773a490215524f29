"""How often a policy's sub-select runs: what is said of its text is what Postgres plans."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from pgassay.facts.gaps.sub_selects import found_by_index, runs_once
from pgassay.postgres import parse
from pgassay.postgres.server import Server

SCHEMA = """
create table o (id int primary key, c int not null, t int not null, owner int not null);
create table c (id int primary key, t int not null, owner int not null);
create table m (t int not null, owner int not null, primary key (t, owner));
create function me() returns int language sql stable as $$ select current_setting('my.id', true)::int $$;
insert into o select i, i % 500 + 1, i % 100, i % 900 from generate_series(1, 20000) i;
insert into c select i, i % 100, i % 900 from generate_series(1, 500) i;
insert into m select i % 100, i from generate_series(1, 3000) i;
create index on m (owner);
analyze;
"""

CASES = [
    ("t in (select m.t from m where m.owner = me())", True, True),
    ("exists (select 1 from m where m.owner = me())", True, True),
    ("c in (select c.id from c where c.owner = me())", True, False),
    ("exists (select 1 from m where m.t = o.t and m.owner = me())", True, True),
    ("exists (select 1 from c where c.id = o.c and c.owner = me())", True, False),
    (
        "exists (select 1 from c where c.id = o.c and c.t in (select m.t from m where m.owner = me()))",
        True,
        False,
    ),
    ("exists (select 1 from m where m.t > o.t and m.owner = me())", False, True),
    ("(select c.owner from c where c.id = o.c) = me()", False, False),
    ("t in (select m.t from m where m.owner = o.owner and m.owner = me())", False, True),
]


@pytest.mark.parametrize(("test", "once", "indexed"), CASES, ids=[case[0] for case in CASES])
def test_a_sub_select_is_judged_as_postgres_plans_it(
    server: Server, database: str, test: str, once: bool, indexed: bool
) -> None:
    link = next(fields for kind, fields in parse.walk(parse.expression(test)) if kind == "SubLink")
    assert runs_once(link, "o") is once
    select = link["subselect"]["SelectStmt"]
    leading = {"o": {"id"}, "c": {"id"}, "m": {"t", "owner"}}
    assert found_by_index(select, lambda _, name, column: column in leading[name]) is indexed

    with server.migrator(database) as connection:
        connection.execute(SCHEMA)
        # OR, so that the sub-select stays a filter as it does in a policy.
        asked = f"explain (format json, costs off) select * from o where {test} or o.id < 0"
        row = connection.execute(asked.encode()).fetchone()
        assert row is not None
        plan: list[dict[str, Any]] = row[0] if isinstance(row[0], list) else json.loads(row[0])
    said = json.dumps(plan)
    assert ("hashed SubPlan" in said or "InitPlan" in said) is once


def test_what_is_made_of_a_column_is_no_tie() -> None:
    # Postgres keeps the look-up in a hash table, and works out the other side for each row.
    test = "exists (select 1 from c where c.id = o.c and c.owner = o.owner + me())"
    link = next(fields for kind, fields in parse.walk(parse.expression(test)) if kind == "SubLink")
    assert not runs_once(link, "o")


def test_a_sub_select_for_reading_shows_postgres_a_circle(server: Server, database: str) -> None:
    # The reason why calls stay bare in the policies of a table that its own policies lead back to.
    with server.migrator(database) as connection:
        connection.execute(SCHEMA)
        connection.execute(
            "create role reader; grant reader to postgres with set true; grant select, update on o to reader;"
            "alter table o enable row level security;"
            "create policy read on o for select to reader using (owner = me());"
            "create policy change on o for update to reader"
            " using (exists (select 1 from o p where p.owner = me() and p.t > 3))"
        )
        connection.execute("set role reader")
        connection.execute("update o set t = t where id = 1")
        connection.execute(
            "reset role; alter policy read on o using (owner = (select me())); set role reader"
        )
        with pytest.raises(psycopg.errors.InvalidObjectDefinition, match="infinite recursion"):
            connection.execute("update o set t = t where id = 1")
