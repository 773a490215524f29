"""Whether a condition of a DO block holds that asks the catalog for a name, by the names that are known."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.names import quoted
from pgassay.model.source import Tree
from pgassay.read.foretell.named import NamedRelation
from pgassay.read.foretell.names import Names
from pgassay.read.foretell.written import strings

#: The columns that name what a row of a catalog is of: schema, relation, and the object itself.
_CATALOGS: dict[str, tuple[str, str, str, str]] = {
    "columns": ("column", "table_schema", "table_name", "column_name"),
    "tables": ("table", "table_schema", "table_name", "table_name"),
    "pg_tables": ("table", "schemaname", "tablename", "tablename"),
    "table_constraints": ("constraint", "table_schema", "table_name", "constraint_name"),
    "pg_constraint": ("constraint", "connamespace", "conrelid", "conname"),
    "pg_indexes": ("index", "schemaname", "tablename", "indexname"),
    "pg_policies": ("policy", "schemaname", "tablename", "policyname"),
    "pg_trigger": ("trigger", "", "tgrelid", "tgname"),
    "pg_type": ("type", "typnamespace", "", "typname"),
    "pg_class": ("class", "relnamespace", "", "relname"),
}
#: What says no more than the name does.
_SAID_ALREADY = frozenset({"relkind", "contype", "constraint_type", "typtype", "tgisinternal"})


def holds(tree: Tree | None, names: Names) -> bool | None:
    """Whether a condition holds; None where that is not known."""
    if tree is None:
        return None
    ((kind, node),) = tree.items()
    match kind:
        case "BoolExpr":
            return _combined(str(node["boolop"]), [holds(one, names) for one in node["args"]])
        case "SubLink" if node.get("subLinkType") == "EXISTS_SUBLINK":
            return _exists(node["subselect"].get("SelectStmt", {}), names)
        case "NullTest":
            found = _looked_up(node["arg"], names)
            if found is None:
                return None
            return found if node["nulltesttype"] == "IS_NOT_NULL" else not found
        case "A_Const" if "boolval" in node:
            return bool(node["boolval"].get("boolval", False))
        case _:
            return None


def is_in_the_way(kind: str, tree: Tree, names: Names) -> bool | None:
    """Whether a statement fails because what it makes is there, or what it changes is not; None where that
    is not known.
    """
    match kind:
        case "AlterTableStmt":
            found = [_is_added(one["AlterTableCmd"], tree, names) for one in tree.get("cmds", [])]
            return True if True in found else None if None in found else False
        case "CreateStmt" if not tree.get("if_not_exists"):
            return _relation(tree["relation"], names) is not None
        case "IndexStmt" if "idxname" in tree and not tree.get("if_not_exists"):
            return _index(str(tree["idxname"]), names)
        case "CreatePolicyStmt":
            return _part(_relation(tree["table"], names), f"policy {tree['policy_name']}")
        case "CreateTrigStmt" if not tree.get("replace"):
            return _part(_relation(tree["relation"], names), f"trigger {tree['trigname']}")
        case "CreateEnumStmt" | "CreateDomainStmt":
            return names.find_type(strings(tree.get("typeName") or tree.get("domainname"))) is not None
        case "RenameStmt" if tree.get("renameType") == "OBJECT_COLUMN":
            found = _has_column(_relation(tree["relation"], names), str(tree["subname"]))
            return None if found is None else not found
        case "DropStmt" | "RenameStmt":
            return None if not tree.get("missing_ok") else False
        case _:
            return False


def _is_added(command: Tree, tree: Tree, names: Names) -> bool | None:
    """Whether an ALTER TABLE adds what is there already."""
    relation = _relation(tree["relation"], names)
    if command.get("subtype") == "AT_AddColumn":
        if command.get("missing_ok"):
            return False
        return _has_column(relation, str(command["def"]["ColumnDef"]["colname"]))
    if command.get("subtype") == "AT_AddConstraint":
        name = command["def"]["Constraint"].get("conname")
        return _has_constraint(relation, str(name)) if name else False
    if command.get("subtype") in ("AT_DropColumn", "AT_DropConstraint") and not command.get("missing_ok"):
        asked = _has_column if command["subtype"] == "AT_DropColumn" else _has_constraint
        found = asked(relation, str(command["name"]))
        return None if found is None else not found
    return False


def _combined(word: str, values: list[bool | None]) -> bool | None:
    if word == "NOT_EXPR":
        return None if values[0] is None else not values[0]
    decisive = word == "OR_EXPR"
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _looked_up(tree: Tree, names: Names) -> bool | None:
    """Whether to_regclass or to_regtype finds what it is asked for."""
    call = tree.get("FuncCall", {})
    asked = strings(call.get("funcname"))[-1:]
    texts = [_constant(one) for one in call.get("args", [])]
    if asked not in (["to_regclass"], ["to_regtype"]) or len(texts) != 1 or not texts[0]:
        return None
    parts = [part.strip('"') for part in texts[0].split(".")]
    if asked == ["to_regtype"]:
        return names.find_type(parts) is not None or None
    node = {"relname": parts[-1], **({"schemaname": parts[0]} if len(parts) > 1 else {})}
    return True if _relation(node, names) is not None or names.find_index(parts) is not None else None


def _exists(select: Tree, names: Names) -> bool | None:
    """Whether a catalog has a row of that name."""
    sources = select.get("fromClause", [])
    name = str(sources[0].get("RangeVar", {}).get("relname", "")) if len(sources) == 1 else ""
    known = _CATALOGS.get(name)
    asked = dict(_asked(select.get("whereClause")))
    if known is None or "" in asked:
        return None
    kind, schema, relation, own = known
    wanted = asked.pop(own, None)
    place = {"relname": asked.pop(relation, "") if relation != own else wanted or ""}
    if (stated := asked.pop(schema, "")) or "." in place["relname"]:
        before, _, bare = place["relname"].rpartition(".")
        place = {"relname": bare, "schemaname": before or stated}
    if wanted is None or not _SAID_ALREADY.issuperset(asked):
        return None
    table = _relation(place, names) if place["relname"] else None
    if place["relname"] and table is None:
        return None
    match kind:
        case "column":
            return _has_column(table, wanted)
        case "table":
            return True
        case "constraint":
            return _anywhere(wanted, table, names)
        case "index":
            return _index(wanted, names)
        case "policy" | "trigger":
            return _part(table, f"{kind} {wanted}") if table is not None else None
        case "type":
            # One that no file makes changes nothing in a relation when it is made.
            return any(key.rpartition(".")[2] == quoted(wanted) for key in names.types)
        case _:
            return True if _relation({"relname": wanted}, names) or _index(wanted, names) else None


def _asked(tree: Tree | None) -> Iterator[tuple[str, str]]:
    """The columns that have to be constants, each with it; an empty name for any other condition."""
    if tree is None:
        return
    node = tree.get("BoolExpr")
    if node is not None and node.get("boolop") == "AND_EXPR":
        for one in node["args"]:
            yield from _asked(one)
        return
    test = tree.get("A_Expr", {})
    plain = strings(test.get("name")) == ["="] and test.get("kind") == "AEXPR_OP"
    column = test.get("lexpr", {}).get("ColumnRef", {}).get("fields", []) if plain else []
    constant = _constant(test.get("rexpr", {}))
    named = bool(column) and "String" in column[-1] and constant is not None
    yield (str(column[-1]["String"]["sval"]), constant or "") if named else ("", "")


def _constant(tree: Tree) -> str | None:
    """The text of a constant, whatever it is cast to."""
    while "TypeCast" in tree:
        tree = tree["TypeCast"]["arg"]
    text = tree.get("A_Const", {}).get("sval", {}).get("sval")
    return str(text) if text is not None else None


def _relation(node: Tree, names: Names) -> NamedRelation | None:
    """A relation that a file made, or that is known to have been there."""
    stated = node.get("schemaname")
    for schema in (str(stated),) if stated else names.path:
        found = names.relations.get(f"{quoted(schema)}.{quoted(str(node['relname']))}")
        if found is not None:
            return found
    return None


def _has_column(relation: NamedRelation | None, column: str) -> bool | None:
    if relation is None:
        return None
    return True if column in relation.columns else False if relation.known else None


def _has_constraint(relation: NamedRelation | None, name: str) -> bool | None:
    if relation is None:
        return None
    return True if name in relation.constraints else False if relation.known else None


def _anywhere(name: str, relation: NamedRelation | None, names: Names) -> bool | None:
    if relation is not None:
        return _has_constraint(relation, name)
    if any(name in one.constraints for one in names.relations.values()):
        return True
    return False if all(one.known for one in names.relations.values()) else None


def _index(name: str, names: Names) -> bool | None:
    if any(key.rpartition(".")[2] == quoted(name) for key in names.indexes):
        return True
    return False if all(one.known for one in names.relations.values()) else None


def _part(relation: NamedRelation | None, part: str) -> bool | None:
    if relation is None:
        return None
    return True if part in relation.parts else False if relation.known else None
