"""Files that end the transaction of their tool, or run in one of their own."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Servers
from judging import judge_files
from pgassay.model.finding import Finding

_TABLE = "CREATE TABLE public.orders (id bigint PRIMARY KEY, placed_at timestamptz);\n"
_INDEX = "CREATE INDEX CONCURRENTLY orders_by_time ON public.orders (placed_at);\n"
_COLUMN = "ALTER TABLE public.orders ADD COLUMN note text;\n"


def drizzle(folder: Path, *texts: str) -> Path:
    """A folder of Drizzle's, which puts every file into one transaction."""
    (folder / "meta").mkdir(parents=True)
    tags = [f"{number:04}_step" for number, _ in enumerate(texts)]
    entries = [{"idx": number, "tag": tag} for number, tag in enumerate(tags)]
    (folder / "meta" / "_journal.json").write_text(json.dumps({"entries": entries}), "utf-8")
    for tag, text in zip(tags, texts, strict=True):
        (folder / f"{tag}.sql").write_text(text, "utf-8")
    return folder


def prisma(folder: Path, *texts: str) -> Path:
    """A folder of Prisma's, which sends a file in one go."""
    for number, text in enumerate(texts):
        place = folder / f"2024010{number + 1}000000_step"
        place.mkdir(parents=True)
        (place / "migration.sql").write_text(text, "utf-8")
    return folder


def said(servers: Servers, folder: Path, rule: str) -> list[Finding]:
    _, judgement = judge_files(servers("plain"), [folder])
    return [finding for finding in judgement.findings if finding.rule == rule]


def test_all_files_that_interfere_are_one_finding(servers: Servers, tmp_path: Path) -> None:
    folder = drizzle(tmp_path / "files", _TABLE, f"COMMIT;\n{_COLUMN}", f"BEGIN;\n{_COLUMN}COMMIT;\n")
    (finding,) = said(servers, folder, "transaction-control-in-file")
    assert finding.message == "2 files begin or end transactions inside the one that their tool opens"
    assert len(finding.objects) == 2


def test_one_commit_stands_in_the_singular(servers: Servers, tmp_path: Path) -> None:
    folder = drizzle(tmp_path / "files", _TABLE, f"COMMIT;\n{_COLUMN}")
    (finding,) = said(servers, folder, "transaction-control-in-file")
    assert finding.message == "COMMIT stands inside the transaction that the tool of the file opens"


def test_a_commit_before_what_runs_in_no_transaction_is_needed(servers: Servers, tmp_path: Path) -> None:
    folder = drizzle(tmp_path / "files", _TABLE, f"COMMIT;\n{_INDEX}")
    assert said(servers, folder, "transaction-control-in-file") == []
    assert said(servers, folder, "concurrent-in-transaction") == []


def test_a_commit_before_what_reads_a_table_whole_lets_go_of_locks(servers: Servers, tmp_path: Path) -> None:
    check = "ALTER TABLE public.orders ADD CONSTRAINT small CHECK (id < 9) NOT VALID;\n"
    valid = "ALTER TABLE public.orders VALIDATE CONSTRAINT small;\n"
    folder = drizzle(tmp_path / "apart", _TABLE, f"{check}COMMIT;\n{valid}")
    assert said(servers, folder, "transaction-control-in-file") == []
    folder = drizzle(tmp_path / "together", _TABLE, f"{check}{valid}COMMIT;\n")
    assert len(said(servers, folder, "transaction-control-in-file")) == 1


def test_without_the_commit_it_fails(servers: Servers, tmp_path: Path) -> None:
    folder = drizzle(tmp_path / "files", _TABLE, f"{_COLUMN}{_INDEX}COMMIT;\n")
    assert len(said(servers, folder, "concurrent-in-transaction")) == 1
    assert len(said(servers, folder, "transaction-control-in-file")) == 1


def test_begin_makes_what_prisma_sends_the_files_own(servers: Servers, tmp_path: Path) -> None:
    whole = prisma(tmp_path / "whole", _TABLE, f"BEGIN;\n{_COLUMN}COMMIT;\n")
    assert said(servers, whole, "transaction-control-in-file") == []
    ended = prisma(tmp_path / "ended", _TABLE, f"{_COLUMN}COMMIT;\n")
    assert len(said(servers, ended, "transaction-control-in-file")) == 1


def test_a_block_that_commits_runs_outside_a_transaction(servers: Servers, tmp_path: Path) -> None:
    block = "DO $$ BEGIN UPDATE public.orders SET placed_at = now(); COMMIT; END $$;\n"
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "0001_a.sql").write_text(_TABLE, "utf-8")
    (folder / "0002_b.sql").write_text(block, "utf-8")
    assert said(servers, folder, "migration-fails") == []
    (finding,) = said(servers, drizzle(tmp_path / "wrapped", _TABLE, block), "concurrent-in-transaction")
    assert finding.evidence[0].summary == "Postgres refuses it inside a transaction block: 2D000"
