"""stand-in-used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.model.catalog import Catalog, Ref
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Extension
from pgassay.model.source import Statement
from pgassay.rules import Context, catalog, parsed, rule

#: Schemas that hold more than one extension's things: their names alone say nothing.
_SHARED = frozenset({"public", "extensions", "pg_catalog"})

#: Postgres has one of its own, which an unqualified call finds first.
_BUILT_IN = frozenset({"gen_random_uuid"})


@rule(on=Catalog, severity=Severity.INFO)
def stand_in_used(database: Catalog, context: Context) -> Iterator[Finding]:
    """Extensions that the bundled server lacks were replaced by stand-ins.

    A stand-in has the extension's names and signatures, not its behaviour: what its functions return was
    not checked.

    All of them are one finding, also those that the platform brings. It is silent about those that no
    statement names anything of. Name a server that has the extensions with --server to check with the real
    ones.
    """
    used = [
        (one, statement)
        for one in database.extensions
        if one.stand_in and (statement := _first_use(one, context)) is not None
    ]
    names = ", ".join(one.name for one, _ in used)
    message = (
        f"Extension {names} is a stand-in here: its names are checked, its behaviour is not"
        if len(used) == 1
        else f"Extensions {names} are stand-ins here: their names are checked, their behaviour is not"
    )
    for one, statement in used:
        yield context.finding(
            Ref(kind="extension", identity=one.name),
            message,
            location=statement.location,
            evidence=[
                catalog(f"{one.name} {one.version} comes from pgassay's stand-ins"),
                parsed(f"{statement.location} is the first to use {one.name}"),
            ],
            advice=f"Name a server that has {names} with --server to check with the real thing",
            cause="stand-ins",
        )


def _first_use(extension: Extension, context: Context) -> Statement | None:
    """The first statement that names a function, a type or a schema that only this extension brings."""
    pattern = _names_of(extension, context.catalog)
    if pattern is None:
        return None
    for migration in context.migrations:
        for statement in migration.statements:
            if statement.kind != "CreateExtensionStmt" and pattern.search(statement.sql):
                return statement
    return None


def _names_of(extension: Extension, database: Catalog) -> re.Pattern[str] | None:
    functions = [one for one in database.functions if one.extension == extension.name]
    called = {one.name for one in functions if one.schema in _SHARED} - _BUILT_IN
    schemas = {one.schema for one in functions} - _SHARED
    types = {one.name for one in database.types if one.extension == extension.name}
    parts: list[str] = []
    if called:
        parts.append(rf"(?:(?<![.\w\"])|\b{re.escape(extension.schema)}\.)(?:{_any(called)})\s*\(")
    if schemas:
        parts.append(rf"\b(?:{_any(schemas)})\.")
    if types:
        parts.append(rf"(?<![\w\"])(?:{_any(types)})(?![\w\"])")
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _any(names: set[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names))
