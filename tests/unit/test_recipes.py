"""Trials of what runs instead of a statement: it keeps nobody out, and makes what the statement makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging import judge_files
from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.model.source import Migration
from pgassay.postgres.connect import run
from pgassay.postgres.parse import split_statements
from pgassay.postgres.server import Server
from pgassay.read.observe import observe
from pgassay.rules.context import Context
from pgassay.rules.observed import held_up
from pgassay.rules.rule import Rule
from pgassay.verbs.trial import try_fixes

BASE = "CREATE TABLE public.t (id bigint PRIMARY KEY, a text, b text);\nCREATE INDEX t_a ON public.t (a);\n"


def instead(fix: str, rollback: str, *, differs: bool = False) -> Rule:
    """A rule that wants something else run instead of every statement on public.t."""

    def check(one: Observation, context: Context) -> Iterator[Finding]:
        effect = one.effect("public.t")
        if effect is not None:
            yield held_up(
                context,
                one,
                effect,
                "public.t is held up",
                fix=fix,
                rollback=rollback,
                differs=differs,
                advice="Do it by hand",
            )

    return Rule(
        name="of-the-tests",
        family="locks",
        severity=Severity.MEDIUM,
        on=Observation,
        check=check,  # type: ignore[arg-type]
        doc="A rule of the tests.\n\nNothing happens.",
        assumes_tenancy=False,
        yields_to=(),
    )


def tried(server: Server, folder: Path, new: str, rule: Rule) -> tuple[bool, str]:
    """Whether the recipe for the only statement of a new file holds, and what is said of its trial."""
    base, file = folder / "0001.sql", folder / "0002.sql"
    base.write_text(BASE, "utf-8")
    file.write_text(new, "utf-8")
    with server.database() as database:
        context, judgement = judge_files(server, [base, file], database=database, asked=[rule])
        assert judgement.errors == ()
        (finding,) = try_fixes(server, context, judgement.findings, [rule], database=database)
    return finding.fix is not None and finding.fix.tried, finding.evidence[-1].summary


def test_what_makes_the_same_is_said_to(server: Server, tmp_path: Path) -> None:
    held, said = tried(
        server,
        tmp_path,
        "CREATE INDEX t_b ON public.t (b);",
        instead("CREATE INDEX CONCURRENTLY t_b ON public.t (b);", "DROP INDEX CONCURRENTLY public.t_b;"),
    )
    assert held
    assert "the catalog is what the statement makes" in said


@pytest.mark.parametrize(
    ("new", "fix", "rollback", "why"),
    [
        (
            "CREATE INDEX t_b ON public.t (b);",
            "CREATE INDEX CONCURRENTLY t_b ON public.t (b DESC);",
            "DROP INDEX CONCURRENTLY public.t_b;",
            "it makes another catalog than the statement (index public.t_b)",
        ),
        (
            "CREATE INDEX t_b ON public.t (b);",
            "CREATE INDEX t_b ON public.t (b);",
            "DROP INDEX CONCURRENTLY public.t_b;",
            "writes of public.t wait while it is read",
        ),
        (
            "DROP INDEX public.t_a;",
            "DROP INDEX CONCURRENTLY public.t_a; VACUUM FULL public.t;",
            "CREATE INDEX t_a ON public.t (a);",
            "reads and writes of public.t wait",
        ),
        (
            "CREATE INDEX t_b ON public.t (b);",
            "CREATE INDEX CONCURRENTLY t_b ON public.t (b);",
            "SELECT 1;",
            "its rollback leaves a different catalog",
        ),
        (
            "CREATE INDEX t_b ON public.t (b);",
            "CREATE INDEX CONCURRENTLY t_b ON public.t (c);",
            "DROP INDEX CONCURRENTLY public.t_b;",
            'Postgres refuses it: column "c" does not exist',
        ),
    ],
)
def test_what_does_not_hold_is_left_out(
    server: Server, tmp_path: Path, new: str, fix: str, rollback: str, why: str
) -> None:
    held, said = tried(server, tmp_path, new, instead(fix, rollback))
    assert not held
    assert said.startswith(f"the fix was tried and is left out: {why}")


def test_what_stands_for_a_part_of_a_statement_says_which_part_stays(server: Server, tmp_path: Path) -> None:
    held, said = tried(
        server,
        tmp_path,
        "DO $$ BEGIN CREATE INDEX t_b ON public.t (b); CREATE TABLE public.u (); END $$;",
        instead("CREATE INDEX CONCURRENTLY t_b ON public.t (b);", "DROP INDEX CONCURRENTLY public.t_b;"),
    )
    assert held
    assert "the rest of the statement stays to be run: table public.u" in said


def test_what_differs_on_purpose_is_not_held_against_it(server: Server, tmp_path: Path) -> None:
    rule = instead(
        "CREATE INDEX CONCURRENTLY t_b ON public.t (b DESC);",
        "DROP INDEX CONCURRENTLY public.t_b;",
        differs=True,
    )
    held, said = tried(server, tmp_path, "CREATE INDEX t_b ON public.t (b);", rule)
    assert held
    assert "the catalog is what the statement makes" not in said


#: What rules advise where no fix can stand: what is there before, and what they say to run.
ADVISED = {
    "enum-value-renamed": (
        "CREATE TYPE public.mood AS ENUM ('glad'); CREATE TABLE public.u (is_ public.mood);",
        "ALTER TYPE mood ADD VALUE 'happy' AFTER 'glad';",
    ),
    "index-drop-not-concurrent of a partitioned table": (
        "CREATE TABLE public.u (id int) PARTITION BY LIST (id); CREATE INDEX u_id ON public.u (id);"
        "CREATE TABLE public.u_1 PARTITION OF public.u DEFAULT;",
        "SET lock_timeout = '5s'; DROP INDEX public.u_id;",
    ),
    "partition-detach-not-concurrent beside a DEFAULT partition": (
        "CREATE TABLE public.u (id int) PARTITION BY LIST (id);"
        "CREATE TABLE public.u_1 PARTITION OF public.u FOR VALUES IN (1);"
        "CREATE TABLE public.u_rest PARTITION OF public.u DEFAULT;",
        "SET lock_timeout = '5s'; ALTER TABLE public.u DETACH PARTITION public.u_1;",
    ),
    "column-dropped, in a later migration": ("", "ALTER TABLE public.t DROP COLUMN b;"),
    "table-dropped, renamed before": (
        "",
        "ALTER TABLE public.t RENAME TO t_unused; DROP TABLE public.t_unused;",
    ),
    "domain-constraint that sets NOT NULL": (
        "CREATE DOMAIN public.share AS numeric; CREATE TABLE public.u (part public.share);",
        "ALTER TABLE public.u ADD CONSTRAINT part_given CHECK (part IS NOT NULL) NOT VALID;"
        "ALTER TABLE public.u VALIDATE CONSTRAINT part_given;",
    ),
    "truncate, of rows that are meant": ("", "DELETE FROM public.t WHERE id < 3;"),
    "column-required-without-default, filled": (
        "",
        "ALTER TABLE public.t ADD COLUMN c text; UPDATE public.t SET c = 'x' WHERE id BETWEEN 1 AND 5000;"
        "ALTER TABLE public.t ADD CONSTRAINT t_c_given CHECK (c IS NOT NULL) NOT VALID;",
    ),
}


@pytest.mark.parametrize("case", ADVISED)
def test_what_is_advised_reads_nothing_whole_while_others_wait(server: Server, case: str) -> None:
    made, advised = ADVISED[case]
    with server.database() as database:
        with server.migrator(database) as connection:
            run(connection, BASE + made)
            run(connection, "INSERT INTO public.t SELECT i, i::text FROM generate_series(1, 50) AS i")
        statements, _ = split_statements(advised, "advice")
        seen = observe(
            server,
            (Migration(path="advice", statements=tuple(statements)),),
            database,
            rows={"public.t": 50},
        )
    assert [one.error for one in seen if one.error is not None] == []
    assert [
        effect
        for one in seen
        for effect in one.effects
        if effect.blocks and (effect.scanned or effect.rewritten)
    ] == []
