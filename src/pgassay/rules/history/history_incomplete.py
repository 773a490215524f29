"""history-incomplete."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.read.programs import programs_beside
from pgassay.rules import Context, executed, rule
from pgassay.rules.missing import from_outside


@rule(on=Catalog, severity=Severity.HIGH)
def history_incomplete(_: Catalog, context: Context) -> Iterator[Finding]:
    """The migrations build on what comes from outside the folder.

    Nobody can make the database from this folder: the first tables were made in a dashboard, or their files
    are lost. Empty tables, schemas and types took their place, so that the rest could be run; what the
    missing ones hold, and who may read them, is not checked, nor is what builds on them.

    It speaks once, from three such tables or schemas on; from the first one where a statement drops or
    changes without IF EXISTS what nothing before it makes (a table, view, schema, type, function, policy or
    trigger): nobody drops what never was. Functions and types that are only used join them from three on, but
    for one that has nearly the name of something that is made.

    Where programs with a version stand among the files, these can have made them: then it is a fact to know.

    The facts that suffice: statements that Postgres refused for want of objects that no migration makes.
    """
    found = from_outside(context)
    names = sorted({name for _, name in found})
    what = "object" if any(" " in name for name in names) else "relation"
    many = f"{len(names)} {what}s come" if len(names) != 1 else f"1 {what} comes"
    programs = programs_beside(one.path for one in context.migrations) if found else ()
    for failure, _name in found:
        yield context.finding(
            failure.statement,
            f"{many} from outside the folder: {', '.join(names)}"
            if not programs
            else f"{many} from outside the SQL files: {', '.join(names)}. {_said(programs)}",
            severity=Severity.INFO if programs else None,
            evidence=[
                executed(f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql)
            ],
            advice=(
                "Name a dump of what they make with --baseline-schema"
                if programs
                else "Add the migration that makes them: a dump of the schema as it was before the first "
                "file; or name that dump with --baseline-schema"
            ),
            detail="history",
            cause="history",
        )


def _said(programs: tuple[str, ...]) -> str:
    """That some migrations are programs, of which the first is named."""
    if len(programs) == 1:
        return f"{programs[0]} beside them is a program and was not run"
    return f"{len(programs)} programs beside them were not run: {programs[0]} and others"
