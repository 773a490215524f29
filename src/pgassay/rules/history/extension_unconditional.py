"""extension-unconditional."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Statement
from pgassay.rules import Context, catalog, parsed, rule

_NAME = re.compile(r"\w+")

#: What every server comes with and who owns a database may create.
#: Source: PostgreSQL manual, "Additional Supplied Extensions", those marked as trusted.
_ALWAYS = """
    btree_gin btree_gist citext cube dict_int fuzzystrmatch hstore intarray isn lo ltree pg_trgm pgcrypto
    plpgsql seg tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp
"""
_TRUSTED = frozenset(_ALWAYS.split())


@rule(on=Catalog, severity=Severity.LOW)
def extension_unconditional(database: Catalog, context: Context) -> Iterator[Finding]:
    """A migration creates an extension that nothing rests on, without a condition.

    Where the server lacks it, or the role may not create it, the deployment stops for nothing: a colleague's
    machine, a test, another host. What is nice to have is created in a block that goes on without it.

    Silent for extensions that come with every server and that who owns the database may create, for those
    that tables, functions or statements use (without them it must stop), inside DO, and for those that a
    platform keeps in a schema of its own.

    The facts that suffice: CREATE EXTENSION as a statement, and that nothing depends on its members or names
    one of them.
    """
    installed = {one.name for one in database.extensions}
    said = _words(context)
    for migration in context.migrations:
        for statement in migration.statements:
            name = str(statement.tree.get("extname")) if statement.kind == "CreateExtensionStmt" else ""
            if name not in installed or name in _TRUSTED or _kept_by_platform(statement, context):
                continue
            members = _members(database, name)
            used = any(need.needs in members and need.object not in members for need in database.dependencies)
            if not used and said.isdisjoint(one.partition("(")[0].rpartition(".")[2] for one in members):
                yield context.finding(
                    statement,
                    f"Extension {name} is created without a condition and nothing uses it: where a server "
                    "lacks it, the deployment stops for nothing",
                    evidence=[
                        parsed("CREATE EXTENSION stands outside a block that could go on without it"),
                        catalog(f"nothing depends on the {len(members)} members of {name}, or names one"),
                    ],
                    advice=(
                        f'DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS "{name}"; EXCEPTION WHEN OTHERS THEN '
                        f"RAISE NOTICE '{name} is not available: %', SQLERRM; END $$;"
                    ),
                    detail=name,
                )


def _kept_by_platform(statement: Statement, context: Context) -> bool:
    """True for what goes into a schema of the platform's, as its own dumps write it."""
    options = [option["DefElem"] for option in statement.tree.get("options", [])]
    schemas = {one["arg"]["String"]["sval"] for one in options if one.get("defname") == "schema"}
    return context.facts.platform != "plain" and bool(schemas & (context.facts.managed | {"pg_catalog"}))


def _members(database: Catalog, extension: str) -> frozenset[str]:
    """The identities of an extension's relations, functions and types."""
    every = (*database.relations, *database.functions, *database.types)
    return frozenset(one.identity for one in every if one.extension == extension)


def _words(context: Context) -> frozenset[str]:
    """The words of all statements but those about extensions themselves, and of all functions."""
    return frozenset(
        word
        for migration in context.migrations
        for statement in migration.statements
        if statement.kind not in ("CreateExtensionStmt", "AlterExtensionStmt", "CommentStmt")
        for word in _NAME.findall(statement.sql)
    )
