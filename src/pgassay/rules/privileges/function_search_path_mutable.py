"""function-search-path-mutable."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.lost_names import losing
from pgassay.facts.functions.bare_names import bare_names, is_bound, is_plain, path_for
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.HIGH, right="Functions fix their search_path")
def function_search_path_mutable(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A function runs with the search_path of whoever calls it.

    A SECURITY DEFINER function has its owner's rights: a caller who puts a table or function of the same name
    in front (a temporary table is enough) has it read or run in place of the real one. Any other function
    fails where it is run with a path that does not lead to what it names.

    Three findings at most, each with all its functions: SECURITY DEFINER functions that name something of
    the schema without its schema, at high; other SECURITY DEFINER functions, at medium, for only Postgres's
    own names can be taken from them, and at low where callers come by an API alone, which lets nobody choose
    a path; and, at medium, functions that run as their caller and name something without its schema, where a
    function with a search_path of its own that lacks it calls them or fires them as a trigger (one without a
    WHEN clause), or where an index, a constraint or a materialized view needs them, which Postgres fills
    under no path. Silent for other functions that run as their caller: their caller's rights are all that he
    could take. Silent for aggregates, for languages other than SQL and PL/pgSQL, and for SQL bodies that
    Postgres bound when the function was made (BEGIN ATOMIC).

    The facts that suffice: pg_proc.prosecdef, and no search_path in pg_proc.proconfig.
    """
    open_ones: list[tuple[Function, tuple[str, ...]]] = []
    loose: dict[str, tuple[str, ...]] = {}
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
        elif function.security_definer:
            open_ones.append((function, names))
        else:
            loose[function.identity] = names
    for function, names in open_ones:
        yield _definer(function, names, context, is_all=not loose)
    lost = losing(context.facts, loose)
    for identity, how in lost.items():
        yield _invoker(context.catalog.function[identity], loose[identity], how, context)


def _definer(function: Function, names: tuple[str, ...], context: Context, *, is_all: bool) -> Finding:
    it, they = "", ""
    if names:
        it, they = f" and names {listed(names)} without a schema", " and name things without a schema"
    decides = f"the caller's path decides what {'a name means' if names else 'names of Postgres mean'}"
    return _finding(
        function,
        names,
        f"{function.identity} sets no search_path and runs with its owner's rights{it}: {decides}",
        context,
        severity=Severity.HIGH if names else Severity.LOW if _is_shut(context) else Severity.MEDIUM,
        together=f"{{count}} functions set no search_path and run with their owners' rights{they}: {decides}",
        is_all=is_all,
    )


def _is_shut(context: Context) -> bool:
    """True where callers come by an API alone, which lets nobody choose a path or make a function."""
    known = (context.catalog.role.get(role) for role in context.facts.client_roles)
    return context.facts.platform == "supabase" and not any(
        one is not None and one.can_login for one in known
    )


def _invoker(function: Function, names: tuple[str, ...], how: str, context: Context) -> Finding:
    return _finding(
        function,
        names,
        f"{function.identity} names {listed(names)} without a schema, and {how}: it fails there",
        context,
        severity=Severity.MEDIUM,
        how=how,
        together="{count} functions name things without a schema and are run where no path leads to them",
    )


def _finding(
    function: Function,
    names: tuple[str, ...],
    message: str,
    context: Context,
    *,
    severity: Severity,
    how: str | None = None,
    together: str | None = None,
    is_all: bool = False,
) -> Finding:
    word = "PROCEDURE" if function.kind == "procedure" else "FUNCTION"
    seen = [
        catalog(
            f"{function.identity}: pg_proc.proconfig sets no search_path; "
            f"pg_proc.prosecdef = {str(function.security_definer).lower()}"
        )
    ]
    seen += [parsed(f"{function.identity} names {listed(names)} without a schema")] if names else []
    seen += [parsed(f"{function.identity}: {how}")] if how else []
    # What it calls and fires runs under its path too.
    is_all = is_all and is_plain(function, context.facts.bodies[function.identity], context.catalog)
    path = path_for(names, context.catalog, context.facts.platform, is_all=is_all)
    return context.finding(
        function,
        message,
        severity=severity,
        evidence=seen,
        fix=f"ALTER {word} {function.identity} SET search_path = {path};",
        rollback=f"ALTER {word} {function.identity} RESET search_path;",
        advice="A SQL function with a search_path of its own is no longer inlined: "
        "where speed rests on that, write the schema before each name instead"
        if how
        else None,
        cause="lost names" if how else "definer",
        together=together,
    )
