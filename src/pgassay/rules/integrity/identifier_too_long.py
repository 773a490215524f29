"""identifier-too-long."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.free_names import LONGEST
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.ref import Ref
from pgassay.model.source import Statement
from pgassay.postgres import parse
from pgassay.rules import Context, parsed, rule


@rule(on=Catalog, severity=Severity.INFO)
def identifier_too_long(database: Catalog, context: Context) -> Iterator[Finding]:
    """A name is longer than the 63 bytes that Postgres keeps of it.

    The rest is cut off with a mere notice. Whoever looks for the name in the catalog, or in the message of an
    error, does not find it, and a second name that begins like it exists already.

    It speaks of tables, columns, constraints, indexes, functions and triggers that the new migrations
    name and that are still there; all are one finding. Silent for policies, which nobody looks up by
    name, and for what stands in function bodies and in strings.

    The facts that suffice: the length of the name in the migration, in bytes, and the shorter name in the
    catalog.
    """
    there = _names(database)
    found: dict[str, tuple[str, Statement, int]] = {}
    new = context.migrations if len(context.migrations) == 1 else context.watched.new
    for statement in (one for migration in new for one in migration.statements):
        for start, name in parse.long_names(statement.sql, LONGEST):
            cut = name.encode()[:LONGEST].decode("utf-8", "ignore")
            if cut in there:
                found.setdefault(cut, (name, statement, start))
    for cut, (name, statement, start) in found.items():
        yield context.finding(
            Ref(kind="name", identity=quoted(cut)),
            f"{quoted(name)} has {len(name.encode())} bytes: Postgres keeps {quoted(cut)}",
            evidence=[parsed(f"{quoted(name)} has {len(name.encode())} bytes")],
            location=parse.locate(statement, statement.offset + len(statement.sql[:start].encode())),
            advice=f"Choose a name of at most {LONGEST} bytes",
            cause="names",
            together=f"{{count}} names are longer than {LONGEST} bytes: Postgres cuts them off",
        )


def _names(database: Catalog) -> frozenset[str]:
    """What can be looked up by its name alone."""
    named = (database.relations, database.constraints, database.indexes, database.functions)
    found = {item.name for items in named for item in items}
    found |= {trigger.name for trigger in database.triggers} | {type_.name for type_ in database.types}
    return frozenset(found | {name for names in database.column_names.values() for name in names})
