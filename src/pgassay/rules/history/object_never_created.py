"""object-never-created."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, executed, rule
from pgassay.rules.missing import never_made


@rule(on=Catalog, severity=Severity.HIGH, yields_to=("history-incomplete",))
def object_never_created(_: Catalog, context: Context) -> Iterator[Finding]:
    """A migration uses a table, function or type that no migration creates.

    It works only where somebody made it by hand: on every new database, a colleague's, a test's or the next
    customer's, the deployment stops here.

    Silent for what a platform manages, for what an extension brings (extension-not-created), and where so
    many tables come from outside that the folder is not the whole history (history-incomplete).

    The facts that suffice: Postgres refused the statement for want of the object, and no statement makes it.
    """
    for failure, name in never_made(context):
        yield context.finding(
            failure.statement,
            f"{name} is used and never created by the migrations",
            evidence=[
                executed(f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql)
            ],
            advice="Add the migration that makes it, or give the schema it comes from",
            detail=f"{name} {' '.join(failure.statement.sql.split())}",
        )
