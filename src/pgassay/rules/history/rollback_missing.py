"""rollback-missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Migration, Statement
from pgassay.read.migrations import QUERIES
from pgassay.rules import Context, parsed, rule

_NAMED = 4

#: A word of explanation, which no mark of a migration tool is.
_EXPLAINED = re.compile(r"^\s*--(?!\s*(?:\+goose|migrate:))\s*\w", re.I)


@rule(on=Catalog, severity=Severity.LOW)
def rollback_missing(_: Catalog, context: Context) -> Iterator[Finding]:
    """A migration has no rollback, where the others of its folder have one.

    Who relies on the rollbacks finds on the worst day that this one is not there.

    It speaks once for a folder, of the files behind the first that has a rollback, where most of them have
    one.

    Silent for files that change rows alone or add values to an enum, and for a rollback whose comment says
    why there is nothing in it.

    The facts that suffice: the files of the folder, or their parts that take them back.
    """
    first = next((n for n, one in enumerate(context.migrations) if one.path in context.undo), None)
    if first is None:
        return
    asked = [one for one in context.migrations[first:] if _defines(one)]
    missing = [one for one in asked if not _taken_back(one, context)]
    have = len(asked) - len(missing)
    of_the_tool = any(undo.path == path for path, undo in context.undo.items())
    if not missing or have < len(missing) or (have < 2 and not of_the_tool):
        return
    names = [one.path.rpartition("/")[2] for one in missing]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    said = "has no rollback" if len(names) == 1 else "have no rollback"
    for migration in missing:
        yield context.finding(
            migration.statements[0],
            f"{', '.join(names[:_NAMED])}{more} {said}, and {have} of {len(asked)} migrations have one",
            evidence=[parsed("no file, and no part of a file, takes it back")],
            advice="Write the rollback, or a comment in it that says why there is none",
            detail=migration.path.rpartition("/")[2],
            cause="rollbacks",
        )


def _defines(migration: Migration) -> bool:
    """True for a file that makes or changes something, and more than values of an enum, which stay."""
    return any(one.kind not in QUERIES and not _adds_value(one) for one in migration.statements)


def _adds_value(statement: Statement) -> bool:
    return statement.kind == "AlterEnumStmt" and "oldVal" not in statement.tree


def _taken_back(migration: Migration, context: Context) -> bool:
    undo = context.undo.get(migration.path)
    return undo is not None and bool(
        undo.statements or undo.faults or any(_EXPLAINED.match(line) for line in undo.lines)
    )
