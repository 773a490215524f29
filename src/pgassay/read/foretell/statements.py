"""What each kind of statement does, from its form and from the names that are known."""

from __future__ import annotations

from collections.abc import Callable

from pgassay.model.names import quoted
from pgassay.model.observed import MODES
from pgassay.model.source import Statement, Tree
from pgassay.postgres.parse import walk
from pgassay.read.foretell.alter import alter_table
from pgassay.read.foretell.deed import Deed
from pgassay.read.foretell.define import create_table
from pgassay.read.foretell.domains import alter_domain, create_domain, create_type
from pgassay.read.foretell.drops import drop
from pgassay.read.foretell.named import NamedIndex, NamedRelation
from pgassay.read.foretell.names import Names
from pgassay.read.foretell.renames import rename, set_schema
from pgassay.read.foretell.written import chosen, strings

_AX, _SRX, _SUE = "ACCESS EXCLUSIVE", "SHARE ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"


def foretold(statement: Statement, names: Names) -> Deed:
    """What a statement does to relations in use; `names` know afterwards what it made."""
    deed = Deed(names)

    def tell(kind: str, tree: Tree, text: str) -> None:
        handler = _HANDLERS.get(kind)
        if handler is not None:
            handler(tree, names, deed)
        elif kind not in _WITHOUT:
            deed.unsure()
            names.blur(text)

    if statement.kind == "DoStmt":
        from pgassay.read.foretell.blocks import block

        block(statement.sql, names, deed, tell, _WITHOUT | _TYPES)
    else:
        tell(statement.kind, statement.tree, statement.sql)
    return deed


def _index(tree: Tree, names: Names, deed: Deed) -> None:
    table = names.find(tree["relation"])
    if table is None:
        deed.unsure()
        return
    schema = f"{quoted(table.schema)}."
    columns = tuple(str(one["IndexElem"].get("name", "expr")) for one in tree["indexParams"])

    def taken(one: str) -> bool:
        return schema + quoted(one) in names.indexes

    name = str(tree.get("idxname") or chosen("idx", table.name, "_".join(columns), taken=taken))
    identity = schema + quoted(name)
    if tree.get("if_not_exists") and identity in names.indexes:
        return
    every = (str(node["sval"]) for key, node in walk(tree) if key == "String" and "sval" in node)
    made = NamedIndex(identity=identity, relation=table.identity, columns=(*columns, *every))
    names.add_index(made)
    deed.says("CREATE INDEX", "index", identity)
    alone = bool(tree.get("concurrent"))
    deed.locks(table, _SUE if alone else "SHARE", below=tree["relation"].get("inh", False))
    if not alone and tree["relation"].get("inh", False):
        deed.scans(table, but=[one for one in names.below(table) if _has_alike(one, made, names)])


def _has_alike(part: NamedRelation, index: NamedIndex, names: Names) -> bool:
    """True for a partition that has such an index already: Postgres takes that one."""
    own = (names.indexes.get(identity) for identity in part.indexes)
    return any(one is not None and one.columns == index.columns for one in own)


def _view(tree: Tree, names: Names, deed: Deed) -> None:
    schema, name = names.place(tree["view"])
    _reads(tree, names, deed, but=tree["view"])
    made = NamedRelation(schema=schema, name=name, kind="view")
    known = names.relations.get(made.identity)
    if known is not None:
        deed.locks(known, _AX)
    elif tree["view"].get("relpersistence") == "t":
        names.temporary.add(name)
    else:
        names.add(made)


def _table_as(tree: Tree, names: Names, deed: Deed) -> None:
    node = tree["into"]["rel"]
    _reads(tree, names, deed, but=node)
    schema, name = names.place(node)
    if node.get("relpersistence") == "t":
        names.temporary.add(name)
        return
    kind = "materialized view" if tree.get("objtype") == "OBJECT_MATVIEW" else "table"
    made = NamedRelation(schema=schema, name=name, kind=kind, known=False)
    if made.identity not in names.relations:
        names.add(made)


def _reads(tree: Tree, names: Names, deed: Deed, *, but: Tree | None = None) -> None:
    """The relations in use that a query names are read; a name of its own WITH is none of them."""
    inner = {str(node.get("ctename")) for key, node in walk(tree) if key == "CommonTableExpr"}
    for key, node in walk(tree):
        if key == "RangeVar" and node is not but and "relname" in node:
            if "schemaname" not in node and node["relname"] in inner:
                continue
            relation = names.find(node)
            if relation is not None:
                deed.locks(relation, "ACCESS SHARE")


def _select(tree: Tree, names: Names, deed: Deed) -> None:
    if "intoClause" in tree:
        node = tree["intoClause"]["rel"]
        schema, name = names.place(node)
        names.add(NamedRelation(schema=schema, name=name, known=False))
    calls = [strings(node.get("funcname")) for key, node in walk(tree) if key == "FuncCall"]
    if any(call[:1] != ["pg_catalog"] and call[-1] not in _HARMLESS for call in calls if call):
        deed.unsure()
        names.blur(str(tree))
    for node in (node for key, node in walk(tree) if key in ("UpdateStmt", "DeleteStmt")):
        _write(node, names, deed)


def _write(tree: Tree, names: Names, deed: Deed) -> None:
    relation = names.find(tree["relation"])
    _reads({key: part for key, part in tree.items() if key != "relation"}, names, deed)
    if relation is None:
        deed.unsure()
        return
    deed.locks(relation, "ROW EXCLUSIVE", below=True)
    if "whereClause" not in tree and "usingClause" not in tree and "fromClause" not in tree:
        deed.scans(relation)


def _insert(tree: Tree, names: Names, deed: Deed) -> None:
    relation = names.find(tree["relation"])
    _reads({key: part for key, part in tree.items() if key != "relation"}, names, deed)
    deed.locks(relation, "ROW EXCLUSIVE")


def _truncate(tree: Tree, names: Names, deed: Deed) -> None:
    found = [names.find(node["RangeVar"]) for node in tree["relations"]]
    if tree.get("behavior") == "DROP_CASCADE":
        deed.unsure()  # tables that refer to one that is there from before are not all known
        for one in found:
            found += [] if one is None else [other for other in names.referring(one) if other not in found]
    for one in found:
        deed.locks(one, _AX, below=True)
        if one is not None:
            deed.empties(one)


def _lock(tree: Tree, names: Names, deed: Deed) -> None:
    for node in tree["relations"]:
        deed.locks(names.find(node["RangeVar"]), MODES[int(tree["mode"]) - 1], below=True)


def _vacuum(tree: Tree, names: Names, deed: Deed) -> None:
    options = {str(one["DefElem"]["defname"]) for one in tree.get("options", [])}
    for node in tree.get("rels", []):
        relation = names.find(node["VacuumRelation"].get("relation", {}))
        full = "full" in options and bool(tree.get("is_vacuumcmd"))
        deed.locks(relation, _AX if full else _SUE, below=True)
        if full and relation is not None:
            deed.empties(relation)  # its rows are copied, and not read by a scan that is counted


def _cluster(tree: Tree, names: Names, deed: Deed) -> None:
    if "relation" not in tree:
        deed.unsure()
        return
    relation = names.find(tree["relation"])
    deed.locks(relation, _AX, below=True)
    if relation is not None:
        deed.rewrites(relation)


def _reindex(tree: Tree, names: Names, deed: Deed) -> None:
    alone = any(one["DefElem"]["defname"] == "concurrently" for one in tree.get("params", []))
    kind = tree.get("kind")
    node = tree.get("relation", {})
    if kind == "REINDEX_OBJECT_TABLE":
        relation = names.find(node)
    elif kind == "REINDEX_OBJECT_INDEX":
        schema = [str(node["schemaname"])] if "schemaname" in node else []
        index = names.find_index([*schema, str(node["relname"])])
        relation = names.relations.get(index.relation) if index is not None else None
    else:
        relation = None
    # The lock on the index itself is stronger, and counts for its table.
    deed.locks(relation, _SUE if alone else _AX)
    if relation is not None and not alone:
        deed.builds(relation)


def _refresh(tree: Tree, names: Names, deed: Deed) -> None:
    relation = names.find(tree["relation"])
    deed.locks(relation, "EXCLUSIVE" if tree.get("concurrent") else _AX, kind="materialized view")
    if relation is not None and not tree.get("concurrent"):
        deed.empties(relation)
        deed.says("REFRESH MATERIALIZED VIEW", "materialized view", relation.was)


def _policy(tree: Tree, names: Names, deed: Deed) -> None:
    relation = names.find(tree["table"])
    deed.locks(relation, _AX)
    if relation is not None:
        relation.parts.add(f"policy {tree['policy_name']}")


def _trigger(tree: Tree, names: Names, deed: Deed) -> None:
    relation = names.find(tree["relation"])
    deed.locks(relation, _SRX, below=bool(tree.get("row")))
    if relation is not None:
        name = str(tree["trigname"])
        relation.parts.add(f"trigger {name}")
        deed.says("CREATE TRIGGER", "trigger", f"{quoted(name)} on {relation.was}")


def _rule(tree: Tree, names: Names, deed: Deed) -> None:
    relation = names.find(tree["relation"])
    deed.locks(relation, _AX)
    if relation is not None:
        relation.parts.add(f"rule {tree['rulename']}")


def _set(tree: Tree, names: Names, deed: Deed) -> None:
    if tree.get("name") == "search_path":
        texts = [one.get("A_Const", {}).get("sval", {}).get("sval") for one in tree.get("args", [])]
        names.path = tuple(text for text in texts if text and text != "$user")
        if any(text is None for text in texts) or not texts:
            names.path = ()


def _function(tree: Tree, names: Names, deed: Deed) -> None:
    """What a function does it does when it is called; its text is kept for that."""
    name = strings(tree.get("funcname"))[-1].lower()
    names.bodies[name] = f"{names.bodies.get(name, '')} {tree.get('options', '')} {tree.get('sql_body', '')}"


def _schema(tree: Tree, names: Names, deed: Deed) -> None:
    if "schemaElts" in tree:
        deed.unsure()
        names.blur(str(tree))


#: What a query may call without doing anything to a relation that its own text does not show.
_HARMLESS_WORDS = """
    set_config setval nextval currval now count sum min max coalesce version current_setting pg_sleep
    lower upper
"""
_HARMLESS = frozenset(_HARMLESS_WORDS.split())

#: Statements that leave relations in use as they are, but for a lock that nobody waits for.
_WITHOUT_WORDS = """
    TransactionStmt CommentStmt GrantStmt GrantRoleStmt CreateExtensionStmt
    AlterDefaultPrivilegesStmt CreateRoleStmt AlterRoleStmt AlterRoleSetStmt AlterFunctionStmt CreateSeqStmt
    AlterSeqStmt CreatePublicationStmt AlterPublicationStmt AlterEnumStmt AlterDatabaseSetStmt NotifyStmt
    VariableShowStmt ExplainStmt CreateStatsStmt AlterStatsStmt DefineStmt CreateCastStmt CreateOpClassStmt
    CreateEventTrigStmt AlterEventTrigStmt SecLabelStmt ConstraintsSetStmt CheckPointStmt DiscardStmt
    CreateFdwStmt CreateForeignServerStmt CreateUserMappingStmt ListenStmt UnlistenStmt CreatePLangStmt
    AlterExtensionStmt CreateRangeStmt CreateTransformStmt CreateConversionStmt CreateAmStmt
"""
_WITHOUT = frozenset(_WITHOUT_WORDS.split())
_TYPES = frozenset({"CreateEnumStmt", "CreateDomainStmt"})

_HANDLERS: dict[str, Callable[[Tree, Names, Deed], None]] = {
    "CreateStmt": create_table,
    "AlterTableStmt": alter_table,
    "IndexStmt": _index,
    "ViewStmt": _view,
    "CreateTableAsStmt": _table_as,
    "SelectStmt": _select,
    "UpdateStmt": _write,
    "DeleteStmt": _write,
    "InsertStmt": _insert,
    "TruncateStmt": _truncate,
    "LockStmt": _lock,
    "VacuumStmt": _vacuum,
    "ClusterStmt": _cluster,
    "ReindexStmt": _reindex,
    "RefreshMatViewStmt": _refresh,
    "CreatePolicyStmt": _policy,
    "AlterPolicyStmt": _policy,
    "CreateTrigStmt": _trigger,
    "RuleStmt": _rule,
    "VariableSetStmt": _set,
    "CreateSchemaStmt": _schema,
    "CreateFunctionStmt": _function,
    "DropStmt": drop,
    "RenameStmt": rename,
    "AlterObjectSchemaStmt": set_schema,
    "CreateDomainStmt": create_domain,
    "AlterDomainStmt": alter_domain,
    "CreateEnumStmt": create_type,
    "CompositeTypeStmt": create_type,
}
