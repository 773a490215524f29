"""stand-in-used."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Ref
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Extension
from pgassay.rules import Context, catalog, rule


@rule(on=Extension, severity=Severity.INFO)
def stand_in_used(extension: Extension, context: Context) -> Iterator[Finding]:
    """An extension that the bundled server lacks was replaced by a stand-in.

    The stand-in has the extension's names and signatures, not its behaviour: what its functions return was
    not checked.

    Name a server that has the extension with --server to check with the real one.
    """
    ref = Ref(kind="extension", identity=extension.name)
    statements = context.origins.of(ref)
    if not extension.stand_in or not statements:
        return
    yield context.finding(
        ref,
        f"Extension {extension.name} is a stand-in here: its names are checked, its behaviour is not",
        evidence=[catalog(f"{extension.name} {extension.version} comes from pgassay's stand-ins")],
    )
