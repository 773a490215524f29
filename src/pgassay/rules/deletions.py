"""What becomes of a row when the row that it references is deleted: tried on planted rows."""

from __future__ import annotations

from functools import partial

import msgspec

from pgassay.facts.functions.bodies import Body
from pgassay.model.finding import Evidence
from pgassay.model.relations import Constraint, Relation
from pgassay.read.experiment import Experiment, Outcome
from pgassay.read.planting import Row
from pgassay.rules.context import Context, executed

#: Another reference in the way: nothing that this key says would change that.
_BY_ANOTHER_KEY = "23503"
#: Rows that break a constraint, what a trigger raises, and a trigger that changed what was to be changed.
_REFUSING = ("23", "P0", "27")
#: Keys that are keys of others are followed so far.
_DEEPEST = 4


class Deletion(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the deletion of a referenced row: the evidence, and where the reference is not let go,
    what is in the way, in words.
    """

    evidence: Evidence
    hindered: str | None = None


def deletion(context: Context, key: Constraint, repair: str) -> Deletion | None:
    """What becomes of a planted row when the row that `key` references is deleted, with `repair` applied.

    None where such rows cannot be planted, or something else keeps the row from being deleted.
    """

    def tried() -> Deletion | None:
        ways = (
            partial(_deleted, context=context, key=key, repair=repair, alone=one) for one in (True, False)
        )
        return next((found for way in ways if (found := context.experiment(way)) is not None), None)

    relations = (key.relation or "", key.references or "")
    return context.once(("deletion", key.identity, repair), relations, tried)


def _deleted(
    experiment: Experiment, context: Context, key: Constraint, repair: str, *, alone: bool
) -> Deletion | None:
    relation, target = key.relation or "", key.references or ""
    experiment.prepare(repair)
    # What other columns reference is another row: it is not to be deleted.
    experiment.plant(target)
    parent = _another(experiment, target, 0)
    if any(parent.get(name) is None for name in key.referenced_columns):
        return None
    held = {own: parent[name] for own, name in zip(key.columns, key.referenced_columns, strict=True)}
    experiment.plant(relation, {**(_nothing_else(context, key) if alone else {}), **held})
    delete = f"DELETE FROM {target} WHERE {experiment.named(target, parent)}"
    outcome = experiment.again(delete)
    left = _left(experiment, context, relation, held) if outcome.error is None else _is_back(key, outcome)
    script = "\n".join([experiment.sql, f"{delete};"])
    hindered = _hindered(context, key, outcome, left=left)
    if hindered is not None and _refuses_all(experiment, context, key, held, outcome):
        by = _writing(context, key) or "a trigger"
        hindered = (
            f"the deletion is still refused where {by} refuses each change of the row, as of the planted "
            f"one: {outcome.message}"
        )
    if hindered is not None:
        return Deletion(
            evidence=executed(f"{key.identity} run with the action on planted rows: {hindered}", script),
            hindered=hindered,
        )
    if outcome.error is not None or outcome.rows != 1:
        return None
    says = "run with the action on planted rows: the deletion goes through, and no row points at what is gone"
    return Deletion(evidence=executed(f"{key.identity} {says}", script))


def _another(experiment: Experiment, relation: str, depth: int) -> Row:
    """One more row of a relation; where its own key is another's too, such as a user's profile, one of
    another's more.
    """
    catalog = experiment.catalog
    own = {name for key in catalog.constraints_of(relation, "primary key") for name in key.columns}
    given: dict[str, str | None] = {}
    for key in catalog.foreign_keys_of(relation):
        if key.references not in (None, relation) and own.issuperset(key.columns) and depth < _DEEPEST:
            row = _another(experiment, key.references or "", depth + 1)
            pairs = zip(key.columns, key.referenced_columns, strict=True)
            given |= {mine: row.get(theirs) for mine, theirs in pairs}
    return experiment.plant(relation, given)


def _nothing_else(context: Context, key: Constraint) -> Row:
    """NULL for all other references that may be: of several that a CHECK wants one of, this is the one."""
    table = context.catalog.relation[key.relation or ""]
    others = {name for one in context.catalog.foreign_keys_of(table.identity) for name in one.columns} - set(
        key.columns
    )
    return {one.name: None for one in table.columns if one.name in others and not one.not_null}


def _is_back(key: Constraint, outcome: Outcome) -> bool:
    """True where the row was let go and points there again: in the transaction that makes a row Postgres
    looks at it once more, in a later one it does not.
    """
    said = outcome.message or ""
    again = outcome.error == _BY_ANOTHER_KEY and said.startswith("insert or update on table")
    return again and f'"{key.name}"' in said


def _left(experiment: Experiment, context: Context, relation: str, held: Row) -> bool:
    """True where a row still holds the key that is gone."""
    table = context.catalog.relation[relation]
    return experiment.again(f"SELECT 1 FROM {relation} WHERE {_holding(experiment, table, held)}").rows > 0


def _holding(experiment: Experiment, table: Relation, held: Row) -> str:
    """The condition that the rows with a key meet."""
    return " AND ".join(
        f"{column.quoted} = {experiment.planter.literal(held[column.name])}"
        for column in table.columns
        if column.name in held
    )


def _refuses_all(
    experiment: Experiment, context: Context, key: Constraint, held: Row, outcome: Outcome
) -> bool:
    """True where a trigger refuses the row in the same words when nothing of it is changed."""
    table = context.catalog.relation[key.relation or ""]
    columns = [column.quoted for column in table.columns if column.name in held]
    if not (outcome.error or "").startswith("P0") or not columns:
        return False
    touched = experiment.again(
        f"UPDATE {table.identity} SET {columns[0]} = {columns[0]} WHERE {_holding(experiment, table, held)}"
    )
    return (touched.error, touched.message) == (outcome.error, outcome.message)


def _hindered(context: Context, key: Constraint, outcome: Outcome, *, left: bool) -> str | None:
    """What is in the way; None where nothing is, or nothing that has to do with the row."""
    columns = ", ".join(key.columns)
    if left:
        found = _writing(context, key) or f"a trigger on {key.relation}"
        return f"{found} writes {columns} back, and the row points at what is gone"
    if outcome.error is None or outcome.error == _BY_ANOTHER_KEY or outcome.error[:2] not in _REFUSING:
        return None
    by = _writing(context, key) if outcome.error.startswith("P0") else None
    return f"the deletion is still refused{f' by {by}' if by else ''}: {outcome.message} ({outcome.error})"


def _writing(context: Context, key: Constraint) -> str | None:
    """The trigger that sets a column of the key before a row is changed, else the one that raises errors."""
    triggers = [
        one
        for one in context.catalog.triggers_of(key.relation or "")
        if one.timing == "before" and "update" in one.events and one.enabled != "disabled"
    ]
    bodies = {one.name: context.facts.bodies.get(one.function, Body()) for one in triggers}
    setting = [n for n, body in bodies.items() if body.whole_row or body.row_changes & set(key.columns)]
    raising = [name for name, body in bodies.items() if body.raises]
    name = next(iter([*setting, *raising]), None)
    return f"trigger {name}" if name is not None else None
