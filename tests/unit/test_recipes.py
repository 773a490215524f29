"""Trials of what runs instead of a statement: it keeps nobody out, and makes what the statement makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging import judge_files
from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.postgres.server import Server
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
            "it makes another catalog than the statement (~ index public.t_b)",
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
