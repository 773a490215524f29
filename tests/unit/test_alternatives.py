"""Columns of which a row has the one or the other, by the words of a third."""

from __future__ import annotations

import pytest

from conftest import Servers
from judging import judge_text
from pgassay.facts.tables.alternatives import are_alternatives

TEXT = """
create table public.clubs (id uuid primary key);
create type public.scope as enum ('CLUB', 'COURT');
create table public.passes (
  scope {type} not null,
  club_id uuid {null} references public.clubs (id),
  court_id uuid
);
"""


@pytest.mark.parametrize(
    ("type_", "null", "expected"),
    [
        ("public.scope", "", True),
        ("text check (scope in ('club', 'court'))", "", True),
        ("public.scope", "not null", False),
        ("text check (scope in ('club', 'user'))", "", False),
        ("text", "", False),
    ],
)
def test_a_word_for_each_tells_them_apart(servers: Servers, type_: str, null: str, expected: bool) -> None:
    context, _ = judge_text(servers("supabase"), TEXT.format(type=type_, null=null))
    relation = context.catalog.relation["public.passes"]
    one, other = relation.column("club_id"), relation.column("court_id")
    assert one is not None and other is not None
    assert are_alternatives(context.catalog, relation, one, other) is expected
