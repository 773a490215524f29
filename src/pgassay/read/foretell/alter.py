"""What each command of ALTER TABLE does, from its form and from what is known of the table."""

from __future__ import annotations

from collections.abc import Callable

from pgassay.model.names import quoted
from pgassay.model.source import Tree
from pgassay.read.foretell.columns import (
    add_column,
    alter_type,
    drop_column,
    drop_not_null,
    on_relation,
    says_constraint,
    set_not_null,
)
from pgassay.read.foretell.deed import Deed
from pgassay.read.foretell.define import constraint_of
from pgassay.read.foretell.named import NamedRelation
from pgassay.read.foretell.names import Names

_AX, _SRX, _SUE = "ACCESS EXCLUSIVE", "SHARE ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"

#: Commands that neither read nor write a row, by the lock that they take. Source: AlterTableGetLockLevel.
_EXCLUSIVE = """
    AT_ColumnDefault AT_DropNotNull AT_DropExpression AT_SetStorage AT_SetCompression AT_ChangeOwner
    AT_EnableRowSecurity AT_DisableRowSecurity AT_ForceRowSecurity AT_NoForceRowSecurity AT_ReplicaIdentity
    AT_DropIdentity AT_SetIdentity AT_DropColumn AT_DropConstraint
"""
_AGAINST_WRITES = """
    AT_EnableTrig AT_EnableTrigAll AT_EnableTrigUser AT_EnableAlwaysTrig AT_EnableReplicaTrig
    AT_DisableTrig AT_DisableTrigAll AT_DisableTrigUser
"""
_AGAINST_NOBODY = "AT_SetStatistics AT_ClusterOn AT_DropCluster AT_SetOptions AT_ResetOptions"
_PLAIN = {
    **dict.fromkeys(_EXCLUSIVE.split(), _AX),
    **dict.fromkeys(_AGAINST_WRITES.split(), _SRX),
    **dict.fromkeys(_AGAINST_NOBODY.split(), _SUE),
}


def alter_table(tree: Tree, names: Names, deed: Deed) -> None:
    """ALTER TABLE: each of its commands in turn."""
    if tree.get("objtype") not in ("OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"):
        deed.unsure() if tree.get("objtype") != "OBJECT_INDEX" else None
        return
    known = names.find(tree["relation"])
    if known is None or (tree.get("missing_ok") and known.file < 0):
        deed.unsure()
        return
    below = tree["relation"].get("inh", False)
    for item in tree.get("cmds", []):
        command = item["AlterTableCmd"]
        kind = str(command.get("subtype"))
        if kind in _PLAIN:
            deed.locks(known, _PLAIN[kind], below=below)
        if kind in _COMMANDS:
            _COMMANDS[kind](command, known, names, deed)
        elif kind not in _PLAIN:
            deed.unsure()


def _add_constraint(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    node = command["def"]["Constraint"]
    made = constraint_of(node, relation, names)
    if made is None:
        deed.unsure()
        return
    deed.locks(relation, _SRX if made.kind == "f" else _AX, below=True)
    if made.kind == "f":
        deed.locks(names.relations.get(made.references or ""), _SRX, below=True)
    if "indexname" in node and made.kind == "p":
        # Its columns are read where one of them admits NULL.
        index = names.find_index([relation.schema, str(node["indexname"])])
        keys = [relation.columns.get(name) for name in index.columns] if index is not None else [None]
        if not relation.known or not all(one is not None and one.not_null for one in keys):
            deed.unsure()
            return
    says_constraint(made, relation, deed)
    if made.validated and "indexname" not in node and node.get("is_enforced", made.kind not in "cf"):
        deed.scans(relation)


def _drop_constraint(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    name = str(command["name"])
    known = relation.constraints.pop(name, None)
    if known is None:
        if command.get("missing_ok") and not relation.known:
            deed.unsure()
        if command.get("missing_ok"):
            return
    elif known.references is not None:
        deed.locks(names.relations.get(known.references), _AX)
    names.indexes.pop(f"{quoted(relation.schema)}.{quoted(name)}", None)
    deed.says("ALTER TABLE", "table constraint", on_relation(name, relation), dropped=True)


def _validate(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    deed.locks(relation, _SUE, below=True)
    known = relation.constraints.get(str(command["name"]))
    if known is None or not relation.known:
        deed.unsure()
        return
    if known.references is not None:
        deed.locks(names.relations.get(known.references), "ROW SHARE")
    if not known.validated:
        was = known.look()
        known.validated = True
        deed.scans(relation)
        deed.says(
            "ALTER TABLE", "table constraint", on_relation(known.name, relation), was=was, now=known.look()
        )


def _logged(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    deed.locks(relation, _AX)
    unlogged = command["subtype"] == "AT_SetUnLogged"
    if not relation.known:
        deed.unsure()
    elif relation.unlogged != unlogged:
        relation.unlogged = unlogged
        deed.rewrites(relation)


def _attach(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    part = names.find(command["def"]["PartitionCmd"]["name"])
    deed.locks(relation, _SUE)
    deed.locks(part, _AX)
    if part is None:
        return
    if names.has_default(relation):
        deed.unsure()  # the DEFAULT partition is locked, and read unless it says that it holds no such row
    bound = command["def"]["PartitionCmd"].get("bound", {})
    relation.below.add(part.identity)
    part.parent, part.is_partition, part.is_default = relation.identity, True, bool(bound.get("is_default"))
    if part.known and not any(one.kind == "c" for one in part.constraints.values()):
        deed.scans(part)
    else:
        deed.unsure()


def _detach(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    node = command["def"]["PartitionCmd"]
    part = names.find(node["name"])
    mode = _SUE if node.get("concurrent") else _AX
    deed.locks(relation, mode)
    deed.locks(part, mode)
    if part is not None:
        part.parent, part.is_partition = None, False


def _alter_constraint(command: Tree, relation: NamedRelation, names: Names, deed: Deed) -> None:
    deed.locks(relation, _AX)
    if "deferrable" not in str(command.get("def")):
        deed.unsure()  # ENFORCED has rows read, and the other table locked


_COMMANDS: dict[str, Callable[[Tree, NamedRelation, Names, Deed], None]] = {
    "AT_AddColumn": add_column,
    "AT_DropColumn": drop_column,
    "AT_DropNotNull": drop_not_null,
    "AT_SetNotNull": set_not_null,
    "AT_AlterColumnType": alter_type,
    "AT_AddConstraint": _add_constraint,
    "AT_AlterConstraint": _alter_constraint,
    "AT_DropConstraint": _drop_constraint,
    "AT_ValidateConstraint": _validate,
    "AT_SetLogged": _logged,
    "AT_SetUnLogged": _logged,
    "AT_AttachPartition": _attach,
    "AT_DetachPartition": _detach,
}
