"""Failures that say nothing of the migration: a stand-in is not the real extension."""

from __future__ import annotations

import re

from pgassay.model.catalog import Catalog
from pgassay.read.failures import Failure
from pgassay.read.names import is_of_extension

_WITHIN = re.compile(r'^(?:PL/pgSQL function (?P<pl>[^(\s]+)\(|SQL function "(?P<sql>[^"]+)")', re.M)
_NO_HANDLER = re.compile(r'^foreign-data wrapper "([^"]+)" has no handler')
_SHARED = frozenset({"public", "extensions", "pg_catalog"})


#: What an error says of a server that was built without a part of Postgres.
_PARTS = (
    re.compile(r"^(\w+) is not supported in this build$"),
    re.compile(r"^unsupported (XML) feature$"),
    re.compile(r"^compression method (lz4) not supported$"),
    re.compile(r'^invalid value for parameter "default_toast_compression": "(lz4)"$'),
)


def missing_part(failure: Failure) -> str | None:
    """The part of Postgres that the server used here is built without and a statement needs; None for other
    failures.
    """
    found = (part.match(failure.message) for part in _PARTS)
    return next((match[1] for match in found if match is not None), None)


def stand_in_to_blame(failure: Failure, catalog: Catalog) -> str | None:
    """The stand-in that raised an error, or that lacks what the statement uses; None where the migration is
    to blame.
    """
    stand_ins = {extension.name for extension in catalog.extensions if extension.stand_in}
    handler = _NO_HANDLER.match(failure.message)
    if handler is not None:
        # No wrapper has one here, whoever made it.
        return handler[1] if handler[1] in stand_ins else "wrappers"
    if not stand_ins:
        return None
    for match in _WITHIN.finditer(failure.within or ""):
        name = (match["pl"] or match["sql"]).rpartition(".")[2]
        for function in catalog.functions:
            if function.name == name and function.extension in stand_ins:
                return function.extension
    schema = (failure.missing or "").rpartition(".")[0]
    if schema and schema not in _SHARED:
        owners = [f.extension for f in catalog.functions if f.schema == schema and f.extension in stand_ins]
        owners += [r.extension for r in catalog.relations if r.schema == schema and r.extension in stand_ins]
        if owners:
            return owners[0]
    return _by_name(failure, catalog, stand_ins) or _by_type(failure, catalog, stand_ins)


def _by_name(failure: Failure, catalog: Catalog, stand_ins: set[str]) -> str | None:
    """A stand-in that lacks by name what its extension is known to bring."""
    missing = failure.missing or ""
    here = {one.name for one in (*catalog.functions, *catalog.types) if one.extension in stand_ins}
    if not missing or missing.rpartition(".")[2].lower() in here:
        return None
    return next((name for name in sorted(stand_ins) if is_of_extension(missing, name)), None)


def _by_type(failure: Failure, catalog: Catalog, stand_ins: set[str]) -> str | None:
    """A stand-in's type that an error on an operator, an operator class or a function names."""
    if failure.sqlstate not in ("42883", "42704"):
        return None
    words = set(re.findall(r"\w+", failure.message))
    for type_ in catalog.types:
        if type_.extension in stand_ins and type_.name in words:
            return type_.extension
    return None
