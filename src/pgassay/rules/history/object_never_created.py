"""object-never-created."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.read.failures import Failure
from pgassay.rules import Context, executed, rule
from pgassay.rules.missing import called_by, hidden, never_made


@rule(on=Catalog, severity=Severity.HIGH, yields_to=("history-incomplete",))
def object_never_created(_: Catalog, context: Context) -> Iterator[Finding]:
    """A migration uses a table, function or type that no migration creates.

    It works only where somebody made it by hand: on every new database, a colleague's, a test's or the next
    customer's, the deployment stops here.

    A definition that IF NOT EXISTS passes over hides it: nothing fails until its table is not there.

    Silent for what one makes before, which was dropped or renamed since or takes other arguments
    (migration-fails), for what a piece would make that does not parse (syntax-error), for what a platform
    manages, for what an extension brings (extension-not-created), for what a statement drops or changes
    without IF EXISTS, and where so many tables come from outside that the folder is not the whole history
    (history-incomplete).

    The facts that suffice: Postgres refused the statement for want of the object, or refuses it once what
    exists is set aside, and no statement makes it.
    """
    missing: dict[int, list[tuple[Failure, str]]] = defaultdict(list)
    for failure, name in never_made(context):
        missing[failure.statement.number].append((failure, name))
    for found in missing.values():
        statement = found[0][0].statement
        names = [called_by(failure, name) for failure, name in found]
        are = "are" if len(names) > 1 else "is"
        yield context.finding(
            statement,
            f"{' and '.join(names)} {are} used and never created by the migrations",
            evidence=[
                executed(f"Postgres answered {failure.sqlstate}: {failure.message}", statement.sql)
                for failure, _ in found
            ],
            advice=(
                "Add the migration that makes it, or give the schema it comes from"
                if len(names) == 1
                else "Add the migration that makes them, or give the schema they come from"
            ),
            detail=f"{' '.join(name for _, name in found)} {' '.join(statement.sql.split())}",
        )
    for one, name in hidden(context):
        yield context.finding(
            one.statement,
            f"{name} is referenced and never created by the migrations: nothing fails only because "
            f"{one.existing.identity} exists already",
            evidence=[
                executed(
                    f'with {one.existing.identity} set aside, Postgres answers 42P01: relation "{name}" does '
                    "not exist",
                    one.statement.sql[:400],
                )
            ],
            advice="Add the migration that makes it, or take the reference out",
            detail=f"{name} {' '.join(one.statement.sql.split())}",
        )
