"""Which tables the migrations themselves put into publications, statement by statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pgassay.model.names import quoted
from pgassay.model.source import Statement, Tree


def added(statements: Iterable[Statement]) -> dict[tuple[str, str], Statement]:
    """The statement that put a relation (its identity) into a publication, by (publication, relation); what a
    later statement took out again is left out.

    A table that is dropped leaves its publications without a word, so DROP TABLE takes nothing out here.
    """
    found: dict[tuple[str, str], Statement] = {}
    for statement in statements:
        tree = statement.tree
        match statement.kind:
            case "CreatePublicationStmt" | "AlterPublicationStmt":
                publication = str(tree["pubname"])
                action = tree.get("action", "AP_AddObjects")
                if action == "AP_SetObjects":
                    found = {key: one for key, one in found.items() if key[0] != publication}
                for relation in _relations(tree):
                    if action == "AP_DropObjects":
                        found.pop((publication, relation), None)
                    else:
                        found[publication, relation] = statement
            case "DropStmt" if tree.get("removeType") == "OBJECT_PUBLICATION":
                gone = {item["String"]["sval"] for item in tree["objects"]}
                found = {key: one for key, one in found.items() if key[0] not in gone}
            case "RenameStmt" if tree.get("renameType") == "OBJECT_PUBLICATION":
                old, new = tree["object"]["String"]["sval"], str(tree["newname"])
                found = {(new if key[0] == old else key[0], key[1]): one for key, one in found.items()}
            case _:
                pass
    return found


def _relations(tree: Tree) -> Iterator[str]:
    for item in tree.get("pubobjects", []):
        table = item["PublicationObjSpec"].get("pubtable", {}).get("relation")
        if table is not None:
            yield f"{quoted(table.get('schemaname', 'public'))}.{quoted(table['relname'])}"
