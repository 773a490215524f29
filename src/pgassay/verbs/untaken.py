"""Branches of a DO block that were not taken on the copy with rows: nobody has seen what they do."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import NotChecked
from pgassay.model.observed import Observation, Watched
from pgassay.model.source import Tree
from pgassay.model.words import listed
from pgassay.postgres.parse import plpgsql, queries, walk

#: What changes a table or its rows, and what it is called.
_CHANGING = {
    "DropStmt": "DROP TABLE",
    "AlterTableStmt": "ALTER TABLE",
    "RenameStmt": "ALTER TABLE … RENAME",
    "TruncateStmt": "TRUNCATE",
    "DeleteStmt": "DELETE",
    "UpdateStmt": "UPDATE",
    "InsertStmt": "INSERT",
}
#: What a question alone takes.
_ASKING = ("ACCESS SHARE", "ROW SHARE")

#: Catalogs that differ from database to database where the migrations do not.
_ELSEWHERE = ("pg_roles", "pg_authid", "pg_user", "pg_database", "pg_settings", "pg_stat", "pg_auth_members")
#: Functions that ask for a name, which is there or not as the migrations made it.
_OF_NAMES = ("to_regclass", "to_regtype", "to_regproc", "to_regprocedure", "to_regnamespace")


def untaken(watched: Watched) -> list[NotChecked]:
    """What DO blocks of new migrations do to tables in use where a condition holds that asks for more than
    what the migrations made: rows, roles, settings. What asks for names alone comes out alike everywhere.
    """
    before = watched.before
    if before is None:
        return []
    return [
        NotChecked(
            what=f"what {listed(words)} in this DO block does to tables in use",
            why="its condition did not hold on the copy with rows, so it was not run",
            where=str(one.statement.location),
        )
        for one in watched.observations
        if one.statement.kind == "DoStmt" and one.error is None
        if (words := sorted(set(_untaken(one, before))))
    ]


def _untaken(observed: Observation, before: Catalog) -> Iterator[str]:
    tree = plpgsql(observed.statement.sql)
    changed = {one.relation for one in observed.effects if one.mode not in _ASKING}
    for name, node in walk(tree) if tree is not None else ():
        if name != "PLpgSQL_stmt_if" or _asks_for_names(node, tree or {}):
            continue
        for word, relation in _changes(_branches(node), before):
            if relation not in changed:
                yield f"{word} {relation}"


def _branches(node: Tree) -> list[object]:
    return [node.get("then_body"), node.get("elsif_list"), node.get("else_body")]


def _changes(branches: object, before: Catalog) -> Iterator[tuple[str, str]]:
    """What statements of branches do to relations that were there: the word for it, and the relation."""
    for text in _texts(branches):
        for tree in queries(text):
            ((kind, fields),) = tree.items()
            for schema, name in _targets(kind, fields) if kind in _CHANGING else ():
                found = before.relation_names.get((schema or "public", name))
                if found is not None and before.relation[found].is_table:
                    yield _CHANGING[kind], found


def _targets(kind: str, fields: Tree) -> Iterator[tuple[str, str]]:
    if kind == "DropStmt":
        items = fields.get("objects", []) if fields.get("removeType") == "OBJECT_TABLE" else []
        for item in items:
            parts = [str(part["String"]["sval"]) for part in item["List"]["items"]]
            yield ".".join(parts[:-1]), parts[-1]
        return
    for one in (fields.get("relation"), *(item.get("RangeVar") for item in fields.get("relations", []))):
        if isinstance(one, dict) and "relname" in one:
            yield str(one.get("schemaname", "")), str(one["relname"])


def _asks_for_names(node: Tree, block: Tree) -> bool:
    """True where an IF asks the catalog alone; a variable is asked for what the block's queries read."""
    asked = [text for one in (node.get("cond"), _conditions(node)) for text in _texts(one)]
    read = list(_read(asked))
    calls = {
        str(fields["funcname"][-1]["String"]["sval"])
        for text in asked
        for tree in queries(f"SELECT {text}")
        for name, fields in walk(tree)
        if name == "FuncCall"
    }
    if not read and not calls:
        read = list(_read(_texts(block)))
    if any(not _is_of_names(one) for one in read):
        return False
    return bool(read) or (bool(calls) and calls <= set(_OF_NAMES))


def _conditions(node: Tree) -> list[object]:
    return [one.get("PLpgSQL_if_elsif", {}).get("cond") for one in node.get("elsif_list", [])]


def _read(texts: Iterator[str] | list[str]) -> Iterator[tuple[str, str]]:
    """The relations that queries read, as they name them."""
    for text in texts:
        for tree in queries(text) or queries(f"SELECT {text.rpartition(':=')[2]}"):
            for _, node in walk(tree) if "SelectStmt" in tree else ():
                if "relname" in node:
                    yield str(node.get("schemaname", "")), str(node["relname"])


def _is_of_names(relation: tuple[str, str]) -> bool:
    schema, name = relation
    return schema == "information_schema" or (name.startswith("pg_") and not name.startswith(_ELSEWHERE))


def _texts(tree: object) -> Iterator[str]:
    for name, node in walk(tree):
        if name == "PLpgSQL_expr" and isinstance(node.get("query"), str):
            yield str(node["query"])
