"""What is to run instead of a statement on an index: the same, CONCURRENTLY, in a file of its own."""

from __future__ import annotations

import re

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Index
from pgassay.rules.context import Context

#: Stands before what refuses a transaction.
OWN_FILE = "-- in a file of its own, outside a transaction:\n"
#: Stands before what must not be in the transaction of what comes before it.
AFTER_THAT = "-- in a transaction of its own, after that one has ended:\n"

_CREATE = re.compile(r"^CREATE (UNIQUE )?INDEX ")
_REINDEX = re.compile(
    r"^(?P<head>\s*REINDEX\s*(?:\([^()]*\)\s*)?(?:INDEX|TABLE|SCHEMA|DATABASE))\b", re.IGNORECASE
)


def index_named(catalog: Catalog | None, identity: str) -> Index | None:
    """The index of that identity; None where the catalog has none."""
    found = catalog.indexes if catalog is not None else ()
    return next((index for index in found if index.identity == identity), None)


def built_beside(index: Index | None) -> tuple[str, str] | tuple[None, None]:
    """The SQL that builds an index while its table is in use, and the way back; nothing for one that is not
    known, belongs to a constraint, or is on a partitioned table.
    """
    if index is None or index.constraint is not None or " ON ONLY " in index.definition:
        return None, None
    return f"{OWN_FILE}{concurrently(index.definition)};", f"DROP INDEX CONCURRENTLY {index.identity};"


def concurrently(definition: str) -> str:
    """CREATE INDEX with CONCURRENTLY."""
    return _CREATE.sub(r"CREATE \1INDEX CONCURRENTLY ", definition)


def dropped_beside(context: Context, identities: list[str]) -> tuple[str, str] | tuple[None, None]:
    """The SQL that drops indexes while their table is in use, and the way back; nothing where Postgres cannot
    do that with one of them.
    """
    found = [index_named(context.watched.before, identity) for identity in identities]
    ways = [built_beside(index) for index in found]
    if not ways or any(way == (None, None) for way in ways):
        return None, None
    dropped = "\n".join(str(back) for _, back in ways)
    return f"{OWN_FILE}{dropped}", "\n".join(dict.fromkeys(str(built) for built, _ in ways))


def rebuilt_beside(sql: str) -> str | None:
    """REINDEX with CONCURRENTLY; None for SQL that is no REINDEX, or has the word already."""
    found = _REINDEX.match(sql)
    if found is None or re.search(r"\bCONCURRENTLY\b", sql, re.IGNORECASE):
        return None
    return f"{OWN_FILE}{found['head']} CONCURRENTLY{sql[found.end() :]};"
