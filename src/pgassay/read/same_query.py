"""Whether two queries, as Postgres prints them, ask the same but for what they call their tables."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pgassay.model.source import Tree
from pgassay.postgres.parse import queries, walk


def same_query(one: str | None, other: str | None) -> bool:
    """True for two texts that ask the same of the same tables; aliases of tables that stand once are left
    out.
    """
    if one == other or one is None or other is None:
        return one == other
    trees = [queries(text) for text in (one, other)]
    return all(trees) and _plain(trees[0]) == _plain(trees[1])


def _plain(trees: tuple[Tree, ...]) -> Any:
    tables = [node for _, node in walk(list(trees)) if "relname" in node]
    times = Counter(str(node["relname"]) for node in tables)
    called = Counter(str(node["alias"]["aliasname"]) for node in tables if "alias" in node)
    names = {
        alias: str(node["relname"])
        for node in tables
        if (alias := str(node.get("alias", {}).get("aliasname", "")))
        and (called[alias], times[str(node["relname"])]) == (1, 1)
    }
    return _without(list(trees), names)


def _without(tree: Any, names: dict[str, str]) -> Any:  # Any: what stands in a tree is as deep as it is
    if isinstance(tree, list):
        return [_without(item, names) for item in tree]
    if not isinstance(tree, dict):
        return tree
    kept = {
        key: _without(value, names)
        for key, value in tree.items()
        if key != "location" and not (key == "alias" and value.get("aliasname") in names)
    }
    fields = kept.get("fields")
    if isinstance(fields, list) and len(fields) > 1 and "String" in fields[0]:
        word = fields[0]["String"]["sval"]
        kept["fields"] = [{"String": {"sval": names.get(word, word)}}, *fields[1:]]
    return kept
