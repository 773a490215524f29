"""What the commands of ALTER TABLE do that are about one column."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from pgassay.model.names import quoted
from pgassay.model.source import Tree
from pgassay.read.foretell.deed import Deed
from pgassay.read.foretell.defaults import is_null, is_steady
from pgassay.read.foretell.define import constraint_of, define_column
from pgassay.read.foretell.named import NamedColumn, NamedConstraint, NamedRelation
from pgassay.read.foretell.names import Names
from pgassay.read.foretell.types import SERIAL, is_built_in, rewrites, type_of
from pgassay.read.foretell.written import strings

_AX, _SRX = "ACCESS EXCLUSIVE", "SHARE ROW EXCLUSIVE"

#: What Postgres says of a new column that must not be NULL and has nothing to be.
_NULL = ("23502", "the new column holds NULL in every row that is there")


def says_constraint(made: NamedConstraint, relation: NamedRelation, deed: Deed) -> None:
    """Notes a constraint that was added."""
    deed.says("ALTER TABLE", "table constraint", on_relation(made.name, relation), now=made.look())


def on_relation(name: str, relation: NamedRelation) -> str:
    """The identity of a constraint of a relation, which is known by the name it had before the file."""
    return f"{quoted(name)} on {relation.was}"


def _column(relation: NamedRelation, column: NamedColumn) -> str:
    return f"{relation.was}.{quoted(column.name)}"


def add_column(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    """ADD COLUMN: the table is written anew where its rows get values of their own."""
    deed.locks(relation, _AX, below=True)
    node = command["def"]["ColumnDef"]
    if command.get("missing_ok") and (not relation.known or node["colname"] in relation.columns):
        if not relation.known:
            deed.unsure()
        return
    column = define_column(node, relation, names)
    stated = {one["Constraint"]["contype"]: one["Constraint"] for one in node.get("constraints", [])}
    anew = _written_anew(node, column, stated, names)
    if anew is None:
        deed.unsure()
    else:
        deed.says("ALTER TABLE", "table column", _column(relation, column), now=column.look())
    if anew:
        deed.rewrites(relation)
    _column_constraints(node, column, relation, names, deed)
    required = column.not_null and not column.default and not column.identity
    if required and anew is not None and names.in_use(relation) and _nothing_to_be(column, names):
        deed.error = _NULL


def _nothing_to_be(column: NamedColumn, names: Names) -> bool:
    """False for a type that can bring a default of its own."""
    found = names.types.get(column.type or "")
    built_in = column.type is not None and is_built_in(column.type.removesuffix("[]"))
    return built_in or (found is not None and found.kind != "domain")


def _written_anew(node: Tree, column: NamedColumn, stated: dict[str, Tree], names: Names) -> bool | None:
    """Whether a new column has its table written anew; None where that is not told."""
    if column.identity or column.generated == "s" or strings(node["typeName"]["names"])[-1] in SERIAL:
        return True
    if column.generated:
        return False
    kind = column.type.removesuffix("[]") if column.type is not None else ""
    own = names.types.get(kind)
    if not is_built_in(kind) and (own is None or (own.kind == "domain" and not own.bare)):
        # The type is not known, or a domain with constraints or a default of its own.
        return None
    default = stated.get("CONSTR_DEFAULT")
    if default is None or is_null(default["raw_expr"]):
        return False
    steady = is_steady(default["raw_expr"])
    return None if steady is None else not steady


def _column_constraints(
    node: Tree, column: NamedColumn, relation: NamedRelation, names: Names, deed: Deed
) -> None:
    for item in node.get("constraints", []):
        made = constraint_of(item["Constraint"], relation, names, column=column.name)
        if made is None:
            continue
        if made.kind == "f":
            deed.locks(names.relations.get(made.references or ""), _SRX, below=True)
        says_constraint(made, relation, deed)
        # A column that is NULL everywhere refers to nothing, and nothing is looked up.
        if made.validated and (made.kind != "f" or column.default):
            deed.scans(relation)


def drop_column(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    """DROP COLUMN, with the constraints and indexes on it."""
    name = str(command["name"])
    known = relation.columns.pop(name, None)
    if known is None and command.get("missing_ok"):
        if not relation.known:
            deed.unsure()
        return
    for other in [one for one in relation.constraints.values() if name in one.columns]:
        del relation.constraints[other.name]
    for key in list(relation.indexes):
        if key in names.indexes and name in names.indexes[key].columns:
            del names.indexes[key]
    deed.says("ALTER TABLE", "table column", f"{relation.was}.{quoted(name)}", dropped=True)


def _changed(
    relation: NamedRelation, name: str, deed: Deed, change: Callable[[NamedColumn], None]
) -> tuple[NamedColumn, NamedColumn] | None:
    """Changes a known column, and gives what it was and is; None where it is not known."""
    column = relation.columns.get(name)
    if column is None:
        if not relation.known:
            deed.unsure()
        return None
    was = copy(column)
    change(column)
    return was, column


def _says_changed(relation: NamedRelation, was: NamedColumn, now: NamedColumn, deed: Deed) -> None:
    deed.says("ALTER TABLE", "table column", _column(relation, now), was=was.look(), now=now.look())


def drop_not_null(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    """ALTER COLUMN … DROP NOT NULL."""

    def change(column: NamedColumn) -> None:
        column.not_null = False

    found = _changed(relation, str(command["name"]), deed, change)
    if found is not None and relation.known:
        _says_changed(relation, *found, deed)


def set_not_null(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    """ALTER COLUMN … SET NOT NULL: all rows are read, unless a CHECK says it already."""
    deed.locks(relation, _AX, below=True)

    def change(column: NamedColumn) -> None:
        column.not_null = True

    name = str(command["name"])
    found = _changed(relation, name, deed, change)
    if found is None:
        return
    if not relation.known:
        # A CHECK can say already that none is NULL.
        deed.unsure()
        return
    was, now = found
    shown = any(name in one.not_null and one.validated for one in relation.constraints.values())
    promised = any(name in one.not_null and not one.validated for one in relation.constraints.values())
    if promised or not (was.not_null or shown):
        deed.scans(relation)
    _says_changed(relation, was, now, deed)


def alter_type(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    """ALTER COLUMN … TYPE."""
    deed.locks(relation, _AX, below=True)
    node = command["def"]["ColumnDef"]
    now_type = type_of(node["typeName"], names)
    name = str(command["name"])

    def change(column: NamedColumn) -> None:
        column.type = now_type

    found = _changed(relation, name, deed, change)
    if found is None:
        return
    was, now = found
    anew = None
    if relation.known and was.type is not None and now_type is not None:
        anew = rewrites(was.type, now_type, names)
        if "raw_default" in node and not _only_casts(node["raw_default"], name):
            anew = True
    # A collation that is stated has indexes built anew, which ones is not known here.
    if anew is None or "collClause" in node:
        deed.unsure()
        return
    if anew:
        deed.rewrites(relation)
    elif any(name in one.columns for one in relation.constraints.values()):
        deed.unsure()  # it is made again, and its rows can be read for that
    _says_changed(relation, was, now, deed)


def _only_casts(using: Tree, column: str) -> bool:
    """True for USING of the column itself, cast or not."""
    inner = using.get("TypeCast", {}).get("arg", using)
    return strings(inner.get("ColumnRef", {}).get("fields"))[-1:] == [column]
