"""The names in a function's body that its search_path gives their meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts.functions.bodies import Body

#: Functions of Postgres that extensions (vector, citext, pgcrypto) define once more for their own types: the
#: bare name is Postgres's own, for pg_catalog is searched first.
_SHARED = frozenset(
    (
        *(
            "avg",
            "sum",
            "min",
            "max",
            "replace",
            "split_part",
            "strpos",
            "translate",
            "unnest",
            "gen_random_uuid",
        ),
        *(
            "regexp_match",
            "regexp_matches",
            "regexp_replace",
            "regexp_split_to_array",
            "regexp_split_to_table",
        ),
    )
)

#: Operators of Postgres's own types.
_WRITTEN = "= <> < <= > >= + - * / || -> ->> #> #>> ~ ~* !~ !~* ~~ ~~* !~~ !~~*"
_OF_POSTGRES = frozenset((*_WRITTEN.split(), "BETWEEN", "NOT BETWEEN"))


def is_bound(function: Function) -> bool:
    """True for a SQL function whose names Postgres resolved when it was made: BEGIN ATOMIC … END, or
    RETURN ….
    """
    return function.language == "sql" and function.body.lstrip().upper().startswith(
        ("BEGIN ATOMIC", "RETURN")
    )


def bare_names(function: Function, catalog: Catalog) -> tuple[str, ...]:
    """Relations, functions and types that a SQL or PL/pgSQL body names without a schema, sorted.

    What Postgres itself brings is left out: of functions and types only those count that the catalog knows in
    another schema than pg_catalog. A body that does not parse names nothing.
    """
    found: set[str] = set()
    for tree in statements_of(function):
        found |= _bare(tree, catalog)
    return tuple(sorted(found))


def path_for(names: tuple[str, ...], catalog: Catalog, platform: str, *, is_all: bool = True) -> str:
    """The search_path under which bare names mean what they meant so far: none, where there are no names and
    those are all, or else the schemas of the session's own path. pg_temp comes last, or it would come first.
    """
    if not names and is_all:
        return "''"
    schemas = {schema.name for schema in catalog.schemas}
    usual = ["public", "extensions"] if platform == "supabase" else ["public"]
    return ", ".join([*(name for name in usual if name in schemas), "pg_temp"])


def is_plain(function: Function, body: Body, catalog: Catalog) -> bool:
    """True where the names in a function's body are all that its search_path decides: it builds no SQL, and
    uses no operator that an extension has for its types.
    """
    if not body.understood or body.dynamic:
        return False
    extended = any(one.extension is not None and one.kind == "base" for one in catalog.types)
    return _operators(function) <= (frozenset() if extended else _OF_POSTGRES)


def _operators(function: Function) -> set[str]:
    """The operators without a schema in a function's body."""
    return {
        str(node["name"][0]["String"]["sval"])
        for tree in statements_of(function)
        for kind, node in parse.walk(tree)
        if kind == "A_Expr" and len(node.get("name", ())) == 1
    }


def statements_of(function: Function) -> Iterator[Tree]:
    """The parse trees of everything that a SQL or PL/pgSQL function runs or works out."""
    if function.language == "sql":
        yield from parse.queries(function.body)
        return
    yield from statements_in(function.definition)


def statements_in(definition: str) -> Iterator[Tree]:
    """The parse trees of everything that a PL/pgSQL function or a DO block, as it is written, runs or works
    out.
    """
    tree = parse.plpgsql(definition)
    for name, node in parse.walk(tree) if tree is not None else ():
        if name == "PLpgSQL_expr" and isinstance(node.get("query"), str):
            text = str(node["query"])
            # An assignment (`a := b`) and a plain expression are no statements: their value is.
            value = text.partition(":=")[2] if ":=" in text else text
            yield from parse.queries(text) or parse.queries(f"SELECT {value}")
        elif name == "PLpgSQL_type" and isinstance(node.get("typname"), str):
            yield from parse.queries(f"SELECT NULL::{node['typname']}")


def _bare(tree: Tree, catalog: Catalog) -> set[str]:
    common = {str(node["ctename"]) for name, node in parse.walk(tree) if name == "CommonTableExpr"}
    functions = {f.name for f in catalog.functions if f.extension is None or f.name not in _SHARED}
    types = {type_.name for type_ in catalog.types} | {relation.name for relation in catalog.relations}
    found: set[str] = set()
    for name, node in parse.walk(tree):
        if "relname" in node and "schemaname" not in node:
            if node["relname"] not in common and not str(node["relname"]).startswith("pg_"):
                found.add(str(node["relname"]))
        elif name == "FuncCall" and len(node.get("funcname", ())) == 1:
            called = node["funcname"][0]["String"]["sval"]
            found |= {called} & functions
        elif "typemod" in node and len(node.get("names", ())) == 1:
            found |= {node["names"][0]["String"]["sval"]} & types
    return found
