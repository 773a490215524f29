"""Types as they are written to types as Postgres prints them, and what changing one for another takes."""

from __future__ import annotations

import re

from pgassay.model.names import quoted
from pgassay.model.source import Tree
from pgassay.read.foretell.names import Names
from pgassay.read.foretell.written import strings

#: What format_type prints for types whose name in the catalog is another.
_PRINTED = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "int": "integer",
    "smallserial": "smallint",
    "serial2": "smallint",
    "serial": "integer",
    "serial4": "integer",
    "bigserial": "bigint",
    "serial8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "varchar": "character varying",
    "bpchar": "character",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "varbit": "bit varying",
}
#: Types that number the rows of their column.
SERIAL = frozenset({"smallserial", "serial2", "serial", "serial4", "bigserial", "serial8"})

#: Further types of Postgres's own, which are printed as they are called.
_OWN_WORDS = """
    text numeric uuid json jsonb date interval bytea inet cidr macaddr name oid bit xml tsvector tsquery
    money point box int4range int8range numrange tsrange tstzrange daterange
"""
_OWN = frozenset(_OWN_WORDS.split())
_BUILT_IN = _OWN | frozenset(_PRINTED.values())

_SIZED = re.compile(r"(?P<base>[a-z ]+?)\((?P<size>\d+)(?:,(?P<scale>-?\d+))?\)(?P<rest>.*)\Z")

#: Of these, every value of any is stored as a value of every other.
_TEXTS = ("text", "character varying")

#: Casts between two of Postgres's own types that leave what is stored as it is, or depend on the session.
_NOT_TOLD = frozenset(
    {
        ("timestamp without time zone", "timestamp with time zone"),
        ("timestamp with time zone", "timestamp without time zone"),
        ("cidr", "inet"),
        ("integer", "oid"),
        ("oid", "integer"),
        ("bit", "bit varying"),
        ("bit varying", "bit"),
        ("xml", "text"),
        ("xml", "character varying"),
    }
)


def type_of(node: Tree, names: Names) -> str | None:
    """The type that a TypeName names, as format_type prints it; None where that cannot be told."""
    parts = strings(node.get("names"))
    if not parts or node.get("setof") or node.get("pct_type"):
        return None
    array = "[]" if "arrayBounds" in node else ""
    if parts[0] == "pg_catalog" or len(parts) == 1:
        own = _PRINTED.get(parts[-1], parts[-1])
        if own in _BUILT_IN and names.find_type(parts) is None:
            return _with_size(own, parts[-1], node) + array if _sizes(node) is not None else None
    found = names.find_type(parts)
    return found.identity + array if found is not None and "typmods" not in node else None


def _sizes(node: Tree) -> list[int] | None:
    """The numbers in the brackets of a type; None where one is no number."""
    found: list[int] = []
    for item in node.get("typmods", []):
        number = item.get("A_Const", {}).get("ival")
        if number is None:
            return None
        found.append(int(number.get("ival", 0)))
    return found


def _with_size(printed: str, name: str, node: Tree) -> str:
    sizes = _sizes(node)
    if name == "interval" or not sizes:
        # character without a size is character(1) to the grammar already.
        return printed
    if printed == "numeric":
        return f"numeric({sizes[0]},{sizes[1] if len(sizes) > 1 else 0})"
    first, space, rest = printed.partition(" ")
    timed = first in ("timestamp", "time")
    return f"{first}({sizes[0]}){space}{rest}" if timed else f"{printed}({sizes[0]})"


def is_built_in(printed: str) -> bool:
    """True for a type of Postgres's own, of any size."""
    return _base(printed) in _BUILT_IN


def _base(printed: str) -> str:
    sized = _SIZED.match(printed)
    return f"{sized['base']}{sized['rest']}" if sized else printed


def rewrites(was: str, now: str, names: Names) -> bool | None:
    """Whether a column of one type is written anew to be of another; None where the two do not tell.

    Source: ATColumnChangeRequiresRewrite, and what the server was seen to do for each pair.
    """
    if was == now:
        return False
    if not (is_built_in(was) and is_built_in(now)):
        return _of_own_types(was, now, names)
    old, new = _base(was), _base(now)
    if (old, new) in _NOT_TOLD or "interval" in (old, new):
        return None
    if old != new:
        if old in _TEXTS and new in _TEXTS:
            return _size(now) is not None and not _holds(was, now)
        return True
    return not _holds(was, now)


def _of_own_types(was: str, now: str, names: Names) -> bool | None:
    old, new = names.types.get(was), names.types.get(now)
    if old is not None and old.kind == "domain" and old.base == now:
        return False
    if new is not None and new.kind == "domain":
        return False if new.bare and new.base == was else None
    enums = [one for one in (old, new) if one is not None and one.kind == "enum"]
    others = [name for name, one in ((was, old), (now, new)) if one is None]
    return True if enums and all(is_built_in(name) for name in others) else None


def _size(printed: str) -> int | None:
    sized = _SIZED.match(printed)
    return int(sized["size"]) if sized else None


def _holds(was: str, now: str) -> bool:
    """True when each value of a type is one of the other, that differs in its size alone."""
    old, new = _SIZED.match(was), _SIZED.match(now)
    if new is None:
        return True
    if old is None or not (_base(now) in ("numeric", "character varying", "bit varying") or _timed(now)):
        return False
    same_scale = int(old["scale"] or 0) == int(new["scale"] or 0)
    return int(new["size"]) >= int(old["size"]) and same_scale


def _timed(printed: str) -> bool:
    return printed.startswith("time")


def identity_of(parts: list[str], names: Names) -> str:
    """The identity that CREATE TYPE or DOMAIN gives to a dotted name."""
    schema = parts[0] if len(parts) == 2 else (names.path[0] if names.path else "public")
    return f"{quoted(schema)}.{quoted(parts[-1])}"
