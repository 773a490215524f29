"""extension-not-created."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, executed, rule
from pgassay.rules.missing import brought_by, missing_roots


@rule(on=Catalog, severity=Severity.HIGH)
def extension_not_created(_: Catalog, context: Context) -> Iterator[Finding]:
    """A migration uses a type or function of an extension that no migration creates.

    It works where somebody switched the extension on by hand, and stops the deployment everywhere else.

    The facts that suffice: Postgres refused the statement for want of a type, function or schema that an
    extension is known to bring, and no CREATE EXTENSION names it.
    """
    for failure, name in missing_roots(context):
        extension = brought_by(context, name)
        if extension is not None:
            yield context.finding(
                failure.statement,
                f"{name} is of extension {extension}, which no migration creates",
                evidence=[
                    executed(
                        f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql
                    )
                ],
                advice=f'CREATE EXTENSION IF NOT EXISTS "{extension}" before it',
                detail=f"{extension} {' '.join(failure.statement.sql.split())}",
            )
