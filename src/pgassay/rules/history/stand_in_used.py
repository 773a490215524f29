"""stand-in-used."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.stand_ins import difference, first_uses
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.ref import Ref
from pgassay.rules import Context, catalog, parsed, rule


@rule(on=Catalog, severity=Severity.INFO)
def stand_in_used(database: Catalog, context: Context) -> Iterator[Finding]:
    """A statement rests on an extension that the bundled server lacks, and whose stand-in answers otherwise.

    A stand-in has the extension's names and signatures; where it does something else than the real one, what
    comes of the statement was not checked.

    All of them are one finding. It is silent about stand-ins that give the real answers (identifiers of
    uuid-ossp, digests of pgcrypto) or read back what they hid (passwords, ciphers, secrets), and about what
    only the bodies of functions, views and policies name: those are not run here in any case. Name a server
    that has the extensions with --server to check with the real ones.
    """
    statements = [statement for migration in context.migrations for statement in migration.statements]
    uses = first_uses(database, statements)
    used = [one for one in database.extensions if one.name in uses]
    names = ", ".join(one.name for one in used)
    says = [found.says for one in used if (found := difference(one)) is not None]
    for one, word in zip(used, says, strict=True):
        statement = uses[one.name]
        yield context.finding(
            Ref(kind="extension", identity=one.name),
            f"Extension {names} is a stand-in here: {word}"
            if len(used) == 1
            else f"Extensions {names} are stand-ins here: what they do was not checked",
            location=statement.location,
            evidence=[
                catalog(f"{one.name} {one.version} comes from pgassay's stand-ins: {word}"),
                parsed(f"{statement.location} is the first to run something of {one.name}"),
            ],
            advice=f"Name a server that has {names} with --server to check with the real thing",
            cause="stand-ins",
        )
