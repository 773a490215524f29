"""What runs inside of a statement is read from its text; one case a line."""

from __future__ import annotations

import pytest

from pgassay.postgres.parse import split_statements
from pgassay.read.inner import bodies, definitions, inner

FUNCTIONS = """
create function outermost() returns void language plpgsql as $$
declare
  text_of text;
  made record;
begin
  update bots set qty = 1;
  text_of := 'delete from bots';
  execute text_of;
  for made in select 1 loop
    execute format('drop table %I cascade', 'msgs');
  end loop;
  perform innermost();
end $$;
create function innermost() returns void language sql as 'truncate tenants';
create function endless() returns void language plpgsql as $$
begin
  perform endless();
  lock table bots;
end $$;
"""

CASES = {
    "do $$ begin update bots set qty = 1; end $$": ["update bots set qty = 1"],
    "do $$ begin execute 'lock table bots'; end $$": ["lock table bots"],
    "do $$ begin execute format('%s', 'lock table bots'); end $$": ["lock table bots"],
    "do $$ begin execute 'drop table ' || quote_ident('bots'); end $$": [],
    "do $$ begin raise notice 'update bots set qty = 1'; end $$": [],
    "select outermost()": [
        "update bots set qty = 1",
        "delete from bots",
        'drop table "%I" cascade',
        "select 1",
        "SELECT innermost()",
        "truncate tenants",
    ],
    "select endless()": ["SELECT endless()", "lock table bots"],
    "call innermost()": ["truncate tenants"],
    "update bots set qty = 1": [],
    "create function other() returns void language sql as 'truncate tenants'": [],
}


@pytest.mark.parametrize("sql", CASES)
def test_what_runs_inside_is_read(sql: str) -> None:
    known = definitions((), split_statements(FUNCTIONS, "")[0])
    (statement,), _ = split_statements(sql, "")
    found = inner(statement, known)
    assert [one.sql for one in found] == CASES[sql]
    assert {one.number for one in found} <= {statement.number}


def test_the_texts_of_all_that_is_called_are_found() -> None:
    known = definitions((), split_statements(FUNCTIONS, "")[0])
    (statement,), _ = split_statements("select outermost()", "")
    texts = list(bodies(statement, known))
    assert [sum(word in text for text in texts) for word in ("tenants", "msgs", "endless")] == [1, 1, 0]
