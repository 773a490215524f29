"""CREATE TABLE and what is said of columns and constraints, read into names."""

from __future__ import annotations

from pgassay.model.names import quoted
from pgassay.model.source import Tree
from pgassay.read.foretell.deed import Deed
from pgassay.read.foretell.defaults import columns_in, is_null, not_null_columns
from pgassay.read.foretell.named import NamedColumn, NamedConstraint, NamedIndex, NamedRelation
from pgassay.read.foretell.names import Names
from pgassay.read.foretell.types import SERIAL, type_of
from pgassay.read.foretell.written import chosen, strings

#: pg_constraint.contype by the parser's word.
KINDS = {
    "CONSTR_CHECK": "c",
    "CONSTR_FOREIGN": "f",
    "CONSTR_PRIMARY": "p",
    "CONSTR_UNIQUE": "u",
    "CONSTR_EXCLUSION": "x",
    "CONSTR_NOTNULL": "n",
}
_LABELS = {"c": "check", "f": "fkey", "p": "pkey", "u": "key", "x": "excl", "n": "not_null"}


def create_table(tree: Tree, names: Names, deed: Deed) -> None:
    """CREATE TABLE: the new relation, and the locks on those that it refers to."""
    schema, name = names.place(tree["relation"])
    made = NamedRelation(schema=schema, name=name)
    if tree["relation"].get("relpersistence") == "t":
        # Nobody else sees it, and it hides what has its name.
        names.temporary.add(name)
        return
    known = names.relations.get(made.identity)
    if known is not None and (tree.get("if_not_exists") or known.file >= 0):
        return
    made.unlogged = tree["relation"].get("relpersistence") == "u"
    made.partitioned = "partspec" in tree
    for node in tree.get("inhRelations", []):
        parent = names.find(node["RangeVar"])
        deed.locks(parent, "ACCESS EXCLUSIVE" if "partbound" in tree else "SHARE UPDATE EXCLUSIVE")
        made.parent = parent.identity if parent is not None else None
        if parent is not None:
            parent.below.add(made.identity)
        made.is_partition = "partbound" in tree
        made.is_default = bool(tree.get("partbound", {}).get("is_default"))
        if parent is not None and names.has_default(parent):
            deed.unsure()
        if parent is not None:
            made.columns = dict(parent.columns)
            made.known = parent.known
    names.add(made)
    for item in tree.get("tableElts", []):
        _element(item, made, names, deed)


def _element(item: Tree, made: NamedRelation, names: Names, deed: Deed) -> None:
    if "ColumnDef" in item:
        define_column(item["ColumnDef"], made, names)
        for node in item["ColumnDef"].get("constraints", []):
            constraint = constraint_of(node["Constraint"], made, names, column=item["ColumnDef"]["colname"])
            _refers(constraint, names, deed)
    elif "Constraint" in item:
        _refers(constraint_of(item["Constraint"], made, names), names, deed)
    else:
        made.known = False  # LIKE: columns of another


def _refers(constraint: NamedConstraint | None, names: Names, deed: Deed) -> None:
    if constraint is not None and constraint.references is not None:
        deed.locks(names.relations.get(constraint.references), "SHARE ROW EXCLUSIVE")


def define_column(node: Tree, relation: NamedRelation, names: Names) -> NamedColumn:
    """Adds the column of a ColumnDef, without its constraints but NOT NULL."""
    name = str(node["colname"])
    stated = [one["Constraint"] for one in node.get("constraints", [])]
    kinds = {one["contype"]: one for one in stated}
    serial = strings(node.get("typeName", {}).get("names"))[-1:] and (
        strings(node["typeName"]["names"])[-1] in SERIAL
    )
    identity = str(kinds.get("CONSTR_IDENTITY", {}).get("generated_when", ""))
    default = kinds.get("CONSTR_DEFAULT")
    column = NamedColumn(
        name=name,
        type=type_of(node["typeName"], names) if "typeName" in node else None,
        not_null=bool(serial or identity or {"CONSTR_NOTNULL", "CONSTR_PRIMARY"} & kinds.keys()),
        default=bool(serial) or (default is not None and not is_null(default["raw_expr"])),
        identity=identity,
        generated=str(kinds.get("CONSTR_GENERATED", {}).get("generated_kind", "")),
    )
    column.default = column.default or bool(column.generated)
    relation.columns[name] = column
    if serial or identity:
        sequence = chosen("seq", relation.name, name)
        owner = f"{relation.identity}.{quoted(name)}"
        names.numbered.append((f"{quoted(relation.schema)}.{quoted(sequence)}", owner))
    return column


def constraint_of(
    node: Tree, relation: NamedRelation, names: Names, *, column: str | None = None
) -> NamedConstraint | None:
    """Adds the constraint of a Constraint node to a relation; None for what is none (DEFAULT and the like).

    A plain NOT NULL is of its column only.
    """
    kind = KINDS.get(str(node.get("contype")))
    if kind is None or (kind == "n" and column is not None):
        return None
    keys = node.get("fk_attrs") if kind == "f" else node.get("keys")
    columns = tuple(strings(keys)) or ((column,) if column else ())
    not_null: tuple[str, ...] = ()
    if kind == "c" and "raw_expr" in node:
        columns, not_null = columns_in(node["raw_expr"]), not_null_columns(node["raw_expr"])
    elif kind == "x":
        elements = (one["List"]["items"][0]["IndexElem"] for one in node.get("exclusions", []))
        columns = tuple(str(one.get("name", "expr")) for one in elements)
    elif kind == "n":
        not_null = columns
    references = names.find(node["pktable"]) if kind == "f" else None
    if references is not None:
        references.referring.add(relation.identity)
    made = NamedConstraint(
        name=_name(node, kind, columns, relation, names),
        kind=kind,
        columns=columns,
        validated=not node.get("skip_validation"),
        references=references.identity if references is not None else None,
        not_null=not_null,
    )
    relation.constraints[made.name] = made
    if kind == "p":
        for name in columns:
            if name in relation.columns:
                relation.columns[name].not_null = True
    if kind in ("p", "u", "x"):
        identity = f"{quoted(relation.schema)}.{quoted(made.name)}"
        names.add_index(NamedIndex(identity=identity, relation=relation.identity, columns=columns))
    return made


def _name(node: Tree, kind: str, columns: tuple[str, ...], relation: NamedRelation, names: Names) -> str:
    """The name that a constraint is given, or that Postgres makes up for it."""
    if "conname" in node or "indexname" in node:
        return str(node.get("conname", node.get("indexname")))
    schema = f"{quoted(relation.schema)}."

    def taken(name: str) -> bool:
        return name in relation.constraints or (kind in "pux" and schema + quoted(name) in names.indexes)

    if kind == "p" or (kind == "c" and len(columns) != 1):
        return chosen(_LABELS[kind], relation.name, taken=taken)
    return chosen(_LABELS[kind], relation.name, "_".join(columns), taken=taken)
