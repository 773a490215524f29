"""function-search-path-mutable."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.functions.bare_names import bare_names, is_bound
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.HIGH)
def function_search_path_mutable(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A function runs with the search_path of whoever calls it.

    A SECURITY DEFINER function has its owner's rights: a caller who puts a table or function of the same name
    in front (a temporary table is enough) has it read or run in place of the real one. Any other function
    finds other objects, or none, when it is called with another path.

    Three findings at most, each with all its functions: SECURITY DEFINER functions that name something of the
    schema without its schema; at medium those that do not, for only Postgres's own names can be taken from
    them; at info functions that run as their caller and name something without its schema. Silent for
    aggregates, for languages other than SQL and PL/pgSQL, and for SQL bodies that Postgres bound when the
    function was made (BEGIN ATOMIC).

    The facts that suffice: pg_proc.prosecdef, and no search_path in pg_proc.proconfig.
    """
    open_ones: dict[Severity, list[tuple[Function, tuple[str, ...]]]] = {}
    for function in context.catalog.functions:
        if (
            function.kind == "aggregate"
            or function.language not in ("sql", "plpgsql")
            or not context.facts.is_own(function)
        ):
            continue
        settled = function.search_path is not None or is_bound(function)
        names = () if settled else bare_names(function, context.catalog)
        if settled or not (function.security_definer or names):
            yield context.holds(function)
            continue
        severity = (
            Severity.INFO if not function.security_definer else Severity.HIGH if names else Severity.MEDIUM
        )
        open_ones.setdefault(severity, []).append((function, names))
    for severity, functions in open_ones.items():
        for function, names in functions:
            yield _finding(function, names, severity, len(functions), context)


def _finding(
    function: Function, names: tuple[str, ...], severity: Severity, count: int, context: Context
) -> Finding:
    word = "PROCEDURE" if function.kind == "procedure" else "FUNCTION"
    definer = function.security_definer
    seen = [
        catalog(
            f"{function.identity}: pg_proc.proconfig sets no search_path; "
            f"pg_proc.prosecdef = {str(definer).lower()}"
        )
    ]
    seen += [parsed(f"{function.identity} names {listed(names)} without a schema")] if names else []
    who = f"{count} functions set" if count > 1 else f"{function.identity} sets"
    rights = (
        ("their owners'" if count > 1 else "its owner's")
        if definer
        else ("their callers'" if count > 1 else "its caller's")
    )
    return context.finding(
        function,
        f"{who} no search_path and run{'' if count > 1 else 's'} with {rights} rights: "
        "the caller's path decides what a name means",
        severity=severity,
        evidence=seen,
        fix=f"ALTER {word} {function.identity} SET search_path = {_path(names, context)};",
        rollback=f"ALTER {word} {function.identity} RESET search_path;",
        advice=None
        if definer
        else "A SQL function with a search_path of its own is no longer inlined: "
        "where speed rests on that, write the schema before each name instead",
        cause=severity.value,
    )


def _path(names: tuple[str, ...], context: Context) -> str:
    """What the names meant so far: the schemas of the session's own path. pg_temp comes last, or it would
    come first.
    """
    if not names:
        return "''"
    schemas = {schema.name for schema in context.catalog.schemas}
    usual = ["public", "extensions"] if context.facts.platform == "supabase" else ["public"]
    return ", ".join([*(name for name in usual if name in schemas), "pg_temp"])
