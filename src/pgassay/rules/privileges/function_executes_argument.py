"""function-executes-argument."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.facts.behaviour.asked import Asked
from pgassay.facts.behaviour.callers import callers
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import (
    TOO_MANY,
    And,
    Call,
    Compare,
    IsNull,
    Literal,
    Member,
    Not,
    Parameter,
    Term,
    Test,
    branches,
)
from pgassay.facts.functions.bodies import Body
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
#: Functions that give NULL for what the catalog does not have.
_LOOK_UPS = ("to_regclass", "to_regtype", "to_regproc", "to_regprocedure", "to_regrole", "to_regnamespace")


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
    letters. A list of what it may not be holds nothing back.

    The facts that suffice: the expression that EXECUTE takes and the function's privileges; where the server
    can be asked, its syntax error at a lone quotation mark.
    """
    facts = context.facts
    asked = Asked(facts.tenancy, facts.sources, tuple(facts.client_roles))
    for function in context.catalog.functions:
        body = facts.bodies.get(function.identity)
        if body is None or not body.dynamic or function.is_trigger or not facts.is_own(function):
            continue
        # An argument stands in several texts: the first that runs untested tells of it.
        loose = {
            one.name: one
            for one in reversed(executed_arguments(function, context.catalog))
            if not _is_tested(one, body)
        }
        found = sorted(loose.values(), key=lambda one: one.position)
        who = callers(function, context.catalog, facts.access)
        if not found or (not who and not function.security_definer):
            if not found:
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
        if relation.rls_enabled
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


def _is_tested(one: Executed, body: Body) -> bool:
    """True where an argument is held to what it may be: by a test on every way to where its text runs; by any
    test in the function, where the function puts another value in its place.
    """
    if all(one.name not in _compared(node) for test in body.conditions for node in inside(test)):
        return False
    paths = [path for text, path in body.built if text == one.text]
    return one.reset or all(
        way == TOO_MANY or any(_limits(atom, one.name) for atom in way)
        for path in paths
        for way in branches(And(path))
    )


def _limits(atom: Test, name: str) -> bool:
    """True for an atom that only what is on a list, in a catalog, or of letters alone passes; to be on no
    list is no such limit.
    """
    part = atom.part if isinstance(atom, Not) else atom
    if name in _compared(part):
        against = isinstance(part, IsNull) or (
            isinstance(part, Compare) and part.operator in ("<>", "!~", "!~*")
        )
        return against == isinstance(atom, Not)
    return any(name in _compared(node) for node in inside(part))


def _compared(node: object) -> frozenset[str]:
    """The arguments that a condition compares with a list, with what a catalog knows, or with a pattern of
    letters.
    """
    match node:
        case Member(term, _):
            return _named(term)
        case Compare("=" | "<>", left, right):
            pairs = ((left, right), (right, left))
            return _named(*(one for one, other in pairs if other not in (Literal(""), Literal(None))))
        case Compare("~" | "~*" | "!~" | "!~*", term, Literal(str(pattern))) if _WORDS_ONLY.match(pattern):
            return _named(term)
        case IsNull(Call(name, arguments)) if name.rpartition(".")[2] in _LOOK_UPS:
            return _named(*arguments)
        case _:
            return frozenset()


def _named(*terms: Term) -> frozenset[str]:
    return frozenset(node.name for term in terms for node in inside(term) if isinstance(node, Parameter))
