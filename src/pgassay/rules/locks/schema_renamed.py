"""schema-renamed."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.observed import Observation
from pgassay.model.ref import Ref
from pgassay.rules import Context, rule
from pgassay.rules.observed import known_before, normalised
from pgassay.rules.old_names import schema_of_old_name
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def schema_renamed(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration renames a schema in use.

    From that moment every statement of the application that still runs fails where it names the schema, until
    the new one is out. Rename it when nobody is connected, or move the objects one by one.

    Silent for a schema that holds nothing.

    The facts that suffice: the statement renames, and what it names was there before the file.
    """
    before = context.watched.before
    if before is None or one.error is not None:
        return
    for statement in one.statements:
        tree = statement.tree
        if statement.kind != "RenameStmt" or tree.get("renameType") != "OBJECT_SCHEMA":
            continue
        name = str(tree.get("subname", ""))
        held = [relation.identity for relation in before.relations if relation.schema == name]
        if held:
            new = str(tree.get("newname"))
            views, rollback = schema_of_old_name(before, name, new)
            back = f"ALTER SCHEMA {quoted(new)} RENAME TO {quoted(name)};"
            alone = views is not None and statement is one.statement
            yield context.finding(
                Ref(kind="schema", identity=name),
                f"{name} becomes {tree.get('newname')}: what the application in use asks for is gone",
                location=one.statement.location,
                evidence=[known_before(one, f"{len(held)} relations in it: {', '.join(held[:5])}")],
                fix=f"{statement.sql};\n{views}" if alone else None,
                rollback=f"{rollback}\n{back}" if alone else None,
                instead=True,
                differs=True,
                advice=f"Leave a schema {name} with views of what is in {new}, with security_invoker and the "
                "same grants, until the application has moved; drop it then",
                detail=normalised(one),
            )
