"""Names as they are written in a tree, and as Postgres makes them up."""

from __future__ import annotations

from collections.abc import Callable

#: As NAMEDATALEN says, without the byte that ends a name.
_LONGEST_NAME = 63


def chosen(label: str, *parts: str, taken: Callable[[str], bool] = lambda _: False) -> str:
    """The name that Postgres makes up: parts and label with underscores, cut to its longest, numbered on.

    Source: makeObjectName and ChooseRelationName.
    """
    for number in ("", *map(str, range(1, 100))):
        end = f"_{label}{number}"
        cut = list(parts)
        while sum(len(one.encode()) for one in cut) + len(cut) - 1 + len(end) > _LONGEST_NAME:
            at = max(range(len(cut)), key=lambda index: len(cut[index]))
            cut[at] = cut[at][:-1]
        name = "_".join(cut) + end
        if not taken(name):
            return name
    return label


def strings(parts: object) -> list[str]:
    """The names in a list of String nodes, or in a List of them."""
    if isinstance(parts, dict):
        inner = parts.get("List", {}).get("items", parts.get("TypeName", {}).get("names", []))
        return strings(inner) if inner else [str(parts["String"]["sval"])] if "String" in parts else []
    if not isinstance(parts, list):
        return []
    return [str(part["String"].get("sval", "")) for part in parts if "String" in part]
