"""function-executable-by-anon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.behaviour.asked import Asked
from pgassay.facts.behaviour.callers import callers
from pgassay.facts.ddl.execute_grants import granted_by_name, without_execute
from pgassay.facts.gaps.passing import ANONYMOUS
from pgassay.facts.gaps.unasked import Deed, Unasked
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.objects import Function
from pgassay.model.source import Statement
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_VERBS = {"select": "reads", "insert": "writes", "update": "changes", "delete": "deletes", "merge": "changes"}
_DOES = {
    "write": "change rows or send requests",
    "read": "give back rows",
    "count": "count rows",
    "build": "run SQL that they build",
    "closed": "were not understood, and run",
}


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    rests_on=("bodies",),
    right="SECURITY DEFINER functions ask for somebody who is signed in",
    yields_to=(
        "function-trusts-tenant-argument",
        "view-bypasses-rls",
        "auth-users-exposed",
        "function-executes-argument",
    ),
)
def function_executable_by_anon(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A SECURITY DEFINER function works for requests that nobody is signed in to.

    Postgres gives EXECUTE on a new function to everybody, and the platform to its role for anonymous
    requests. Whoever finds the address of the API can call the function, without an account, and it acts as
    its owner, past row-level security.

    It speaks where the function writes, sends a request, or gives back rows that the role without a session
    does not read by itself, and nothing on the way asks for the session or for a secret that the caller has
    to know. Low where all that comes back is a number. What function-trusts-tenant-argument or
    view-bypasses-rls tells of a function, for anon too, is told there. Functions that do the same are one
    finding. Silent for functions that a migration grants to that role by name, that
    `tenancy.public_functions` declares, that only triggers call, and that policies, views or defaults call,
    which need it.

    What EXECUTE runs is not read, nor is a body in another language than SQL and PL/pgSQL. There the
    privilege alone speaks, where nothing that can be read asks who calls; low where nothing can be.

    The facts that suffice: pg_proc.prosecdef and proacl, and the parsed body.
    """
    facts = context.facts
    if ANONYMOUS not in facts.client_roles:
        return
    unasked = Unasked(facts, Asked(facts.tenancy, facts.sources, tuple(facts.client_roles)))
    used = {one.needs for one in database.dependencies if one.needs_kind == "function"}
    statements = [one for migration in context.migrations for one in migration.statements]
    alike: dict[str, list[tuple[Function, tuple[Deed, ...]]]] = defaultdict(list)
    for function in database.functions:
        if not facts.is_own(function) or not function.security_definer or function.is_trigger:
            continue
        body = facts.bodies[function.identity]
        if ANONYMOUS not in callers(function, database, facts.access):
            continue
        meant = function.identity.partition("(")[0] in context.config.tenancy.public_functions
        meant = meant or function.identity in used
        deeds = unasked.of(function) or _unread(unasked, function)
        if not deeds or meant or granted_by_name(statements, function, ANONYMOUS) is not None:
            if body.understood and not (deeds or unasked.is_unclear(body) or unasked.passed_by_null(body)):
                yield context.holds(function)
        else:
            alike[_kind(deeds)].append((function, deeds))
    for kind, found in alike.items():
        for function, deeds in found:
            yield _finding(context, function, deeds, kind, statements)


def _unread(unasked: Unasked, function: Function) -> tuple[Deed, ...]:
    """What is known of a function that was not read: that it runs."""
    text = unasked.unread(function)
    if text is None:
        return ()
    return (Deed(command="build", what=text),) if text else (Deed(command="closed", what=function.language),)


def _kind(deeds: tuple[Deed, ...]) -> str:
    if deeds[0].command in ("build", "closed"):
        return deeds[0].command
    if any(deed.command != "select" for deed in deeds):
        return "write"
    return "count" if all(deed.counted for deed in deeds) else "read"


def _finding(
    context: Context,
    function: Function,
    deeds: tuple[Deed, ...],
    kind: str,
    statements: list[Statement],
) -> Finding:
    done = listed([_words(deed) for deed in deeds], 3)
    asks = "names nobody who calls" if kind == "closed" else "asks nobody who calls"
    repair = without_execute(context.facts, function, ANONYMOUS)
    return context.finding(
        function,
        f"{function.identity} {done} as its owner for {ANONYMOUS}, and {asks}",
        severity=Severity.LOW if kind in ("count", "closed") else None,
        evidence=[
            catalog(f"{function.identity}: pg_proc.prosecdef = true; EXECUTE reaches {ANONYMOUS}"),
            parsed(f"{function.identity} {done}, with no test of the session"),
            *(parsed(f"EXECUTE {deed.what}") for deed in deeds if deed.command == "build"),
            *_meant_for(context, function, statements),
        ],
        fix=repair.sql if repair is not None else None,
        rollback=repair.rollback if repair is not None else None,
        advice="Where it is meant for everybody, say so: GRANT EXECUTE … TO anon, or list it under "
        "public_functions in pgassay.toml",
        cause=kind,
        together=f"{{count}} SECURITY DEFINER functions {_DOES[kind]} for {ANONYMOUS}, and ask nobody who "
        "calls",
    )


def _words(deed: Deed) -> str:
    if deed.command == "build":
        return "runs SQL that it builds"
    if deed.command == "closed":
        return f"runs a body in {deed.what} that was not understood"
    return f"calls {deed.what}" if deed.command == "call" else f"{_VERBS[deed.command]} {deed.what}"


def _meant_for(context: Context, function: Function, statements: list[Statement]) -> Iterator[Evidence]:
    """Where a migration grants it to others by name: it was meant for them."""
    for role in context.facts.client_roles:
        found = granted_by_name(statements, function, role)
        if role != ANONYMOUS and found is not None:
            place = f"{found.location.file.rpartition('/')[2]}:{found.location.line}"
            yield parsed(f"{place} grants it to {role}; what everybody had before stays")
