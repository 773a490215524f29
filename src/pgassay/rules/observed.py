"""How rules on locks speak of what was observed."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.observed import Command, Effect, Observation
from pgassay.model.ref import Ref
from pgassay.model.relations import Constraint, Kind, Relation
from pgassay.model.source import Migration
from pgassay.read.sending import runs_alone
from pgassay.rules.context import Context, catalog, executed, parsed


def held_up(
    context: Context,
    one: Observation,
    effect: Effect,
    message: str,
    *,
    column: str | None = None,
    severity: Severity | None = None,
    fix: str | None = None,
    rollback: str | None = None,
    differs: bool = False,
    advice: str | None = None,
    detail: str | None = None,
    cause: str | None = None,
) -> Finding:
    """A finding about what a statement does to a table in use, with what was seen as its evidence.

    `fix` is what to run instead of the statement; it makes the same, unless it `differs`. One that differs is
    not compared, and so left out where the statement does more than what the fix is for. `detail` tells
    findings at one table apart (default: the column and the statement).
    """
    if differs and _does_more(one):
        fix = rollback = None
    return context.finding(
        table(effect),
        message,
        severity=severity,
        location=one.statement.location,
        evidence=[seen(one, effect)],
        fix=fix,
        rollback=rollback,
        instead=True,
        differs=differs,
        advice=advice,
        detail=f"{column or ''} {normalised(one)}" if detail is None else detail,
        cause=cause,
    )


def _does_more(one: Observation) -> bool:
    """True for a statement of several commands, or one that runs several."""
    said = one.within or (one.statement,)
    return len(said) > 1 or any(len(statement.tree.get("cmds", ())) > 1 for statement in said)


def reads_or_writes(effect: Effect) -> bool:
    """True when others wait while all of a table is read or written; of an empty one a scan shows no less."""
    scanned = effect.scanned or (not effect.rows and effect.scans > 0)
    return bool(effect.blocks) and (scanned or effect.rewritten)


def added(one: Observation, *kinds: str) -> Iterator[tuple[Command, Effect]]:
    """The constraints of some kinds (pg_constraint.contype) that a statement added to tables in use."""
    for command in one.commands:
        if command.kind == "table constraint" and command.was is None and command.now is not None:
            effect = one.effect(command.relation)
            if command.now["kind"] in kinds and effect is not None:
                yield command, effect


def enforced(one: Observation, *kinds: str) -> Iterator[tuple[Command, Effect]]:
    """The constraints of some kinds that were not valid and are, where others wait while the rows are read.

    VALIDATE CONSTRAINT is none of these: by itself it keeps nobody out.
    """
    for command in one.commands:
        effect = one.effect(command.relation)
        was, now = command.was, command.now
        if command.kind != "table constraint" or effect is None or was is None or now is None:
            continue
        if now["kind"] in kinds and now["validated"] and not was["validated"] and reads_or_writes(effect):
            yield command, effect


def columns(one: Observation, *, new: bool) -> Iterator[tuple[Command, Effect]]:
    """The columns of tables in use that a statement added (`new`), or changed."""
    for command in one.commands:
        if command.kind == "table column" and command.now is not None and (command.was is None) == new:
            effect = one.effect(command.relation)
            if effect is not None:
                yield command, effect


def of_file(context: Context, migration: Migration) -> Iterator[Observation]:
    """What was observed of a file, in order; nothing of files that are not new."""
    return iter(context.watched.by_file.get(migration.path, ()))


def is_own(context: Context, effect: Effect) -> bool:
    """True for a table that the migrations made, and not the platform."""
    before = context.watched.before
    known = before.relation.get(effect.relation) if before is not None else None
    return known is not None and context.facts.is_own(known)


def as_it_was(context: Context, identity: str) -> Relation | None:
    """A relation before the new migrations; as it is in the end where one of them made it."""
    before = context.watched.before
    known = before.relation.get(identity) if before is not None else None
    return known or context.catalog.relation.get(identity)


def is_partitioned(context: Context, one: Observation, effect: Effect) -> bool:
    """True for a partitioned table, and for a partition of one that the statement touches too."""
    found = as_it_was(context, effect.relation)
    if found is None or found.kind is Kind.PARTITIONED:
        return found is not None
    return found.partition_bound is not None and one.effect(found.parent or "") is not None


def outside(one: Observation) -> bool:
    """True for a statement that holds its locks only while it runs, outside a transaction."""
    return runs_alone(one.statement)


def made(one: Observation, kind: str) -> list[Command]:
    """The objects of a kind that a statement made or replaced."""
    return [
        command
        for command in one.commands
        if command.kind == kind and not command.dropped and command.tag.startswith("CREATE")
    ]


def removed(one: Observation, kind: str) -> list[str]:
    """The identities of the objects of a kind that a statement dropped."""
    return [command.identity for command in one.commands if command.kind == kind and command.dropped]


def removed_of(one: Observation, kind: str) -> Iterator[tuple[str, Effect]]:
    """What of a kind a statement dropped from tables in use that stay, with what it did to the table."""
    gone = set(removed(one, "table"))
    for command in one.commands:
        effect = one.effect(command.relation)
        if command.kind == kind and command.dropped and effect is not None and effect.relation not in gone:
            yield command.identity, effect


def columns_removed(one: Observation) -> Iterator[tuple[str, Effect]]:
    """The columns that a statement dropped from tables in use that stay."""
    for identity, effect in removed_of(one, "table column"):
        yield identity.rpartition(".")[2].strip('"'), effect


def emptied(one: Observation) -> list[Effect]:
    """The tables in use that a statement emptied: they have a new file, and the old one was not read."""
    kept = ("VacuumStmt", "ClusterStmt", "AlterTableStmt", "ReindexStmt")
    return [
        effect
        for effect in one.effects
        if effect.kind == "table"
        and effect.rewritten
        and not effect.rows_read
        and one.statement.kind not in kept
        and not any(command.relation == effect.relation for command in one.commands)
    ]


def names_relation(one: Observation, effect: Effect) -> bool:
    """True when the text of a statement, or of one that it ran inside, names a relation."""
    return any(effect.relation.rpartition(".")[2].strip('"') in statement.sql for statement in one.statements)


def in_use(context: Context, command: Command) -> bool:
    """True for what was there before the new migrations."""
    before = context.watched.before
    if before is None:
        return False
    return (
        command.relation in before.relation
        or command.identity in before.function
        or command.identity in before.type
    )


def counted(context: Context, command: Command) -> bool:
    """True for a column that a sequence numbers: serial or identity."""
    now = command.now or {}
    owned = f"{command.relation}.{now.get('name')}".replace('"', "")
    return bool(now.get("identity")) or owned in context.catalog.numbered_columns


def constraint_of(context: Context, command: Command) -> Constraint | None:
    """A constraint as it is in the end; None when it is gone by then."""
    found = context.catalog.constraints_of(command.relation)
    return next((one for one in found if one.identity == command.identity), None)


def target_version(context: Context) -> int:
    """The major version that the migrations will run on: as stated, else the server's own."""
    return context.config.postgres_major or context.catalog.version // 10000


def table(effect: Effect) -> Ref:
    """The reference to a relation in use."""
    return Ref(kind=effect.kind, identity=effect.relation, relation=effect.relation)


def waits(effect: Effect) -> str:
    """Who waits while the lock is held, as the end of a sentence."""
    return f"{effect.blocks} wait" if effect.blocks else "nobody waits"


def known_before(one: Observation, summary: str) -> Evidence:
    """A fact of the database before the new migrations, or of the names that their text tells."""
    return parsed(f"by the names in the files: {summary}") if one.foretold else catalog(summary)


def seen(observation: Observation, effect: Effect) -> Evidence:
    """What was observed, or is foretold, of one relation, with the statement that did it."""
    if observation.foretold:
        return _told(observation, effect)
    parts = [f"{effect.mode} on {effect.relation}: {waits(effect)}"]
    if effect.rewritten:
        parts.append(f"wrote the table anew, {_files(effect.files)} in all")
    elif effect.files:
        parts.append(f"wrote {_files(effect.files)} anew")
    if effect.rows:
        parts.append(f"read all {effect.rows} rows" if effect.scanned else f"read none of {effect.rows} rows")
    elif observation.error is not None:
        parts.append(f"with rows it fails: {observation.error[0]} {observation.error[1]}")
    else:
        parts.append("read it, but it held no rows here" if effect.scans else "it held no rows here")
    return executed("; ".join(parts), observation.statement.sql)


def _told(observation: Observation, effect: Effect) -> Evidence:
    parts = [f"{effect.mode} on {effect.relation}: {waits(effect)}"]
    if effect.rewritten:
        parts.append("writes the table anew")
    elif effect.files:
        parts.append("writes an index anew")
    if observation.error is not None:
        parts.append("fails where the table holds a row")
    elif effect.scanned:
        parts.append("reads all rows")
    summary = f"predicted from the statement's form, not executed: {'; '.join(parts)}"
    return Evidence(kind="parsed", summary=summary, sql=observation.statement.sql)


def normalised(observation: Observation) -> str:
    """The statement in one line, to know a finding by."""
    return " ".join(observation.statement.sql.split())


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
