"""What tables are for, by facts: each case under names that say nothing."""

from __future__ import annotations

import pytest

from conftest import Servers
from judging import judge_text
from pgassay.config import Config
from pgassay.facts.tables.kinds import Kinds

TENANTS = """
    create table t0 (id uuid primary key default gen_random_uuid(), a text not null);
    create table t1 (
      z uuid not null references t0 (id) on delete cascade,
      y uuid not null references auth.users (id) on delete cascade,
      primary key (z, y)
    );
    create function f0() returns setof uuid language sql stable security definer
    set search_path = public as $$ select z from t1 where y = (select auth.uid()) $$;
"""
ID = "id uuid primary key default gen_random_uuid(), z uuid not null references t0 (id) on delete cascade"
MADE = "m timestamptz not null default now()"


def policy(table: str, command: str = "all") -> str:
    clause = "with check" if command == "insert" else "using"
    return f"""
        alter table {table} enable row level security;
        create policy p_{table}_{command} on {table} for {command} to authenticated
        {clause} (z in (select f0()));
    """


WORK = "s text not null default 'pending' check (s in ('pending', 'done', 'failed'))"
CASES = {
    "a state from pending to done, with a time": (
        f"create table t ({ID}, {WORK}, w timestamptz);",
        {"queues"},
    ),
    "a state from pending to done, with a count of tries": (
        f"create table t ({ID}, {WORK}, attempts int);",
        {"queues"},
    ),
    "work without a time or a count": (f"create table t ({ID}, {WORK});", set()),
    "a state that nothing lists": (
        f"create table t ({ID}, s text not null default 'queued', w timestamptz);",
        {"queues"},
    ),
    "a state of which only a vague word is known": (
        f"create table t ({ID}, s text not null default 'pending', w timestamptz);",
        set(),
    ),
    "a vague word beside what went wrong": (
        f"create table t ({ID}, s text not null default 'pending', last_error text);",
        {"queues"},
    ),
    "a history that says when something changed": (
        f"create table t ({ID}, d jsonb not null, changed_at timestamptz not null default now());"
        + policy("t", "select"),
        {"logs"},
    ),
    "a state that is not work": (
        f"create table t ({ID}, s text not null default 'draft' check (s in ('draft', 'sold')), w date);",
        set(),
    ),
    "a state that functions move between unknown words": (
        f"""create table t ({ID}, s text not null default 'a' check (s in ('a', 'b', 'c')), w timestamptz);
        create function f1() returns void language sql as
        $$ update t set s = 'b', w = now() where s = 'a';
           update t set s = 'c', w = now() where s = 'a' $$;""",
        {"queues"},
    ),
    "a note with a payload that no client changes": (
        f"create table t ({ID}, d jsonb not null, {MADE});" + policy("t", "select"),
        {"logs"},
    ),
    "a note that a trigger writes and clients may change": (
        f"""create table t ({ID}, d jsonb not null default '{{}}', e boolean not null default true, {MADE});
        create table u ({ID});
        create function f1() returns trigger language plpgsql as
        $$ begin insert into t (z, d) values (new.z, to_jsonb(new)); return new; end $$;
        create trigger g after insert on u for each row execute function f1();"""
        + policy("t"),
        {"logs"},
    ),
    "rows that something references are no notes": (
        f"create table t ({ID}, d jsonb not null, {MADE}); create table u (t uuid references t (id));"
        + policy("t", "select"),
        set(),
    ),
    "rows with a last change are no notes": (
        f"create table t ({ID}, d jsonb, {MADE}, n timestamptz not null default now());"
        + policy("t", "select"),
        set(),
    ),
    "settings that are on by default": (
        f"create table t ({ID}, d jsonb not null default '{{}}', e boolean not null default true);"
        + policy("t"),
        {"definitions"},
    ),
    "settings that no client writes": (
        f"create table t ({ID}, d jsonb not null default '{{}}', e boolean not null default true);"
        + policy("t", "select"),
        set(),
    ),
    "one row of settings per user": (
        """create table t (
          y uuid primary key references auth.users (id), z uuid not null references t0 (id),
          d jsonb not null default '{}', e boolean not null default true
        );"""
        + policy("t"),
        set(),
    ),
    "a step of settings": (
        f"""create table u ({ID}, d jsonb not null default '{{}}', e boolean not null default true);
        create table t ({ID}, u uuid not null references u (id), d jsonb not null default '{{}}');"""
        + policy("u")
        + policy("t"),
        {"definitions"},
    ),
    "business rows": (
        f"create table t ({ID}, d jsonb not null default '{{}}', e boolean not null default false, {MADE});"
        + policy("t"),
        {"bulk"},
    ),
    "a link between rows": (
        f"""create table u ({ID});
        create table t (z uuid references t0 (id), u uuid references u (id), {MADE}, primary key (z, u));"""
        + policy("t"),
        set(),
    ),
    "fixed values for everybody": (
        """create table t (c text primary key); alter table t enable row level security;
        create policy p on t for select using (true);""",
        {"references"},
    ),
}


def kinds_of(servers: Servers, text: str) -> Kinds:
    context, _ = judge_text(servers("supabase"), TENANTS + text, Config(platform="supabase"))
    assert not context.replay.failures
    return context.facts.kinds


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "-"))
def test_a_table_is_of_its_kind(servers: Servers, case: str) -> None:
    text, expected = CASES[case]
    kinds = kinds_of(servers, text)
    names = ("queues", "logs", "definitions", "references", "bulk")
    assert {name for name in names if "public.t" in getattr(kinds, name)} == expected


def test_the_time_of_making_and_of_change(servers: Servers) -> None:
    kinds = kinds_of(
        servers,
        """
        create table t (
          b timestamptz default now() + interval '1 day', c timestamp default timezone('utc', now()),
          d timestamptz default now()
        );
        create table u (
          b timestamptz not null default now(), c timestamptz, d timestamptz not null default now()
        );
        create function f1() returns trigger language plpgsql as $$ begin new.c := now(); return new; end $$;
        create trigger g before update on u for each row execute function f1();
        create table v (b date not null default current_date, due timestamptz not null default now());
        """,
    )
    found = {
        name: tuple(column.name if column else None for column in (kinds.created_at(r), kinds.updated_at(r)))
        for name in ("t", "u", "v")
        for r in kinds.relations
        if r.identity == f"public.{name}"
    }
    assert found == {"t": ("c", "d"), "u": ("b", "c"), "v": ("due", None)}


def test_changes_are_recorded_only_where_a_trigger_writes_elsewhere(servers: Servers) -> None:
    kinds = kinds_of(
        servers,
        """
        create table t (id int primary key); create table u (id int primary key); create table h (d jsonb);
        create function f1() returns trigger language plpgsql as
        $$ begin insert into h values (to_jsonb(old)); return old; end $$;
        create trigger g after update on t for each row execute function f1();
        create trigger g after insert on u for each row execute function f1();
        """,
    )
    recorded = {relation.identity for relation in kinds.relations if kinds.recorded(relation)}
    assert recorded == {"public.t"}


def test_tries_are_counted_by_name_or_by_what_functions_raise_in_a_queue(servers: Servers) -> None:
    kinds = kinds_of(
        servers,
        f"""
        create table t ({ID}, {WORK}, w date, n integer not null default 0, k integer not null default 5);
        create table u (retry_count integer, max_retries integer, retried boolean, entries integer);
        create table v (n integer not null default 0);
        create function f1() returns void language sql as
        $$ update t set n = n + 1, k = 7, s = 'failed' where s = 'pending'; update v set n = n + 1 $$;
        """,
    )
    found = {
        r.identity: [column.name for column in kinds.counters(r)] for r in kinds.relations if r.name in "tuv"
    }
    assert found == {"public.t": ["n"], "public.u": ["retry_count"], "public.v": []}
