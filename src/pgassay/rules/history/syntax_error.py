"""syntax-error."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Ref
from pgassay.model.finding import Finding, Severity
from pgassay.model.source import SyntaxFault
from pgassay.rules import Context, parsed, rule


@rule(on=SyntaxFault, severity=Severity.CRITICAL)
def syntax_error(fault: SyntaxFault, context: Context) -> Iterator[Finding]:
    """A piece of a migration is not SQL that Postgres reads.

    The deployment stops here; nothing after it in the file happens.

    The rest of the file is still reviewed.
    """
    ref = Ref(kind="statement", identity=str(fault.location))
    yield context.finding(
        ref,
        f"{fault.location.file} line {fault.location.line} does not parse: {fault.message}",
        location=fault.location,
        evidence=[parsed(f"Postgres's parser: {fault.message}")],
        detail=" ".join(fault.sql.split()),
    )
