"""What DROP takes away, and whom it closes a table to."""

from __future__ import annotations

from pgassay.model.names import quoted
from pgassay.model.source import Tree
from pgassay.read.foretell.deed import Deed
from pgassay.read.foretell.named import NamedRelation
from pgassay.read.foretell.names import Names
from pgassay.read.foretell.written import strings

_AX, _SUE = "ACCESS EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"
_RELATIONS = {
    "OBJECT_TABLE": "table",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_FOREIGN_TABLE": "foreign table",
}
#: What hangs on a relation, whose name comes last.
_PARTS = {"OBJECT_POLICY": "policy", "OBJECT_TRIGGER": "trigger", "OBJECT_RULE": "rule"}


def drop(tree: Tree, names: Names, deed: Deed) -> None:
    """DROP of any kind. With CASCADE more goes than is known here."""
    what = str(tree.get("removeType"))
    if tree.get("behavior") == "DROP_CASCADE" and what not in _PARTS:
        deed.unsure()
    for item in tree.get("objects", []):
        parts = strings(item)
        if what in _RELATIONS:
            _relation(parts, tree, names, deed)
        elif what == "OBJECT_INDEX":
            _index(parts, tree, names, deed)
        elif what in _PARTS:
            _part(parts, _PARTS[what], tree, names, deed)
        elif what in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
            found = names.find_type(parts)
            if found is not None:
                del names.types[found.identity]
        elif what == "OBJECT_SCHEMA":
            _schema(parts[-1], names, deed)


def _relation(parts: list[str], tree: Tree, names: Names, deed: Deed) -> None:
    if len(parts) == 1 and parts[0] in names.temporary:
        names.temporary.discard(parts[0])
        return
    relation = names.find_named(parts)
    if relation is None or (tree.get("missing_ok") and relation.file < 0):
        # IF EXISTS says that it need not be there.
        deed.unsure()
        if relation is not None:
            names.remove(relation)
        return
    below = list(names.below(relation))
    kind = _RELATIONS[str(tree["removeType"])]
    for one in (relation, *below):
        deed.locks(one, _AX, kind=kind if one is relation else None)
        for constraint in one.constraints.values():
            if constraint.references in names.relations:
                deed.locks(names.relations[constraint.references], _AX)
        deed.says("DROP", kind, one.was, dropped=True)
    if relation.is_partition:
        deed.locks(names.relations.get(relation.parent or ""), _AX)
    for one in (*below, relation):
        names.remove(one)


def _index(parts: list[str], tree: Tree, names: Names, deed: Deed) -> None:
    index = names.find_index(parts)
    if index is None:
        deed.unsure()
        return
    table = names.relations.get(index.relation)
    deed.locks(table, _SUE if tree.get("concurrent") else _AX, below=not tree.get("concurrent"))
    deed.says("DROP INDEX", "index", index.identity, dropped=True)
    del names.indexes[index.identity]


def _part(parts: list[str], kind: str, tree: Tree, names: Names, deed: Deed) -> None:
    relation = names.find_named(parts[:-1])
    part = f"{kind} {parts[-1]}"
    if relation is None or (tree.get("missing_ok") and part not in relation.parts):
        # IF EXISTS takes no lock to speak of where there is none.
        if relation is None or not relation.known:
            deed.unsure()
        return
    relation.parts.discard(part)
    deed.locks(relation, _AX)
    deed.says("DROP", kind, f"{quoted(parts[-1])} on {relation.was}", dropped=True)


def _schema(name: str, names: Names, deed: Deed) -> None:
    for relation in [one for one in names.relations.values() if one.schema == name]:
        _gone(relation, names, deed)
    names.types = {key: one for key, one in names.types.items() if not key.startswith(f"{quoted(name)}.")}


def _gone(relation: NamedRelation, names: Names, deed: Deed) -> None:
    deed.locks(relation, _AX)
    names.remove(relation)
