"""What is left to the application where nothing but its own code reaches the rows."""

from __future__ import annotations

import pytest

from conftest import Servers
from judging import judge_text

_SCHEMA = """
CREATE ROLE web NOLOGIN;
CREATE TABLE public.firms (id uuid PRIMARY KEY, label text NOT NULL);
CREATE TABLE public.staff (
  firm_id uuid NOT NULL REFERENCES public.firms (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  PRIMARY KEY (firm_id, user_id)
);
CREATE TABLE public.rules (
  id uuid PRIMARY KEY,
  firm_id uuid NOT NULL REFERENCES public.firms (id) ON DELETE CASCADE,
  name text NOT NULL,
  title text NOT NULL CHECK (title <> ''),
  schedule_cron text NOT NULL,
  events text[] NOT NULL,
  priority integer NOT NULL DEFAULT 5,
  secret text NOT NULL,
  last_run_at timestamptz,
  next_run_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE public.jobs (
  id uuid PRIMARY KEY,
  firm_id uuid NOT NULL REFERENCES public.firms (id) ON DELETE CASCADE,
  rule_id uuid NOT NULL REFERENCES public.rules (id) ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'done', 'failed')),
  retry_count integer NOT NULL DEFAULT 0,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION public.start_job(p_job uuid) RETURNS void LANGUAGE sql SET search_path = '' AS
$$ UPDATE public.jobs SET status = 'running', started_at = now(), retry_count = retry_count + 1
   WHERE id = p_job AND status = 'pending' $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO web;
"""

_POLICIES = """
ALTER TABLE public.firms ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_firm ON public.firms TO web USING (id = current_setting('app.tenant')::uuid);
CREATE POLICY own_staff ON public.staff TO web USING (firm_id = current_setting('app.tenant')::uuid);
CREATE POLICY own_rules ON public.rules TO web USING (firm_id = current_setting('app.tenant')::uuid);
CREATE POLICY own_jobs ON public.jobs TO web USING (firm_id = current_setting('app.tenant')::uuid);
"""

#: Rules that speak of what users of the application could write past its code.
_OF_USERS = (
    "audit-missing",
    "list-may-be-empty",
    "range-unchecked",
    "soft-delete-missing",
    "state-timestamp-unguarded",
    "text-may-be-blank",
    "timestamps-unordered",
)


@pytest.fixture(scope="module")
def without(servers: Servers) -> set[str]:
    """The rules that speak where there is no policy."""
    return {finding.rule for finding in judge_text(servers("plain"), _SCHEMA)[1].findings}


@pytest.fixture(scope="module")
def opened(servers: Servers) -> set[str]:
    """The rules that speak of the same tables where policies tell users apart."""
    return {finding.rule for finding in judge_text(servers("plain"), _SCHEMA + _POLICIES)[1].findings}


@pytest.mark.parametrize("rule", _OF_USERS)
def test_a_policy_says_that_users_come_themselves(rule: str, opened: set[str]) -> None:
    assert rule in opened


@pytest.mark.parametrize("rule", _OF_USERS)
def test_without_one_the_application_decides(rule: str, without: set[str]) -> None:
    assert rule not in without


def test_what_the_schema_itself_does_wrong_is_still_said(without: set[str]) -> None:
    assert {"foreign-key-without-index", "updated-at-without-trigger"} <= without
