"""updated-at-without-trigger."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.values import Call
from pgassay.facts.tables.columns import is_updated
from pgassay.facts.tables.editors import users_reach
from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.objects import Function
from pgassay.model.relations import Column, Relation, Trigger
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_NOW = ("now", "clock_timestamp", "statement_timestamp", "transaction_timestamp")


@rule(on=Relation, severity=Severity.MEDIUM, right="A trigger sets the time of the last change")
def updated_at_without_trigger(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A column says when the row was last changed, and nothing sets it when the row is changed.

    Every writer must remember to; the first that forgets leaves an old time there, and caches and
    synchronisation that rest on it miss the change.

    It speaks for a timestamp that is so named, or that some trigger function sets under that name, or that an
    UPDATE in a function sets to now(), where client roles, or functions that do not set the column
    themselves, can UPDATE the rows and no enabled BEFORE UPDATE row trigger sets NEW's column (one whose
    function cannot be read counts as setting it). A trigger on some columns only, by OF or WHEN, is neither
    called missing nor held to be enough. Partitions follow their parent. Facts that suffice:
    pg_trigger, the parsed trigger functions, grants and policies.
    """
    column = (
        context.facts.kinds.updated_at(relation) if relation.is_table and relation.parent is None else None
    )
    if (
        column is None
        or not _tells_of_changes(relation, column, context)
        or not _is_changed(relation, column, context)
    ):
        return
    setting = [
        trigger
        for trigger in context.catalog.triggers_of(relation.identity)
        if _sets(trigger, column, context)
    ]
    if any(trigger.enabled in ("origin", "always") for trigger in setting):
        if any(_on_all_changes(trigger) for trigger in setting):
            yield context.holds(relation, column.name)
    elif setting:
        yield _disabled(relation, column, setting[0], context)
    else:
        yield _missing(relation, column, context)


def _missing(relation: Relation, column: Column, context: Context) -> Finding:
    setter = _setter(relation, column, context)
    make, drop = "", ""
    call = (
        setter.identity
        if setter
        else f"{quoted(relation.schema)}.{_free_function(relation, column, context)}()"
    )
    if setter is None:
        make = (
            f"CREATE FUNCTION {call} RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS\n"
            f"$$ BEGIN NEW.{column.quoted} := pg_catalog.now(); RETURN NEW; END $$;\n"
        )
        drop = f"\nDROP FUNCTION {call};"
    name = _free_name(relation, column, context)
    kept = "it keeps its old time when a row is changed"
    fix = f"CREATE TRIGGER {name} BEFORE UPDATE ON {relation.identity} FOR EACH ROW EXECUTE FUNCTION {call};"
    return context.finding(
        relation,
        f"{relation.identity}.{column.quoted} is set by no trigger: {kept}",
        column=column.name,
        evidence=[
            catalog(f"pg_trigger: no BEFORE UPDATE trigger of {relation.identity} sets NEW.{column.quoted}")
        ],
        fix=make + fix,
        rollback=f"DROP TRIGGER {name} ON {relation.identity};{drop}",
        cause=f"{relation.schema} {column.name} {call}",
        together=f"{{count}} tables of {relation.schema}, such as {relation.identity}, have no trigger that "
        f"sets {column.quoted}: {kept}",
    )


def _disabled(relation: Relation, column: Column, trigger: Trigger, context: Context) -> Finding:
    name = quoted(trigger.name)
    return context.finding(
        relation,
        f"{relation.identity}.{column.quoted} is set by trigger {name}, which is {trigger.enabled}",
        column=column.name,
        evidence=[
            catalog(f"pg_trigger.tgenabled of {trigger.identity}: {trigger.enabled}"),
            parsed(f"{trigger.function} sets NEW.{column.quoted}"),
        ],
        fix=f"ALTER TABLE {relation.identity} ENABLE TRIGGER {name};",
        rollback=(
            f"ALTER TABLE {relation.identity} "
            f"{'DISABLE' if trigger.enabled == 'disabled' else 'ENABLE REPLICA'} TRIGGER {name};"
        ),
    )


def _tells_of_changes(relation: Relation, column: Column, context: Context) -> bool:
    """True for a column so named, that a trigger function sets under that name, or that an UPDATE sets to
    now.
    """
    if column.generated:
        return False
    bodies = context.facts.bodies.values()
    stamped = (
        write.value(column.name)
        for body in bodies
        for write in body.writes
        if write.command == "update" and write.relation == relation.identity
    )
    return (
        is_updated(column)
        or any(column.name in body.row_changes for body in bodies)
        or any(isinstance(value, Call) and value.name in _NOW for value in stamped)
    )


def _is_changed(relation: Relation, column: Column, context: Context) -> bool:
    """True when a client may UPDATE rows, services aside, or a function does without setting the column."""
    if users_reach(context.facts, relation, "update"):
        return True
    return any(
        write.command == "update" and write.relation == relation.identity and write.value(column.name) is None
        for body in context.facts.bodies.values()
        for write in body.writes
    )


def _sets(trigger: Trigger, column: Column, context: Context) -> bool:
    """True for a BEFORE UPDATE row trigger that sets the column, or whose function cannot be read."""
    if trigger.timing != "before" or "update" not in trigger.events or not trigger.per_row:
        return False
    body = context.facts.bodies.get(trigger.function)
    if body is None:
        # An extension's function, moddatetime(updated_at): its argument says which column.
        return column.name in trigger.arguments or not trigger.arguments
    return column.name in body.row_changes or body.whole_row or not body.understood


def _on_all_changes(trigger: Trigger) -> bool:
    """False for a trigger on the change of some columns, which leaves the time of others as it was."""
    whole = trigger.condition is None or "old.* is distinct from new.*" in trigger.condition.lower()
    return trigger.enabled in ("origin", "always") and whole and not trigger.update_columns


def _setter(relation: Relation, column: Column, context: Context) -> Function | None:
    """A trigger function of the schema that sets the column and nothing else; the most used one, and none
    that is named for a table.
    """
    tables = [one.name for one in context.own_relations() if one.is_table]
    fitting = [
        function
        for function in context.catalog.functions
        if function.is_trigger
        and context.facts.is_own(function)
        and function.schema == relation.schema
        and (body := context.facts.bodies[function.identity]).row_changes == frozenset({column.name})
        and not (body.writes or body.raises or body.conditions)
        and not any(f"_{table}_" in f"_{function.name}_" for table in tables)
    ]
    used = [trigger.function for trigger in context.catalog.triggers]
    return max(fitting, key=lambda function: (used.count(function.identity), function.identity), default=None)


def _free_function(relation: Relation, column: Column, context: Context) -> str:
    """A name for the function that sets the column, the same for all tables of the schema."""
    taken = {function.name for function in context.catalog.functions if function.schema == relation.schema}
    name = f"set_{column.name}"
    while name in taken:
        name += "_now"
    return quoted(name)


def _free_name(relation: Relation, column: Column, context: Context) -> str:
    taken = {trigger.name for trigger in context.catalog.triggers_of(relation.identity)}
    name = f"set_{column.name}"
    while name in taken:
        name += "_now"
    return quoted(name)
