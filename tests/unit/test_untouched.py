"""Which relations a change leaves alone, as far as the catalogs tell without a look at what policies mean."""

from __future__ import annotations

import pytest

from pgassay.config import Config
from pgassay.facts import Facts
from pgassay.facts.policies.untouched import untouched
from pgassay.postgres.connect import run
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog

SCHEMA = """
create function mine() returns uuid language sql stable as $$ select null::uuid $$;
create table plain (id int primary key, owner text);
create table asking (id int primary key, held_by uuid);
create table looking (id int primary key);
alter table plain enable row level security;
alter table asking enable row level security;
alter table looking enable row level security;
create policy own on plain using (owner = current_user);
create policy own on asking using (held_by = mine());
create policy own on looking using (id in (select id from plain));
"""

ALL = frozenset({"public.plain", "public.asking", "public.looking"})
NONE = frozenset[str]()

CHANGES = {
    "create table fresh (id int); create policy all_rows on fresh using (true)": ALL,
    "alter table plain add column note text": ALL,
    "create policy more on plain using (true)": NONE,
    "alter table plain disable row level security": NONE,
    "grant select on plain to pg_monitor": NONE,
    "create policy more on asking using (true)": frozenset({"public.plain"}),
    "create or replace function mine() returns uuid language sql stable as 'select gen_random_uuid()'": NONE,
    "create role somebody": NONE,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_decides_reach_is_compared(server: Server, database: str, change: str) -> None:
    """A change elsewhere counts for whoever looks elsewhere."""
    with server.migrator(database) as connection, server.admin(database) as admin:
        connection.autocommit = True
        run(connection, SCHEMA)
        before = Facts(catalog=read_catalog(admin), config=Config(), platform="plain")
        run(connection, change)
        now = Facts(catalog=read_catalog(admin), config=Config(), platform="plain")
        run(connection, "drop role if exists somebody")
    assert untouched(before, now) & ALL == CHANGES[change]
