"""function-executes-argument."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.facts.behaviour.asked import Asked
from pgassay.facts.behaviour.trust import callers
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Compare, Literal, Member, Parameter, Term
from pgassay.facts.functions.executed import Executed, executed_arguments
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.objects import Function
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

#: Patterns that let through letters, digits and underscores alone.
_WORDS_ONLY = re.compile(r"^\^\(?\[[A-Za-z0-9_\\wd-]+\][+*]?(\{\d+(,\d*)?\})?\)?([+*]|\{\d+(,\d*)?\})?\$$")
_SYNTAX_ERROR = "(42601)"


@rule(on=Catalog, severity=Severity.CRITICAL, right="Functions run no text that callers give them")
def function_executes_argument(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A function runs text that its caller gives it as SQL.

    Whoever may call it writes the statement, or a part of it: SECURITY DEFINER runs that as the owner, past
    row-level security, and one call reads every tenant's rows or drops the tables. Without it the caller gets
    what an API does not give him, SQL of his own: TRUNCATE, for one, asks no policy.

    Critical where a client role may call a SECURITY DEFINER function, high where something in it asks who
    calls; for other functions that a client role may call high where the role may TRUNCATE a table with
    row-level security, else medium; low where only a service may call it. Silent where the text
    goes through quote_ident, quote_literal or format's %I and %L, is handed over by USING, has a type that
    holds no SQL (uuid, regclass), or is compared with what it may be: a list, a catalog, a pattern of
    letters.

    The facts that suffice: the expression that EXECUTE takes and the function's privileges; where the server
    can be asked, its syntax error at a lone quotation mark.
    """
    facts = context.facts
    asked = Asked(facts.tenancy, facts.sources, tuple(facts.client_roles))
    for function in context.catalog.functions:
        body = facts.bodies.get(function.identity)
        if body is None or not body.dynamic or function.is_trigger or not facts.is_own(function):
            continue
        tested = {name for condition in body.conditions for name in _tested(list(inside(condition)))}
        found = [one for one in executed_arguments(function, context.catalog) if one.name not in tested]
        who = callers(function, context.catalog, facts.access)
        if not found or (not who and not function.security_definer):
            yield context.holds(function)
            continue
        guarded = any(asked.rests_on_session(condition) for condition in body.conditions)
        yield _finding(context, function, found, who, guarded=guarded)


def _finding(
    context: Context, function: Function, found: list[Executed], who: tuple[str, ...], *, guarded: bool
) -> Finding:
    definer = function.security_definer
    emptied = "" if definer else _emptied(context, who)
    severity = Severity.HIGH if emptied else Severity.MEDIUM
    if definer:
        severity = Severity.LOW if not who else Severity.HIGH if guarded else Severity.CRITICAL
    names = listed([one.name for one in found])
    rights = "as its owner" if definer else "as the caller"
    able = f"{listed(who)} may call it" if who else "no client role may call it"
    if guarded and who:
        able += ", and whoever passes its test writes the statement"
    attempt = _tried(context, function, found[0], who)
    return context.finding(
        function,
        f"{function.identity} runs its argument {names} as SQL, {rights}: {able}",
        severity=severity,
        evidence=[
            *(parsed(f"EXECUTE {one.text}: {one.name} is not quoted") for one in found),
            catalog(f"pg_proc.prosecdef = {str(definer).lower()}; {able}"),
            *([catalog(emptied)] if emptied else []),
            *([attempt] if attempt is not None else []),
        ],
        advice=_advice(found, who),
    )


def _emptied(context: Context, who: tuple[str, ...]) -> str:
    """Which tables with row-level security the callers can empty once they send SQL of their own."""
    tables = [
        relation.identity
        for relation in context.own_relations()
        if relation.is_table
        and relation.rls_enabled
        and any(context.facts.access.granted(role, relation.identity, "truncate") for role in who)
    ]
    return f"pg_class.relacl: {listed(who)} may TRUNCATE {listed(tables, 3)}" if tables else ""


def _advice(found: list[Executed], who: tuple[str, ...]) -> str:
    whole = any(one.text.strip() == one.name or one.text.rstrip().endswith(f"|| {one.name}") for one in found)
    mend = (
        "Drop it and write the statements that are needed as functions of their own"
        if whole
        else "Put names in by format('%I', …), values by USING"
    )
    return f"{mend}; until then REVOKE EXECUTE FROM PUBLIC, {', '.join(who)}" if who else mend


def _tried(context: Context, function: Function, one: Executed, who: tuple[str, ...]) -> Evidence | None:
    """A call with a lone quotation mark: the syntax error says that it was read as SQL."""
    if function.kind != "function" or not who or not function.argument_types[one.position].startswith("text"):
        return None
    arguments = [
        "''''" if position == one.position else f"NULL::{type_}"
        for position, type_ in enumerate(function.argument_types)
    ]
    call = f"SELECT {quoted(function.schema)}.{quoted(function.name)}({', '.join(arguments)})"
    answer = context.refused(call, who[0])
    return answer if answer is not None and answer.summary.endswith(_SYNTAX_ERROR) else None


def _tested(nodes: list[object]) -> Iterator[str]:
    """The arguments that a condition holds to a list, to what a catalog knows, or to a pattern of letters."""
    for node in nodes:
        match node:
            case Member(term, _):
                yield from _named(term)
            case Compare("=", left, right):
                for one, other in ((left, right), (right, left)):
                    if other not in (Literal(""), Literal(None)):
                        yield from _named(one)
            case Compare("~" | "~*" | "!~" | "!~*", term, Literal(str(pattern))) if _WORDS_ONLY.match(
                pattern
            ):
                yield from _named(term)
            case _:
                pass


def _named(term: Term) -> Iterator[str]:
    return (node.name for node in inside(term) if isinstance(node, Parameter))
