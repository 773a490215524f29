"""What RENAME and SET SCHEMA do: what has a new name is asked for in vain under the old one."""

from __future__ import annotations

from copy import copy

from pgassay.model.names import quoted
from pgassay.model.source import Tree
from pgassay.read.foretell.deed import Deed
from pgassay.read.foretell.names import NamedRelation, Names
from pgassay.read.foretell.written import strings

_AX, _SUE = "ACCESS EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"
_RELATIONS = ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE")


def rename(tree: Tree, names: Names, deed: Deed) -> None:
    """ALTER … RENAME of any kind."""
    what, new = str(tree.get("renameType")), str(tree.get("newname"))
    node = tree.get("relation", {})
    if what == "OBJECT_SCHEMA":
        _schema(str(tree.get("subname")), new, names)
    elif what == "OBJECT_INDEX":
        schema = [str(node["schemaname"])] if "schemaname" in node else []
        index = names.find_index([*schema, str(node["relname"])])
        if index is not None:
            _index(index.identity, new, names)
    elif what in (*_RELATIONS, "OBJECT_COLUMN", "OBJECT_TABCONSTRAINT", "OBJECT_POLICY", "OBJECT_TRIGGER"):
        relation = names.find(node)
        if relation is None or (tree.get("missing_ok") and relation.file < 0):
            deed.unsure()
            return
        deed.locks(relation, _AX, below=what == "OBJECT_COLUMN")
        if what in _RELATIONS:
            _relation(relation, names, deed, name=new)
        elif what == "OBJECT_COLUMN":
            _column(relation, str(tree["subname"]), new, names, deed)
        elif what == "OBJECT_TABCONSTRAINT":
            _constraint(relation, str(tree["subname"]), new)
    elif what in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        _type(strings(tree.get("object")), new, names)


def set_schema(tree: Tree, names: Names, deed: Deed) -> None:
    """ALTER … SET SCHEMA."""
    if tree.get("objectType") not in _RELATIONS:
        return
    relation = names.find(tree["relation"])
    if relation is None or (tree.get("missing_ok") and relation.file < 0):
        deed.unsure()
        return
    deed.locks(relation, _AX)
    names.rename(relation, schema=str(tree["newschema"]))


def _relation(relation: NamedRelation, names: Names, deed: Deed, *, name: str) -> None:
    names.rename(relation, name=name)
    if relation.kind == "table":
        deed.says("ALTER TABLE", "table", relation.identity)


def _column(relation: NamedRelation, name: str, new: str, names: Names, deed: Deed) -> None:
    column = relation.columns.pop(name, None)
    if column is None:
        if relation.known:
            return
        deed.says(
            "ALTER TABLE",
            "table column",
            f"{relation.was}.{quoted(new)}",
            was={"name": name},
            now={"name": new},
        )
        return
    was = copy(column)
    column.name = new
    relation.columns[new] = column
    for one in relation.constraints.values():
        one.columns = tuple(new if each == name else each for each in one.columns)
        one.not_null = tuple(new if each == name else each for each in one.not_null)
    if relation.kind == "table":
        deed.says(
            "ALTER TABLE",
            "table column",
            f"{relation.was}.{quoted(new)}",
            was=was.look(),
            now=column.look(),
        )


def _constraint(relation: NamedRelation, name: str, new: str) -> None:
    known = relation.constraints.pop(name, None)
    if known is not None:
        known.name = new
        relation.constraints[new] = known


def _index(identity: str, new: str, names: Names) -> None:
    index = names.indexes.pop(identity)
    index.identity = f"{identity.rpartition('.')[0]}.{quoted(new)}"
    names.add_index(index)


def _schema(name: str, new: str, names: Names) -> None:
    for relation in [one for one in names.relations.values() if one.schema == name]:
        names.rename(relation, schema=new)


def _type(parts: list[str], new: str, names: Names) -> None:
    found = names.find_type(parts)
    if found is None:
        return
    old = found.identity
    del names.types[old]
    found.identity = f"{old.rpartition('.')[0]}.{quoted(new)}"
    names.types[found.identity] = found
    for relation in names.relations.values():
        for column in relation.columns.values():
            if column.type is not None and column.type.removesuffix("[]") == old:
                column.type = found.identity + column.type.removeprefix(old)
