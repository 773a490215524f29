"""What separates tenants, by facts: each case under names that say nothing."""

from __future__ import annotations

import pytest

from conftest import Servers
from judging import judge_text

ID = "id uuid primary key default gen_random_uuid()"
OWN = "u uuid not null references auth.users (id) on delete cascade"


def owned(*names: str) -> str:
    """Tables whose rows policies hold to their users."""
    return "".join(
        f"create table {name} ({ID}, {OWN}); alter table {name} enable row level security;"
        f"create policy p on {name} to authenticated using (u = (select auth.uid()));"
        for name in names
    )


def under(head: str, test: str, *names: str) -> str:
    """Tables whose rows reference a head, which policies hold to `test`."""
    return "".join(
        f"create table {name} ({ID}, h uuid not null references {head} (id) on delete cascade);"
        f"alter table {name} enable row level security;"
        f"create policy p on {name} to authenticated using (h in ({test}));"
        for name in names
    )


def joined(head: str) -> str:
    """A table with one row per user and row of the head."""
    return (
        f"create table m (h uuid not null references {head} (id), {OWN}, primary key (h, u));"
        "alter table m enable row level security;"
        "create policy p on m for select to authenticated using (u = (select auth.uid()));"
    )


BY_MEMBERS = "select m.h from m where m.u = (select auth.uid())"
BY_ITSELF = "select t.id from t where t.u = (select auth.uid())"
HEAD = f"create table t ({ID}); alter table t enable row level security;"
CASES = {
    "tenants with members": (
        HEAD + joined("t") + under("t", BY_MEMBERS, "a", "b") + owned("c"),
        ("tenant", "public.t"),
    ),
    "tenants with as much again that users own": (
        HEAD + joined("t") + under("t", BY_MEMBERS, "a", "b") + owned("c", "d", "e", "f"),
        ("tenant", "public.t"),
    ),
    "conversations among much that users own": (
        HEAD + joined("t") + under("t", BY_MEMBERS, "a") + owned("c", "d", "e", "f", "g"),
        ("owner", "auth.users"),
    ),
    "shops with one owner each, and little else": (
        owned("t") + under("t", BY_ITSELF, "a", "b"),
        ("owner", "auth.users"),
    ),
    "orders with their lines, among what users own": (
        owned("t") + under("t", BY_ITSELF, "a") + owned("c"),
        ("owner", "auth.users"),
    ),
    "what one user says once of a thing that has an owner": (
        owned("t") + joined("t") + under("t", BY_ITSELF, "a") + owned("c"),
        ("owner", "auth.users"),
    ),
    "members that no policy goes by, in a schema of tenants": (
        HEAD
        + joined("t")
        + f"create table a ({ID}, h uuid not null references t (id));"
        + f"create table b ({ID}, h uuid not null references t (id));",
        ("tenant", "public.t"),
    ),
    "members that see their own membership, and one table": (
        HEAD + joined("t") + f"create table a ({ID}, h uuid not null references t (id));",
        ("tenant", "public.t"),
    ),
    "members that see their own membership, and a table that users own": (
        HEAD + joined("t") + owned("a") + "alter table a add column h uuid not null references t (id);",
        ("tenant", "public.t"),
    ),
    "what policies go by, beside a thing that more hangs on": (
        HEAD
        + joined("t")
        + under("t", BY_MEMBERS, "a")
        + f"create table s ({ID});"
        + f"create table n (s uuid references s (id), {OWN}, unique (s, u));"
        + "".join(f"create table k{i} ({ID}, s uuid not null references s (id));" for i in range(7)),
        ("tenant", "public.t"),
    ),
    "groups of users, in a schema without policies": (
        f"create table t ({ID}); create table m (h uuid references t (id), {OWN}, primary key (h, u));"
        f"create table a ({ID}, {OWN}); create table b ({ID}, a uuid references a (id));"
        f"create table c ({ID});",
        ("none", None),
    ),
    "groups of users and nothing else, in a schema without policies": (
        f"create table t ({ID}); create table m (h uuid references t (id), {OWN}, primary key (h, u));",
        ("none", None),
    ),
    "what most tables hang on with members, in a schema without policies": (
        f"create table t ({ID}); create table m (h uuid references t (id), {OWN}, primary key (h, u));"
        f"create table a ({ID}, h uuid references t (id)); create table b ({ID}, a uuid references a (id));"
        f"create table c ({ID}); create table d ({ID});",
        ("tenant", "public.t"),
    ),
    "a column that says account on one table of many": (
        f"create table t ({ID}); create table a ({ID}, account_id uuid references t (id));"
        f"create table b ({ID}); create table c ({ID}); create table d ({ID});",
        ("none", None),
    ),
    "a column that says account on most tables, without a key on some": (
        f"create table t ({ID}); create table a ({ID}, account_id uuid references t (id));"
        f'create table b ({ID}, "accountId" uuid); create table c ({ID});'
        f"create table d ({ID}); create table e ({ID});",
        ("tenant", "public.t"),
    ),
    "members that no policy goes by, among what users own": (
        HEAD + joined("t") + f"create table a ({ID}, h uuid references t (id));" + owned("c", "d", "e"),
        ("owner", "auth.users"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_what_separates_tenants(servers: Servers, text: str, expected: tuple[str, str | None]) -> None:
    context, _ = judge_text(servers("supabase"), text)
    assert context.replay.failures == ()
    tenancy = context.facts.tenancy
    assert (tenancy.mode, tenancy.table) == expected
