"""One tenant key in two spellings."""

from __future__ import annotations

import pytest

from conftest import Servers
from judging import judge_text

TEXT = """
create table public.tenants (id uuid primary key, name text not null);
create table public.orders (
  id uuid primary key,
  tenant_id uuid not null references public.tenants (id) on delete cascade
);
create table public.order_events (id uuid primary key, {column});
"""


@pytest.mark.parametrize(
    ("column", "kind", "found"),
    [
        ('"tenantId" uuid not null', "key", ["low"]),
        ("tenantid uuid not null references public.tenants (id) on delete cascade", "key", []),
        # Of another type, it holds no such keys.
        ('"tenantId" text not null', "none", []),
        ('"tenantIds" uuid not null', "none", []),
    ],
    ids=["spelt", "referencing", "text", "other"],
)
def test_a_tenant_key_can_be_spelt_in_two_ways(
    servers: Servers, column: str, kind: str, found: list[str]
) -> None:
    context, judgement = judge_text(servers("plain"), TEXT.format(column=column))
    assert context.facts.tenancy.scope("public.order_events").kind == kind
    said = [one for one in judgement.findings if one.rule == "tenant-column-without-foreign-key"]
    assert [one.severity.value for one in said] == found
    assert all(one.fix is None for one in said)


def test_a_spelling_says_nothing_of_keys_that_were_given_up(servers: Servers) -> None:
    text = TEXT.format(column='"tenantId" uuid not null')
    text += "".join(
        f"create table public.{name} "
        "(id uuid primary key, tenant_id uuid not null references public.tenants (id));"
        for name in ("notes", "files", "links")
    )
    text += "".join(
        f"alter table public.{name} drop constraint {name}_tenant_id_fkey;"
        for name in ("notes", "files", "orders")
    )
    _, judgement = judge_text(servers("plain"), text)
    assert [one for one in judgement.findings if one.rule == "tenant-column-without-foreign-key"] == []
