"""updated-at-without-trigger."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.functions.bodies import Body
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.columns import is_updated
from pgassay.facts.tables.editors import users_reach
from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.objects import Function
from pgassay.model.relations import Column, Relation, Trigger
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.copies import is_copy
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.MEDIUM, right="A trigger sets the time of the last change")
def updated_at_without_trigger(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A column says when the row was last changed, and nothing sets it when the row is changed.

    Every writer must remember to; the first that forgets leaves an old time there, and caches and
    synchronisation that rest on it miss the change.

    It speaks for a timestamp that is so named, or that some trigger function sets under that name, where
    client roles, or functions that do not set the column themselves, can UPDATE the rows and no enabled
    BEFORE UPDATE row trigger sets NEW's column (one whose function cannot be read counts as setting it). Low,
    and without a trigger, where functions alone change the rows and one leaves what others set. A trigger on
    some columns only, by OF or WHEN, is neither called missing nor held to be enough. Silent where a trigger
    of another table sets it alone, so that it tells of what comes in there; for changed_at in a history,
    where it is the time of the event; and for tables that CREATE TABLE AS copied aside. Partitions follow
    their parent. Facts that suffice: pg_trigger, the parsed functions, grants and policies.
    """
    column = (
        context.facts.kinds.updated_at(relation) if relation.is_table and relation.parent is None else None
    )
    if column is None or not _tells_of_changes(relation, column, context):
        return
    caring, leaving = _functions(relation, column, context)
    by_users = users_reach(context.facts, relation, "update")
    if not leaving and not by_users:
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
    elif by_users or not caring:
        yield _missing(relation, column, context)
    else:
        yield _left(relation, column, caring, leaving, context)


def _left(
    relation: Relation, column: Column, caring: list[str], leaving: list[str], context: Context
) -> Finding:
    names = [name.partition("(")[0] for name in leaving]
    return context.finding(
        relation,
        f"{relation.identity}.{column.quoted} is set by {caring[0].partition('(')[0]}, and "
        f"{listed(names, 3)} {'changes' if len(names) == 1 else 'change'} rows and "
        f"{'leaves' if len(names) == 1 else 'leave'} it as it was",
        column=column.name,
        severity=Severity.LOW,
        evidence=[
            *(parsed(f"{name} sets {column.quoted} with what it changes") for name in caring[:3]),
            *(parsed(f"{name} has an UPDATE without {column.quoted}") for name in leaving[:3]),
        ],
        advice=f"Set {column.quoted} there as well, if it is to tell of that change too",
    )


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
    """True for a column so named, or that a trigger function sets under that name."""
    if column.generated or context.facts.kinds.tells_of_event(relation, column) or is_copy(context, relation):
        return False
    bodies = context.facts.bodies
    if any(_is_told_of(relation, column, bodies[one.function]) for one in _elsewhere(relation, context)):
        return False
    return is_updated(column) or any(column.name in body.row_changes for body in bodies.values())


def _elsewhere(relation: Relation, context: Context) -> Iterator[Trigger]:
    """The triggers of other tables whose functions are read."""
    for trigger in context.catalog.triggers:
        if trigger.relation != relation.identity and trigger.function in context.facts.bodies:
            yield trigger


def _is_told_of(relation: Relation, column: Column, body: Body) -> bool:
    """True for a function that sets the column, and nothing else, of a row beside the one that fires it."""
    return any(
        one.command == "update"
        and not one.upsert
        and one.relation == relation.identity
        and {name for name, _ in one.values} == {column.name}
        for one in body.writes
    )


def _functions(relation: Relation, column: Column, context: Context) -> tuple[list[str], list[str]]:
    """The functions that set the column where they change rows, and those with an UPDATE that does not."""
    caring: list[str] = []
    leaving: list[str] = []
    for name, body in context.facts.bodies.items():
        own = [one for one in body.writes if one.command == "update" and one.relation == relation.identity]
        if own:
            cares = all(one.value(column.name) is not None for one in own)
            (caring if cares else leaving).append(name)
    return sorted(caring), sorted(leaving)


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
