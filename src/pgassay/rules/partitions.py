"""What to run instead of a statement on partitions, so that nobody waits while rows are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.observed import Effect, Observation
from pgassay.model.relations import Index, Kind, Relation
from pgassay.read.foretell.written import chosen
from pgassay.rules.concurrently import AFTER_THAT, OWN_FILE, built_beside
from pgassay.rules.context import Context

_LATER = "-- after that:\n"


def detached_beside(before: Catalog, part: Relation) -> tuple[str, str] | tuple[None, None]:
    """The SQL that detaches a partition while its table is in use, and the way back; nothing where there is a
    DEFAULT partition, beside which Postgres refuses that.
    """
    parent = before.relation.get(part.parent or "")
    siblings = before.below.get(part.parent or "", ())
    if (
        parent is None
        or parent.parent is not None
        or any(one.partition_bound == "DEFAULT" for one in siblings)
    ):
        return None, None
    check = _check_left(before, parent, part)
    return (
        f"{OWN_FILE}ALTER TABLE {parent.identity} DETACH PARTITION {part.identity} CONCURRENTLY;\n"
        f"{_LATER}ALTER TABLE {part.identity} DROP CONSTRAINT IF EXISTS {quoted(check)};",
        f"ALTER TABLE {parent.identity} ATTACH PARTITION {part.identity} {part.partition_bound};",
    )


def attached_after(
    context: Context, one: Observation, part: Relation, read: Sequence[Effect]
) -> tuple[str, str] | tuple[None, None]:
    """The SQL that tests the rows of a new partition, and of the DEFAULT one, while everybody goes on, and
    attaches it after that; and the way back. `read` is what the statement reads.
    """
    parent = part.parent
    if part.partition_test is None or one.statement.kind not in ("AlterTableStmt", "CreateStmt"):
        return None, None
    first, later, last = list[str](), list[str](), list[str]()
    for effect in read:
        own = effect.relation == part.identity
        test = part.partition_test if own else f"NOT ({part.partition_test})"
        alter = f"ALTER TABLE {effect.relation}"
        taken = {known.name for known in context.catalog.constraints_of(effect.relation)}
        name = quoted(chosen("bound" if own else "rest", part.name, taken=taken.__contains__))
        first.append(f"{alter} ADD CONSTRAINT {name} CHECK ({test}) NOT VALID;")
        later.append(f"{alter} VALIDATE CONSTRAINT {name};")
        last.append(f"{alter} DROP CONSTRAINT {name};")
    made = any(command.identity == part.identity for command in one.commands if command.tag == "CREATE TABLE")
    back = (
        f"DROP TABLE {part.identity};" if made else f"ALTER TABLE {parent} DETACH PARTITION {part.identity};"
    )
    sql = [*first, AFTER_THAT + _lines(later), f"{_LATER}{one.statement.sql};", *last]
    return _lines(sql), back


def _check_left(before: Catalog, parent: Relation, part: Relation) -> str:
    """The name that Postgres gives the CHECK of the old bound. Source: AddRelationNewConstraints."""
    key = (parent.partition_key or "").partition("(")[2].rpartition(")")[0]
    columns = [column.name for column in parent.columns if key == column.quoted]
    taken = {constraint.name for constraint in before.constraints_of(part.identity)}
    return chosen("check", part.name, *columns, taken=taken.__contains__)


def indexed_beside(before: Catalog, catalog: Catalog, index: Index) -> tuple[str, str] | tuple[None, None]:
    """The SQL that builds an index on a partitioned table partition by partition, and the way back; nothing
    where an index of a partition is not known.
    """
    there = {known.identity for known in before.indexes}
    made, built, attached, again = [f"{index.definition};"], list[str](), list[str](), list[str]()
    for above, own in _below(catalog, index):
        if own is None:
            return None, None
        attached.insert(0, f"ALTER INDEX {above.identity} ATTACH PARTITION {own.identity};")
        if own.identity in there:
            # It goes with the index that it is attached to.
            again.append(f"{own.definition};")
        elif " ON ONLY " in own.definition:
            made.append(f"{own.definition};")
        else:
            built.append((built_beside(own)[0] or "").removeprefix(OWN_FILE))
    if index.constraint is not None or "" in built:
        return None, None
    one_by_one = f"{OWN_FILE}{_lines(built)}\n" if built else ""
    rollback = _lines([f"DROP INDEX {index.identity};", *again])
    return f"{_lines(made)}\n{one_by_one}{_LATER}{_lines(attached)}", rollback


def _below(catalog: Catalog, index: Index) -> Iterator[tuple[Index, Index | None]]:
    """The indexes like one of a partitioned table on its partitions, at all depths, each behind the one above
    it; None where a partition has none.
    """
    for part in sorted(catalog.below.get(index.relation, ()), key=lambda one: one.identity):
        if part.partition_bound is not None:
            own = next((one for one in catalog.indexes_of(part.identity) if _is_alike(one, index)), None)
            yield index, own
            if own is not None and part.kind is Kind.PARTITIONED:
                yield from _below(catalog, own)


def _lines(statements: list[str]) -> str:
    return "\n".join(statements)


def _is_alike(one: Index, other: Index) -> bool:
    parts = ("method", "keys", "included", "operator_classes", "descending", "unique", "predicate")
    return all(getattr(one, part) == getattr(other, part) for part in parts)
