"""What to ask instead of a function that is called for each row."""

from __future__ import annotations

import pytest

from conftest import Servers
from judging import judge_text

TEXT = """
create table clubs (id uuid primary key);
create table players (
  club_id uuid not null references clubs (id),
  user_id uuid not null references auth.users (id),
  part text not null default 'member',
  primary key (club_id, user_id)
);
create function plays(club uuid) returns boolean language sql stable security definer
set search_path = '' as $$
  select exists (select 1 from public.players p where p.user_id = auth.uid() and p.club_id = club)
$$;
create function mine({arguments}) returns setof {type} language sql stable security definer
set search_path = '' as $$
  select p.club_id::{type} from public.players p where {user} p.club_id is not null
$$;
create table games (id uuid primary key, club_id uuid not null references clubs (id));
alter table games enable row level security;
create policy see on games for select to authenticated using (plays(club_id));
"""


@pytest.mark.parametrize(
    ("arguments", "type_", "user", "named"),
    [
        ("", "uuid", "p.user_id = auth.uid() and", True),
        ("part text default null", "uuid", "p.user_id = auth.uid() and", True),
        ("part text", "uuid", "p.user_id = auth.uid() and", False),
        ("", "text", "p.user_id = auth.uid() and", False),
        ("", "uuid", "", False),
    ],
    ids=["plain", "optional", "required", "other type", "everybody's"],
)
def test_the_function_that_is_there_is_named(
    servers: Servers, arguments: str, type_: str, user: str, named: bool
) -> None:
    text = TEXT.format(arguments=arguments, type=type_, user=user)
    _, judgement = judge_text(servers("supabase"), text)
    (found,) = (one for one in judgement.findings if one.rule == "policy-calls-function-per-row")
    assert ("club_id IN (SELECT public.mine())" in (found.advice or "")) is named
