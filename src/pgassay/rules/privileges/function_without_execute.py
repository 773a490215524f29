"""function-without-execute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.gaps.passing import ANONYMOUS
from pgassay.facts.gaps.uncallable import Uncallable, uncallable
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.objects import Function
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="Who asks a policy may execute its functions")
def function_without_execute(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A policy, a view or a default calls a function that the calling role may not execute.

    Postgres looks for EXECUTE when the statement starts, as the role that sent it: not one row is lacking,
    the whole statement is refused with 42501, whatever the other policies of the table say.

    High where rows would pass for a signed-in role, medium for requests that nobody is signed in to. Low
    where nothing would pass for the role anyway and it is told an error in place of no rows, and in passing
    where such a request is nobody's. It is one finding for each function and role. Silent for policies of
    other roles, for tables that the role has no privilege on, and for trigger functions, which need no
    EXECUTE.

    The facts that suffice: pg_depend from a policy, view, default or CHECK to the function, pg_proc.proacl,
    and Postgres's answer to a query of the role.
    """
    found: dict[tuple[str, str], list[Uncallable]] = defaultdict(list)
    for one in uncallable(context.facts):
        found[one.function.identity, one.role].append(one)
    refused = {identity for identity, _ in found}
    for need in database.dependencies:
        function = database.function.get(need.needs) if need.needs_kind == "function" else None
        if function is not None and context.facts.is_own(function) and function.identity not in refused:
            refused.add(function.identity)
            if not function.is_trigger:
                yield context.holds(function)
    for (_, role), uses in found.items():
        yield _finding(context, uses[0].function, role, uses)


def _finding(context: Context, function: Function, role: str, uses: list[Uncallable]) -> Finding:
    served = [one for one in uses if one.served]
    worst, least = (Severity.MEDIUM, Severity.INFO) if role == ANONYMOUS else (Severity.HIGH, Severity.LOW)
    shown = served or uses
    commands = listed(list(dict.fromkeys(one.command.upper() for one in shown)))
    tables = listed(list(dict.fromkeys(one.relation.identity for one in shown)), 3)
    through = list(dict.fromkeys(one.through for one in shown))
    word = "PROCEDURE" if function.kind == "procedure" else "FUNCTION"
    change = f"EXECUTE ON {word} {function.identity} {{}} {quoted(role)};"
    return context.finding(
        function,
        f"{role} may not execute {function.identity}, which {listed(through, 2)} "
        f"{'calls' if len(through) == 1 else 'call'}: Postgres refuses its {commands} on {tables}",
        severity=worst if served else least,
        evidence=[
            catalog(f"pg_proc.proacl of {function.identity} gives {role} no EXECUTE"),
            catalog(f"pg_depend: needed by {listed(through, 5)}"),
            *_seen(context, function, role, shown),
        ],
        fix=f"GRANT {change.format('TO')}" if served else None,
        rollback=f"REVOKE {change.format('FROM')}" if served else None,
        advice=None
        if served
        else f"Name the roles that the policies are for, so that they are not asked for {role}",
        detail=role,
    )


def _seen(context: Context, function: Function, role: str, uses: list[Uncallable]) -> list[Evidence]:
    """What Postgres says of the function to the role's first query of that kind; nothing where it is refused
    for something else.
    """
    read = next((one for one in uses if one.command == "select"), None)
    if read is None:
        return []
    # All columns: those of a view that nobody asks for are not worked out.
    answer = context.refused(f"SELECT * FROM {read.relation.identity} LIMIT 1", role)
    return [answer] if answer is not None and f"function {function.name} " in answer.summary else []
