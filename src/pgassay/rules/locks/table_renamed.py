"""table-renamed."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up
from pgassay.rules.old_names import view_of_old_name
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def table_renamed(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration renames a table in use, or moves it into another schema.

    From that moment every statement of the application that still runs fails where it names the table, until
    the new one is out. A view of the old name over the renamed table (with security_invoker) lets both go on.

    Silent where a relation of the old name is there again at the end.

    The facts that suffice: the statement renames or sets a schema, and what it names was there before the
    file.
    """
    before = context.watched.before
    if before is None:
        return
    said = " ".join(statement.sql.upper() for statement in one.statements)
    renames = "RENAME" in said or "SET SCHEMA" in said
    for command in one.commands:
        # A command that only changes a table leaves it under its name.
        renamed = command.kind == "table" and command.tag == "ALTER TABLE" and not command.dropped
        if not renamed or command.identity in before.relation:
            continue
        for effect in one.effects:
            gone = effect.relation not in context.catalog.relation and effect.relation in before.relation
            if gone and effect.mode == "ACCESS EXCLUSIVE" and renames:
                fix, rollback = _recipe(context, one, effect.relation, command.identity)
                yield held_up(
                    context,
                    one,
                    effect,
                    f"{effect.relation} becomes {command.identity}: what the application in use asks for is "
                    "gone",
                    fix=fix,
                    rollback=rollback,
                    differs=True,
                    advice=f"Leave a view {effect.relation} over {command.identity}, with security_invoker "
                    "and "
                    "the same grants, until the application has moved; drop it then",
                )


def _recipe(context: Context, one: Observation, old: str, new: str) -> tuple[str, str] | tuple[None, None]:
    """The statement with a view of the old name behind it, which those who had the table may use."""
    before = context.watched.before
    known = before.relation.get(old) if before is not None else None
    ways = {
        "RenameStmt": f"RENAME TO {quoted(known.name)}" if known is not None else "",
        "AlterObjectSchemaStmt": f"SET SCHEMA {quoted(known.schema)}" if known is not None else "",
    }
    if before is None or known is None or one.statement.kind not in ways:
        return None, None
    move = f"ALTER TABLE {new} {ways[one.statement.kind]};"
    return f"{one.statement.sql};\n{view_of_old_name(before, known, new)}", f"DROP VIEW {old};\n{move}"
