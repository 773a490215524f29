"""What a rule may call right: nothing of which a part was not understood."""

from __future__ import annotations

import pytest
from tests.conftest import Servers
from tests.judging import judge_text

from pgassay.postgres.server import Server
from pgassay.rules.run import Judgement

SCHEMA = """
create table public.parts (id bigint primary key, owner_id uuid not null default auth.uid(), tags text[]);
alter table public.parts enable row level security;
create function public.is_open(tag text) returns boolean language plpgsql stable as
  $$ declare open boolean; begin execute format('select %L = any($1)', tag) into open using array['a'];
  return open; end $$;
create function public.asks_open(tag text) returns boolean language plpgsql stable as
  $$ begin return public.is_open(tag); end $$;
create policy plain on public.parts for select to authenticated using (owner_id = auth.uid());
create policy counted on public.parts for update to authenticated
  using ((select count(*) from pg_catalog.pg_class) > 3);
create policy asked on public.parts for delete to authenticated using (public.asks_open(id::text));
"""


@pytest.fixture
def supabase(servers: Servers) -> Server:
    """A server with the Supabase platform."""
    return servers("supabase")


def tally(judgement: Judgement, rule: str) -> tuple[tuple[str, ...], int]:
    """What a rule found right, and how much it could not tell."""
    (one,) = [held for held in judgement.holds if held.rule == rule]
    assert one.examined == one.found + len(one.held) + one.ignored + one.unchecked
    return one.held, one.unchecked


def test_policies_that_were_not_understood_are_not_called_right(supabase: Server) -> None:
    context, judgement = judge_text(supabase, SCHEMA)
    assert context.facts.unread.policies == {"asked on public.parts", "counted on public.parts"}
    held, unchecked = tally(judgement, "policy-always-true")
    assert held == ("plain on public.parts",)
    assert unchecked == 2


def test_a_rule_that_rests_on_neither_says_that_all_hold(supabase: Server) -> None:
    _, judgement = judge_text(supabase, SCHEMA)
    held, unchecked = tally(judgement, "rls-disabled")
    assert (held, unchecked) == (("public.parts",), 0)


def test_functions_that_build_their_sql_are_not_called_right(supabase: Server) -> None:
    context, _ = judge_text(supabase, SCHEMA)
    assert context.facts.unread.built == {"public.is_open(pg_catalog.text)"}
    assert context.facts.unread.bodies == frozenset()
