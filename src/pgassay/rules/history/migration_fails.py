"""migration-fails."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from pgassay.facts.behaviour.blame import missing_part, stand_in_to_blame
from pgassay.facts.behaviour.cures import columns_lost, failure_advice
from pgassay.facts.behaviour.refusals import (
    Alike,
    cause_of,
    failure_message,
    short,
    subject_of,
)
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.read.failures import Failure, Lost, lost_with_extensions, missing_extension
from pgassay.rules import Context, executed, parsed, rule


@rule(
    on=Catalog,
    severity=Severity.CRITICAL,
    yields_to=(
        "definition-skipped",
        "history-incomplete",
        "object-used-before-created",
        "object-never-created",
        "extension-not-created",
    ),
)
def migration_fails(database: Catalog, context: Context) -> Iterator[Finding]:
    """Postgres refuses a statement of a migration.

    A deployment stops here; what comes after it in the file, and every later file that builds on it, does not
    happen.

    The statement was run after everything before it. A later statement that fails only because this one did
    is listed with it and not on its own: also one that misses a column which only a refused definition of an
    existing table has. Statements of one file that make what exists already, or that
    Postgres gives one answer to, are one finding, and so are statements that rest on rows of one table which
    the migrations do not make. Where the server used here lacks an extension or a part of Postgres, or a
    stand-in raised the error, it is a fact to know: not checked.
    """
    roots = [one for one in context.replay.failures if one.kind == "error" and one.cause is None]
    blamed = [_blamed(one, database) for one in roots]
    shared = [
        cause_of(one, database) if who is None else None for one, who in zip(roots, blamed, strict=True)
    ]
    counts = Counter(shared)
    lost: dict[str, set[str]] = defaultdict(set)
    for failure, own in zip(roots, shared, strict=True):
        if own is not None:
            lost[own.cause] |= columns_lost(failure, context.replay.failures)
    for failure, who, own in zip(roots, blamed, shared, strict=True):
        alike = replace(own, count=counts[own]) if own is not None else None
        found = _finding(failure, who, alike, context)
        missed = sorted(lost[own.cause]) if own is not None else []
        yield replace(found, advice=_add(missed)) if missed else found


def _add(columns: list[str]) -> str:
    """What to do where later statements build on columns of definitions that were refused."""
    them = "them" if len(columns) > 1 else "it"
    return (
        f"Later statements ask for {', '.join(columns)}, which only this definition has: add {them} to the "
        "table that exists, and leave the definition out"
    )


def _blamed(failure: Failure, database: Catalog) -> str | None:
    """What the server used here lacks, where that and not the migration is to blame."""
    return missing_extension(failure) or missing_part(failure) or stand_in_to_blame(failure, database)


def _finding(failure: Failure, blamed: str | None, alike: Alike | None, context: Context) -> Finding:
    """What is said of one refused statement, or of those that share its cause."""
    if blamed is None:
        message, advice = (
            failure_message(failure, alike),
            failure_advice(failure, context.origins.makers, context.catalog),
        )
    else:
        message, advice = (
            _unchecked(failure, blamed, context)
            if missing_part(failure) is None
            else f"{subject_of(failure)} was not checked: the server used here is built without {blamed}",
            f"Name a server that has {blamed} with --server",
        )
    return context.finding(
        failure.statement,
        message,
        severity=Severity.INFO if blamed is not None else None,
        evidence=_evidence(failure, context),
        advice=advice,
        detail=" ".join(failure.statement.sql.split()),
        cause=alike.cause if alike is not None else None,
    )


def _unchecked(failure: Failure, blamed: str, context: Context) -> str:
    lost = _lost(failure, context)
    if lost is None:
        return (
            f"{subject_of(failure)} was not checked: extension {blamed} is not the real one here "
            f"({failure.message})"
        )
    fallen, tables = len(lost.statements), len(lost.tables)
    total = sum(len(migration.statements) for migration in context.migrations)
    seen = f", and {tables} table{'s were' if tables > 1 else ' was'} not looked at" if tables else ""
    return (
        f"Extension {blamed} is not on the server used here: {fallen} of {total} statements "
        f"{'fall' if fallen > 1 else 'falls'} with it{seen}"
    )


def _lost(failure: Failure, context: Context) -> Lost | None:
    if missing_extension(failure) is None:
        return None
    found = lost_with_extensions(context.replay.failures, context.migrations)
    return next((one for one in found if one.first == failure), None)


def _evidence(failure: Failure, context: Context) -> list[Evidence]:
    found = [
        executed(f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql[:400])
    ]
    later = [other for other in context.replay.failures if other.cause == failure.statement.number]
    same = [other for other in later if failure.missing and other.missing == failure.missing]
    if same:
        found.append(executed(f"{failure.missing} is missed again at {_places(same)}", ""))
    rest = [other for other in later if other not in same]
    if rest:
        many = f"{len(rest)} later statements fail" if len(rest) > 1 else "1 later statement fails"
        found.append(executed(f"{many} because of it: {_places(rest)}", ""))
    lost = _lost(failure, context)
    if lost is not None and lost.tables:
        found.append(executed(f"tables that are not there because of it: {', '.join(lost.tables)}", ""))
    inside = _own_transaction(failure, context)
    if inside:
        says = f"the file's own BEGIN … COMMIT takes back all {inside} statements between them"
        found.append(parsed(says))
    return found


def _places(failures: list[Failure]) -> str:
    places = ", ".join(short(one.statement.location) for one in failures[:5])
    return f"{places} and {len(failures) - 5} more" if len(failures) > 5 else places


def _own_transaction(failure: Failure, context: Context) -> int:
    """How many statements stand with a refused one between the file's own BEGIN and COMMIT; 0 without."""
    number = failure.statement.number
    file = next((m for m in context.migrations if failure.statement in m.statements), None)
    begun: int | None = None
    for statement in file.statements if file is not None else ():
        if statement.kind != "TransactionStmt":
            continue
        word = str(statement.tree["kind"]).removeprefix("TRANS_STMT_")
        if word in ("BEGIN", "START"):
            begun = statement.number
        elif word == "COMMIT":
            if begun is not None and begun < number < statement.number:
                return statement.number - begun - 1
            begun = None
    return 0
