"""What a failed statement does to the grade of what is found on its table."""

from __future__ import annotations

import pytest

from conftest import Servers
from judging import judge_text

TABLE = "create table public.calls (id uuid primary key, status text not null default 'planned');\n"
POLICY = "create policy mine on public.calls using (owner = auth.uid());\n"
COLUMN = "alter table public.calls add column owner public.person;\n"


@pytest.mark.parametrize(
    ("failing", "grade"),
    [
        ("", "low"),
        (COLUMN, "info"),
        # No policy would have said which words a column takes.
        (POLICY, "low"),
        (POLICY + COLUMN, "info"),
    ],
    ids=["none", "column", "policy", "both"],
)
def test_a_failed_statement_lowers_what_it_bears_on(servers: Servers, failing: str, grade: str) -> None:
    _, judgement = judge_text(servers("supabase"), TABLE + failing)
    found = [one.severity.value for one in judgement.findings if one.rule == "status-unchecked"]
    assert found == [grade]


@pytest.mark.parametrize(
    ("failing", "grade"), [(COLUMN, "low"), (COLUMN + COLUMN.replace("calls", "posts"), "info")]
)
def test_a_group_is_lowered_where_all_of_it_is_touched(servers: Servers, failing: str, grade: str) -> None:
    text = TABLE + TABLE.replace("calls", "posts") + failing
    _, judgement = judge_text(servers("supabase"), text)
    found = [one for one in judgement.findings if one.rule == "status-unchecked"]
    assert [(one.severity.value, len(one.objects)) for one in found] == [(grade, 2)]
    said = any("was to change it and failed" in one.summary for one in found[0].evidence)
    assert said == (grade == "info")


def test_a_failed_policy_lowers_what_is_said_of_isolation(servers: Servers) -> None:
    text = TABLE + POLICY
    _, judgement = judge_text(servers("supabase"), text)
    found = [one for one in judgement.findings if one.rule == "rls-disabled"]
    assert [one.severity.value for one in found] == ["high"]
    assert "was to change it and failed (42703)" in found[0].evidence[-1].summary


TRIGGER = "create trigger noted before update on public.calls for each row execute function public.gone();\n"
PER_ROW = """
alter table public.calls add column owner uuid references auth.users (id) on delete cascade;
alter table public.calls enable row level security;
create policy theirs on public.calls to authenticated using (owner = auth.uid() or status = 'done');
"""


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        # Neither would have changed how often another policy calls what.
        (TRIGGER, False),
        (POLICY.replace("owner", "keeper"), False),
        (POLICY.replace("mine", "theirs"), True),
    ],
    ids=["trigger", "another policy", "the policy"],
)
def test_a_statement_is_named_where_it_bears_on_the_finding(
    servers: Servers, failing: str, said: bool
) -> None:
    _, judgement = judge_text(servers("supabase"), TABLE + PER_ROW + failing)
    (found,) = [one for one in judgement.findings if one.rule == "policy-calls-function-per-row"]
    assert any("was to change it and failed" in one.summary for one in found.evidence) == said
