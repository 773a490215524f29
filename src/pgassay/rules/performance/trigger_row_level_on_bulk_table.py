"""trigger-row-level-on-bulk-table."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf, Compare, Literal
from pgassay.facts.functions.effects import Effect, Effects
from pgassay.facts.tables.columns import is_switch, is_timestamp
from pgassay.facts.tables.keys import unique_sets
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.model.relations import Relation, Trigger
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_IN_PASSING = (
    "Where rows are imported, log them with FOR EACH STATEMENT triggers that read transition tables, and "
    "measure an import before and after"
)


@rule(
    on=Relation,
    severity=Severity.MEDIUM,
    right="Tables that are filled in bulk have no logging trigger for each row",
)
def trigger_row_level_on_bulk_table(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A FOR EACH ROW trigger makes one log row for every row of a table that an import can fill.

    An import of many rows then takes several times as long, and all of it inside the user's transaction.

    It speaks for AFTER row triggers on business tables of a tenant (client-writable, neither queue, log nor
    configuration) that other rows hang on, or whose function serves several tables, where the function
    inserts into a log or event table. All triggers of one function are one finding. In passing, and in one
    finding, where the log is for looking up alone: one row for each change is then what it is for. Medium
    where its rows wait for somebody, with a switch that is off, a state or an empty time: an import leaves as
    many of them to work off. It is silent where a
    tenant or a user has one row only, where each row must name a user (people enter those), for tables of
    secrets, and where the row goes in only when a column of NEW or OLD has a given value; FOR EACH STATEMENT
    triggers with transition tables hold. Facts that suffice: pg_trigger.tgtype, unique keys, foreign keys to
    the table, and the parsed body.
    """
    if not _filled_in_bulk(relation, context):
        return
    hung_on = any(
        key.relation != relation.identity for key in context.catalog.foreign_keys_to(relation.identity)
    )
    triggers = [
        t
        for t in context.catalog.triggers_of(relation.identity)
        if t.timing == "after" and t.enabled != "disabled"
    ]
    logging = [(trigger, target) for trigger in triggers if (target := _target(trigger, context)) is not None]
    rows = [(trigger, target) for trigger, target in logging if trigger.per_row]
    if logging and not rows:
        yield context.holds(relation)
    for function in dict.fromkeys(trigger.function for trigger, _ in rows):
        mine = [(trigger, target) for trigger, target in rows if trigger.function == function]
        if not hung_on and not _serves_several(function, context):
            continue
        yield _finding(relation, function, mine, context)


def _finding(relation: Relation, function: str, mine: list[tuple[Trigger, str]], context: Context) -> Finding:
    first, target = mine[0]
    triggers = [trigger for trigger, _ in mine]
    waits = _waits(context.catalog.relation[target], context)
    does = (
        f"{function} runs FOR EACH ROW{{}} and inserts into {target}: many rows written at once{{}} make as "
        "many there"
    )
    mark = ", each to be worked off" if waits else ""
    return context.finding(
        relation,
        does.format("", f" into {relation.identity}") + mark,
        severity=None if waits else Severity.INFO,
        location=context.place(first),
        evidence=[
            catalog(
                f"pg_trigger: {', '.join(trigger.name for trigger in triggers)} on "
                f"{relation.identity} FOR EACH ROW"
            ),
            parsed(f"{function} inserts into {target}"),
        ],
        advice=_advice(target, triggers) if waits else _IN_PASSING,
        cause=function if waits else "looked up",
        detail=function,
        together=does.format(" on {count} tables", "") + mark
        if waits
        else "{count} FOR EACH ROW triggers make a log row for each row: an import of many rows takes "
        "several times as long",
    )


def _waits(log: Relation, context: Context) -> bool:
    """True for a log whose rows somebody works off: each has a mark that it does not bear yet."""
    kinds = context.facts.kinds
    beside = {column.name for column in (kinds.created_at(log), kinds.updated_at(log)) if column is not None}
    state = kinds.states.get(log.identity)
    return (
        log.identity in kinds.queues
        or (state is not None and bool(state.moves))
        or any(
            (is_switch(column) and column.default == "false")
            or (
                is_timestamp(column)
                and column.name not in beside
                and not column.not_null
                and not column.default
            )
            for column in log.columns
        )
    )


def _advice(target: str, triggers: list[Trigger]) -> str:
    events = {event for trigger in triggers for event in trigger.events}
    tables = {
        "insert": "NEW TABLE AS new_rows",
        "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "delete": "OLD TABLE AS old_rows",
    }
    ways = [
        f"AFTER {event.upper()} … REFERENCING {words}" for event, words in tables.items() if event in events
    ]
    rows = (
        "old_rows" if events == {"delete"} else "new_rows or old_rows" if "delete" in events else "new_rows"
    )
    kept = any(trigger.condition or trigger.update_columns for trigger in triggers)
    where = "; what UPDATE OF and WHEN leave out becomes its WHERE" if kept else ""
    return (
        f"Use a FOR EACH STATEMENT trigger for each event ({', '.join(ways)}) and "
        f"INSERT INTO {target} … SELECT … FROM {rows}{where}; measure an import before and after."
    )


def _filled_in_bulk(relation: Relation, context: Context) -> bool:
    """True for a business table whose rows need not be entered one by one by a user."""
    kinds = context.facts.kinds
    entered = any(column.not_null and column.name in kinds.users(relation) for column in relation.columns)
    if relation.identity not in kinds.bulk or entered or kinds.secrets(relation):
        return False
    return not _one_per_tenant(relation, context)


def _target(trigger: Trigger, context: Context) -> str | None:
    """The log that a trigger's function inserts into, when a client's INSERT or UPDATE fires it."""
    function = context.catalog.function.get(trigger.function)
    if function is None or not {"insert", "update"} & set(trigger.events):
        return None
    for effect in Effects(context.facts.sources).of(function):
        if effect.write.command == "insert" and effect.write.relation in context.facts.kinds.logs:
            return None if _chosen(effect, function, context) else effect.write.relation
    return None


def _chosen(effect: Effect, function: Function, context: Context) -> bool:
    """True when the row is inserted only for some values of NEW or OLD."""
    if effect.function == function.identity:
        tests = effect.write.path
    else:
        tests = context.facts.bodies[function.identity].conditions
    return any(
        isinstance(node, Compare)
        and isinstance(node.right, Literal)
        and isinstance(node.left, ColumnOf)
        and node.left.alias in ("new", "old")
        for test in tests
        for node in inside(test)
    )


def _one_per_tenant(relation: Relation, context: Context) -> bool:
    """True when a key of one column holds a tenant or a user: each has one row."""
    tenancy = context.facts.tenancy
    alone = tenancy.held.get(relation.identity, frozenset()) | context.facts.kinds.users(relation)
    return any(len(columns) == 1 and columns <= alone for columns in unique_sets(context.catalog, relation))


def _serves_several(function: str, context: Context) -> bool:
    return len({trigger.relation for trigger in context.catalog.triggers if trigger.function == function}) > 1
