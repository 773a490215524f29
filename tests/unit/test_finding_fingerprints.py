"""Findings are recognised again in another folder, and however far down their statements have moved."""

from __future__ import annotations

from conftest import Servers
from judging import judge_text

FAULTY = """
create table public.notes (id bigint primary key);
grant select on public.notes to authenticated;
select 1 / 0;
select 2 / 0;
selec 1;
-- pgassay: ignore truncate: nothing is there
select 1;
-- pgassay: ignore truncate: nothing is there
select 1;
"""


def fingerprints(servers: Servers, text: str) -> list[tuple[str, str]]:
    judgement = judge_text(servers("supabase"), text)[1]
    return sorted((finding.rule, finding.fingerprint) for finding in judgement.findings)


def test_a_fingerprint_survives_another_folder_and_lines_above(servers: Servers) -> None:
    found = fingerprints(servers, FAULTY)
    assert {"migration-fails", "syntax-error", "ignore-unused", "rls-disabled"} <= {rule for rule, _ in found}
    assert fingerprints(servers, "-- one line more\n\n" + FAULTY) == found


def test_findings_have_fingerprints_of_their_own(servers: Servers) -> None:
    found = [fingerprint for _, fingerprint in fingerprints(servers, FAULTY)]
    assert len(set(found)) == len(found)
