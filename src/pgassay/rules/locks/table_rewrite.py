"""table-rewrite."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.observed import Command, Effect, Observation
from pgassay.postgres.parse import walk
from pgassay.rules import Context, rule
from pgassay.rules.column_steps import checked_later
from pgassay.rules.concurrently import OWN_FILE
from pgassay.rules.observed import columns, counted, held_up
from pgassay.rules.remade import checked_domain, has_new_type, worked_out_anew
from pgassay.rules.rule import Holds

#: What writes a table anew without reading its rows one by one: files are copied.
_KEEPING = frozenset({"VacuumStmt", "ClusterStmt", "AlterTableStmt"})


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def table_rewrite(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration writes a table in use anew: CLUSTER, VACUUM FULL, SET LOGGED, SET TABLESPACE.

    Readers and writers wait until every row and every index has been written, and the disk holds both copies
    meanwhile. Tools that copy a table beside its use (pg_repack, pg_squeeze) do the same without that.

    An index that goes to another tablespace is copied under a lock that everybody waits for who plans a query
    of its table; REINDEX builds it there beside the old one.

    A new column whose type is a domain with constraints does the same, for its NULL is put to them in every
    row; a CHECK on the table, NOT VALID and validated later, does without.

    Silent where a column is the cause, of which the rules on columns speak, and for TRUNCATE.

    The facts that suffice: the new file of the table and the lock that were observed.
    """
    told = {effect.relation for command, effect in columns(one, new=True) if _told(context, command)}
    changed = ((c, effect) for c, effect in columns(one, new=False) if has_new_type(c) or worked_out_anew(c))
    told |= {effect.relation for _, effect in changed}
    for effect in one.effects:
        if effect.files and not effect.rewritten and effect.blocks:
            yield from _moved_index(context, one, effect)
        wiped = not effect.rows_read and _KEEPING.isdisjoint(each.kind for each in one.statements)
        if not effect.rewritten or effect.kind != "table" or wiped or effect.relation in told:
            continue
        fix, rollback = _with_checks(context, one, effect)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is written anew as a whole: reads and writes wait until that is done",
            fix=fix,
            rollback=rollback,
            differs=True,
            advice=_advice(one, effect),
        )


def _moved_index(context: Context, one: Observation, effect: Effect) -> Iterator[Finding]:
    """What to say of an index of a table that the statement copies to another tablespace."""
    before = context.watched.before
    for name, place in _moves(one):
        for index in before.indexes_of(effect.relation) if before is not None else ():
            if index.name != name:
                continue
            excluding = any(
                key.kind == "exclusion" and key.name == index.constraint
                for key in context.catalog.constraints_of(effect.relation)
            )
            built = f"REINDEX (TABLESPACE {{}}) INDEX CONCURRENTLY {index.identity};"
            yield held_up(
                context,
                one,
                effect,
                f"{index.identity} is copied to another tablespace: reads and writes of {effect.relation} "
                "wait until that is done",
                fix=None if excluding else OWN_FILE + built.format(quoted(place)),
                rollback=None if excluding else built.format("pg_default"),
                advice="REINDEX, with TABLESPACE and CONCURRENTLY, builds it there while the table is in use"
                if not excluding
                else "Do it while nobody needs the table: nothing else moves what an EXCLUDE constraint has",
            )


def _moves(one: Observation) -> Iterator[tuple[str, str]]:
    """The names of what a statement moves to other tablespaces, with those."""
    for statement in one.statements:
        for node in statement.tree.get("cmds", ()) if statement.kind == "AlterTableStmt" else ():
            if node["AlterTableCmd"].get("subtype") == "AT_SetTableSpace":
                yield str(statement.tree["relation"]["relname"]), str(node["AlterTableCmd"]["name"])


def _with_checks(context: Context, one: Observation, effect: Effect) -> tuple[str, str] | tuple[None, None]:
    """A column without the domain that all rows are written anew for."""
    new = [command for command, own in columns(one, new=True) if own is effect]
    name = str((new[0].now or {})["name"]) if len(new) == 1 else ""
    column = context.catalog.column(effect.relation, name)
    return checked_later(context, effect.relation, column) if column is not None else (None, None)


def _advice(one: Observation, effect: Effect) -> str:
    """How the same is done beside the use of the table."""
    if any(own is effect for _, own in columns(one, new=True)):
        return "Add a column of the type under the domain, and what the domain asks as a CHECK, NOT VALID"
    words = {"ClusterStmt": " --order-by=…", "VacuumStmt": " --no-order"}
    further = words.get(one.statement.kind, "")
    moves = (node for name, node in walk(one.statement.tree) if name == "AlterTableCmd")
    for node in moves:
        if node.get("subtype") == "AT_SetTableSpace":
            further = f" --no-order --tablespace={node.get('name')}"
        elif node.get("subtype") in ("AT_SetLogged", "AT_SetUnLogged"):
            return (
                f"Make a new table beside {effect.relation}, fill it by a trigger and in batches, and swap "
                "the "
                "names; Postgres has no way that keeps nobody out"
            )
    return (
        f"Do it outside the migrations, with a tool that copies the table while it is in use: pg_repack "
        f"--table={effect.relation}{further}"
    )


def _told(context: Context, command: Command) -> bool:
    """True for a new column that a rule of its own speaks of."""
    now = command.now or {}
    if now.get("generated") or counted(context, command):
        return True
    return now.get("default") is not None and not checked_domain(context, now.get("type"))
