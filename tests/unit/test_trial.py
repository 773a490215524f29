"""Trials of fixes: a fix holds when it applies, silences its rule, adds nothing, and leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from judging import judge_text_in
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.postgres.server import Server
from pgassay.referee.fingerprint import fingerprint
from pgassay.rules.context import Context
from pgassay.rules.rule import Rule
from pgassay.rules.run import judge
from pgassay.verbs.trial import try_fixes


def uncommented(fix: str, rollback: str, *, severity: Severity = Severity.MEDIUM) -> Rule:
    """A rule against tables without a comment; `{t}` in its SQL stands for the table."""

    def check(relation: Relation, context: Context) -> Iterator[Finding]:
        if relation.comment is None:
            yield context.finding(
                relation,
                f"{relation.identity} has no comment",
                fix=fix.format(t=relation.identity),
                rollback=rollback.format(t=relation.identity),
            )

    return a_rule("uncommented", check, severity)


def a_rule(name: str, check: object, severity: Severity) -> Rule:
    return Rule(
        name=name,
        family="integrity",
        severity=severity,
        on=Relation,
        check=check,  # type: ignore[arg-type]
        doc="A rule of the tests.\n\nNothing happens.",
        assumes_tenancy=False,
        yields_to=(),
    )


COMMENT = "COMMENT ON TABLE {t} IS 'said';"
UNCOMMENT = "COMMENT ON TABLE {t} IS NULL;"


def tried(server: Server, text: str, *rules: Rule) -> list[Finding]:
    """The findings of `rules` on a schema, their fixes tried; the catalog is as before."""
    with server.database() as database:
        context = judge_text_in(server, text, database)
        found = judge(context, rules, report_ignores=False)
        assert found.errors == ()
        with server.migrator(database) as connection:
            before = fingerprint(connection)
        after_trial = try_fixes(server, context, found.findings, rules, database=database)
        with server.migrator(database) as connection:
            assert fingerprint(connection) == before
        assert [finding.fingerprint for finding in after_trial] == [one.fingerprint for one in found.findings]
        return list(after_trial)


LEFT_OUT = "the fix was tried and is left out: "


def notes(findings: list[Finding]) -> dict[str, str | None]:
    """Each finding's object with why its fix does not hold (None: it does)."""
    told: dict[str, str | None] = {}
    for finding in findings:
        executed = [one for one in finding.evidence if one.kind == "executed"]
        if finding.fix is None:
            (left_out,) = executed
            assert left_out.sql is None, "nothing to copy"
            assert finding.advice
            told[finding.object.identity] = left_out.summary.removeprefix(LEFT_OUT)
            continue
        assert finding.fix.tried == (finding.fix.note is None) == bool(executed)
        told[finding.object.identity] = finding.fix.note
    return told


def test_a_fix_that_holds_is_tried_and_leaves_evidence(server: Server) -> None:
    (finding,) = tried(server, "create table t ();", uncommented(COMMENT, UNCOMMENT))
    assert notes([finding]) == {"public.t": None}
    assert finding.evidence[-1].sql == "COMMENT ON TABLE public.t IS 'said';"


def test_nothing_to_try_changes_nothing(server: Server) -> None:
    assert (
        tried(server, "create table t (); comment on table t is 'x';", uncommented(COMMENT, UNCOMMENT)) == []
    )


def test_a_fix_that_postgres_refuses_says_why(server: Server) -> None:
    found = tried(server, "create table t ();", uncommented("COMMENT ON TABLE {t}_gone IS 'x';", UNCOMMENT))
    assert notes(found) == {"public.t": 'Postgres refuses it: relation "public.t_gone" does not exist'}


def test_one_that_is_refused_does_not_taint_the_others(server: Server) -> None:
    fix = (
        "DO $$ BEGIN IF '{t}' = 'public.b' THEN RAISE 'not this one'; END IF;"
        " COMMENT ON TABLE {t} IS 'x'; END $$;"
    )
    found = tried(
        server, "create table a (); create table b (); create table c ();", uncommented(fix, UNCOMMENT)
    )
    assert notes(found) == {
        "public.a": None,
        "public.b": "Postgres refuses it: not this one",
        "public.c": None,
    }


def test_two_fixes_that_collide_are_each_tried_alone(server: Server) -> None:
    fix = "CREATE TABLE taken (); COMMENT ON TABLE {t} IS 'x'; COMMENT ON TABLE taken IS 'x';"
    found = tried(
        server,
        "create table a (); create table b ();",
        uncommented(fix, "DROP TABLE taken; COMMENT ON TABLE {t} IS NULL;"),
    )
    assert notes(found) == {"public.a": None, "public.b": None}


def test_a_fix_that_does_not_silence_its_rule_is_told(server: Server) -> None:
    found = tried(
        server, "create table t ();", uncommented("ALTER TABLE {t} ADD a int;", "ALTER TABLE {t} DROP a;")
    )
    assert notes(found) == {"public.t": "uncommented then still finds fault with public.t"}


@pytest.mark.parametrize("bystanders", [0, 1, 4])
def test_one_that_does_not_silence_is_found_among_those_that_do(server: Server, bystanders: int) -> None:
    fix = "DO $$ BEGIN IF '{t}' <> 'public.b' THEN COMMENT ON TABLE {t} IS 'x'; END IF; END $$;"
    tables = "".join(f"create table z{number} ();" for number in range(bystanders))
    found = notes(tried(server, f"create table b (); {tables}", uncommented(fix, UNCOMMENT)))
    assert found.pop("public.b") == "uncommented then still finds fault with public.b"
    assert set(found.values()) <= {None}
    assert len(found) == bystanders


def test_a_rollback_that_leaves_a_difference_is_told(server: Server) -> None:
    found = tried(
        server, "create table t ();", uncommented(COMMENT + " ALTER TABLE {t} ADD a int;", UNCOMMENT)
    )
    assert notes(found) == {"public.t": "its rollback leaves a different catalog"}


def test_a_rollback_that_is_refused_is_told(server: Server) -> None:
    found = tried(server, "create table t ();", uncommented(COMMENT, "DROP TABLE {t}_gone;"))
    assert notes(found) == {"public.t": 'its rollback is refused: table "t_gone" does not exist'}


def wide(severity: Severity) -> Rule:
    """A rule against tables that have columns."""

    def check(relation: Relation, context: Context) -> Iterator[Finding]:
        if relation.columns:
            yield context.finding(relation, f"{relation.identity} has columns")

    return a_rule("wide", check, severity)


@pytest.mark.parametrize(
    ("severity", "note"),
    [
        (Severity.HIGH, "wide then finds what was not there before: public.t has columns"),
        (Severity.LOW, None),
    ],
)
def test_a_fix_that_makes_another_fault_as_severe_does_not_hold(
    server: Server, severity: Severity, note: str | None
) -> None:
    fix = uncommented(COMMENT + " ALTER TABLE {t} ADD a int;", "ALTER TABLE {t} DROP a; " + UNCOMMENT)
    found = tried(server, "create table t ();", fix, wide(severity))
    assert notes([one for one in found if one.rule == "uncommented"]) == {"public.t": note}


def test_a_fault_that_was_there_before_is_not_laid_to_the_fix(server: Server) -> None:
    found = tried(server, "create table t (a int);", uncommented(COMMENT, UNCOMMENT), wide(Severity.CRITICAL))
    assert notes([one for one in found if one.rule == "uncommented"]) == {"public.t": None}


def test_findings_without_a_fix_are_left_as_they_are(server: Server) -> None:
    (finding,) = tried(server, "create table t (a int); comment on table t is 'x';", wide(Severity.HIGH))
    assert finding.fix is None
    assert finding.evidence == ()


def test_fixes_run_as_the_migration_role_and_not_as_superuser(server: Server) -> None:
    found = tried(
        server, "create table t ();", uncommented("ALTER SYSTEM SET work_mem = '1GB';", "SELECT 1;")
    )
    (note,) = notes(found).values()
    assert note is not None
    assert note.startswith("Postgres refuses it: ")


def test_a_fix_that_ends_its_session_is_told_and_ends_the_trial(server: Server) -> None:
    found = tried(
        server,
        "create table t ();",
        uncommented("SELECT pg_terminate_backend(pg_backend_pid());", "SELECT 1;"),
    )
    (finding,) = found
    assert finding.fix is not None
    assert not finding.fix.tried
    assert finding.fix.note


def test_what_was_shown_to_hold_before_the_trial_ended_holds(server: Server) -> None:
    fix = """DO $$ BEGIN
        IF '{t}' = 'public.b' AND obj_description('public.a'::regclass) IS NULL THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
        ELSIF '{t}' = 'public.b' THEN
            RAISE EXCEPTION 'not beside a';
        END IF;
        COMMENT ON TABLE {t} IS 'x';
    END $$;"""
    found = tried(server, "create table a (); create table b ();", uncommented(fix, UNCOMMENT))
    shown = {one.object.identity: one.fix is not None and one.fix.tried for one in found}
    assert shown == {"public.a": True, "public.b": False}


def test_what_is_to_run_instead_is_not_called_tried_where_it_was_not(server: Server) -> None:
    def check(relation: Relation, context: Context) -> Iterator[Finding]:
        yield context.finding(
            relation,
            "t is as it is",
            fix="ALTER TABLE t ADD COLUMN x int;",
            rollback="ALTER TABLE t DROP COLUMN x;",
            instead=True,
        )

    (finding,) = tried(server, "create table t ();", a_rule("as-it-is", check, Severity.MEDIUM))
    assert finding.fix is not None
    assert not finding.fix.tried
    assert finding.fix.note


def test_progress_says_how_many_there_are(server: Server) -> None:
    told: list[tuple[str, int, int]] = []
    rules = (uncommented(COMMENT, UNCOMMENT),)
    with server.database() as database:
        context = judge_text_in(server, "create table a (); create table b ();", database)
        found = judge(context, rules, report_ignores=False).findings
        try_fixes(server, context, found, rules, database=database, progress=lambda *at: told.append(at))
    assert told == [("trying fixes", 0, 2)]
