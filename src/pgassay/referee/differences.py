"""Two descriptions of a database as a short list of what is left, lost and changed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

import psycopg

from pgassay.postgres.connect import run
from pgassay.read.rollbacks import Difference
from pgassay.referee.fingerprint import pinned, text_of

#: What has columns, indexes, constraints and the like of its own.
_RELATIONS = ("table ", "view ", "materialized view ", "foreign table ", "composite type ")
_ON = re.compile(r" ON (?:ONLY )?(.+?) USING ")
_COMMENT = "comment on "
_EXTENSION = "extension "


def extension_members(connection: psycopg.Connection) -> dict[str, str]:
    """The objects that came with extensions, as `describe` calls them, each with its extension's name.

    Raises psycopg.Error when the server is gone.
    """
    with pinned(connection), run(connection, text_of("members.sql")) as cursor:
        return {str(item): str(extension) for item, extension in cursor}


def differences(
    before: Mapping[str, str], after: Mapping[str, str], members: Mapping[str, str]
) -> tuple[Difference, ...]:
    """What `after` has left, lost and changed of `before`: what hangs on a relation goes with it.

    Extensions and what came with them (`members`, of either) are no difference: another migration can want
    them too.
    """
    left = {item: after[item] for item in after.keys() - before.keys()}
    lost = {item: before[item] for item in before.keys() - after.keys()}
    both = sorted(before.keys() & after.keys())
    changed = {
        item: _facts(before[item], after[item])
        for item in both
        if before[item] != after[item] and item not in members and not item.startswith(_EXTENSION)
    }
    of_columns = {item for item, what in changed.items() if "not null" in what}
    return (
        *(Difference(how="left", item=item) for item in _roots(left, members, of_columns)),
        *(Difference(how="lost", item=item) for item in _roots(lost, members, of_columns)),
        *(Difference(how="changed", item=item, what=what) for item, what in changed.items()),
    )


def _roots(items: Mapping[str, str], members: Mapping[str, str], columns: Collection[str]) -> list[str]:
    """The objects that do not go with another one of `items`, or with one of the `columns`."""
    whole = {item.removeprefix(kind) for item in items for kind in _RELATIONS if item.startswith(kind)}
    return sorted(
        item
        for item in items
        if not _goes_along(item, items, whole, members) and _column_of(item, items[item]) not in columns
    )


def _goes_along(
    item: str, items: Mapping[str, str], whole: Collection[str], members: Mapping[str, str]
) -> bool:
    if item.startswith(_COMMENT):
        of = item.removeprefix(_COMMENT)
        return of in items or of in members or of.startswith(_EXTENSION)
    family = f"operator family {item.rpartition(' of ')[2]}"
    if item.startswith(_EXTENSION) or item in members or family in members:
        return True
    kind, _, name = item.partition(" ")
    facts = _read(items[item])
    if kind == "index":
        if any(f"table constraint {name.rpartition('.')[2]} on {one}" in items for one in _indexed(facts)):
            return True
        return any(one in whole for one in _indexed(facts))
    if kind == "sequence":
        owner = str(facts.get("owned by") or "")
        return owner.rpartition(".")[0] in whole or f"table column {owner}" in items
    return _parent(item) in whole or _column_of(item, items[item]) in items


def _column_of(item: str, facts: str) -> str | None:
    """The column that a NOT NULL constraint is of."""
    if not item.startswith("table constraint "):
        return None
    words = str(_read(facts).get("definition")).split(" ", 2)
    return f"table column {item.rpartition(' on ')[2]}.{words[2]}" if words[:2] == ["NOT", "NULL"] else None


def _parent(item: str) -> str | None:
    """The relation that a column, constraint, policy, trigger or rule is of."""
    if " column " in item:
        return item.partition(" column ")[2].rpartition(".")[0]
    if " on " in item:
        return item.rpartition(" on ")[2]
    return None


def _indexed(facts: Mapping[str, object]) -> list[str]:
    """The table of an index, by its definition."""
    index = facts.get("index")
    match = _ON.search(str(index)) if index else None
    return [match[1]] if match else []


def _facts(before: str, after: str) -> tuple[str, ...]:
    """Which of an object's facts differ."""
    old, new = _read(before), _read(after)
    return tuple(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))


def _read(text: str) -> dict[str, object]:
    """The facts of an object; none where they are one word (a comment, a list of privileges)."""
    try:
        facts: object = json.loads(text)
    except ValueError:
        return {}
    return {str(key): value for key, value in facts.items()} if isinstance(facts, dict) else {}
