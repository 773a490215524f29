"""The relations that PL/pgSQL bodies name and that nothing makes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.facts.functions.bare_names import statements_of
from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse
from pgassay.read.names import extension_of, plain_name
from pgassay.rules.context import Context, ref_of
from pgassay.rules.missing import from_outside, unread_names

#: So few that bodies miss say nothing of the folder.
_FEW = 3

#: What reads or changes rows.
_ROWS = ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt")

#: What a text makes when it runs, renames, or calls the rows that a statement has changed.
_MAKES = re.compile(
    r"\bcreate\s+(?:(?:or\s+replace|unlogged|foreign|local|global|temp|temporary|materialized|recursive)\s+)*"
    r"(?:table|view|sequence)\s+(?:if\s+not\s+exists\s+)?(?P<made>[\w.\"]+)"
    r"|\b(?:rename\s+to|(?:old|new)\s+table(?:\s+as)?)\s+(?P<called>[\w\"]+)",
    re.I,
)

#: A body that makes a table whose name it is told, and a name that stands in quotes.
_BUILDS = re.compile(
    r"\bcreate\s+(?:\w+\s+){0,3}?table\s+(?:if\s+not\s+exists\s+)?[\w.\"]*(?:%|'\s*\|\|)", re.I
)
_QUOTED = re.compile(r"'([^'\s]+)'")

#: A body that asks whether a table is there, or catches that it is not.
_ASKS = re.compile(
    r"\b(?:to_regclass|undefined_table|information_schema\s*\.\s*tables|pg_tables|pg_class)\b", re.I
)

#: What PostGIS brings into the schema it is created in.
_OF_POSTGIS = frozenset(
    ("spatial_ref_sys", "geometry_columns", "geography_columns", "raster_columns", "raster_overviews")
)


def named_nowhere(context: Context) -> list[tuple[Function, tuple[str, ...]]]:
    """The PL/pgSQL functions that read or change relations which are not there and no migration makes, each
    with those, sorted.

    None where the folder is not the whole history, which shows in what its statements miss, or where
    bodies miss more relations than it makes.
    """
    if not context.migrations or from_outside(context):
        return []
    there = _there(context)
    asked = [(one, missing) for one in _own(context) if (missing := set(_relations(one)) - there)]
    # To read all texts takes longer than to read all bodies, and most bodies name what is there.
    made = _made(context) if asked else frozenset[str]()
    found: list[tuple[Function, tuple[str, ...]]] = []
    missed: set[tuple[str, str]] = set()
    for function, missing in asked:
        lost = {one for one in missing if one[1] not in made and _ours(one, context)}
        if lost:
            missed |= lost
            found.append((function, tuple(sorted(plain_name(".".join(one).lstrip(".")) for one in lost))))
    return found if len(missed) < max(len(list(context.own_relations())), _FEW) else []


def _own(context: Context) -> Iterator[Function]:
    for function in context.catalog.functions:
        made = function.extension is None and function.schema not in context.facts.managed
        asks = function.language != "plpgsql" or _ASKS.search(function.body)
        if made and not asks and context.origins.of(ref_of(function)):
            yield function


def _there(context: Context) -> frozenset[tuple[str, str]]:
    """All relations by schema and name, and by name alone: a search_path finds some of them."""
    catalog = context.catalog
    found = [*catalog.relation_names, *((one.schema, one.name) for one in catalog.sequences)]
    return frozenset((*found, *(("", name) for _, name in found)))


def _made(context: Context) -> frozenset[str]:
    """The bare names of what the migrations make or take for granted, also for a while, or may be told to."""
    texts = [one.sql for migration in context.migrations for one in migration.statements]
    faults = [fault for migration in context.migrations for fault in migration.faults]
    names = {*context.origins.makers.making, *unread_names(faults)}
    names |= {name for one in context.replay.placeholders for name in (one.name, one.now)}
    names |= {m["made"] or m["called"] for text in texts for m in _MAKES.finditer(text)}
    if any(_BUILDS.search(text) for text in texts):
        names |= {match[1] for text in texts for match in _QUOTED.finditer(text)}
    return frozenset(plain_name(name).rpartition(".")[2].lower() for name in names) | _OF_POSTGIS


def _ours(name: tuple[str, str], context: Context) -> bool:
    """True for a name in a schema of the migrations' own, or without one."""
    schema, bare = name
    if bare.startswith("pg_") or extension_of(".".join(name).lstrip(".")) is not None:
        return False
    foreign = {one.schema for one in context.catalog.relations if one.extension is not None} - {"public"}
    own = {one.name for one in context.catalog.schemas} - foreign - context.facts.managed
    return not schema or schema in own


def _relations(function: Function) -> Iterator[tuple[str, str]]:
    """The relations whose rows a body reads or changes, as it names them: schema or nothing, and name."""
    for tree in statements_of(function):
        if not any(kind in tree for kind in _ROWS):
            continue
        local = set(_local(tree))
        for _, node in parse.walk(tree):
            if isinstance(node.get("relname"), str):
                name = (str(node.get("schemaname", "")), str(node["relname"]))
                if name[0] or name[1] not in local:
                    yield name


def _local(tree: Tree) -> Iterator[str]:
    """What a statement calls its own parts: WITH names them, and FROM gives them others."""
    for _, node in parse.walk(tree):
        for field in ("ctename", "aliasname"):
            if isinstance(node.get(field), str):
                yield str(node[field])
