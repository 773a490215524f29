"""function-trusts-tenant-argument."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.trust import Trust, Trusted, callers
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call
from pgassay.facts.functions.bodies import Body, trigger_row
from pgassay.facts.functions.writes import Write
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.model.relations import Trigger
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_VERBS = {"select": "reads", "insert": "writes", "update": "changes", "delete": "deletes", "merge": "changes"}


@rule(on=Function, severity=Severity.HIGH, assumes_tenancy=True)
def function_trusts_tenant_argument(function: Function, context: Context) -> Iterator[Finding | Holds]:
    """A SECURITY DEFINER function takes the tenant from its argument or its row and asks nobody whether it is
    theirs.

    The function runs as its owner, past row security, so whoever may call it names any tenant, or any user of
    one, and reads or writes there.

    For a function that client roles may execute: an argument is held equal to a tenant key (or names the user
    whose tenant is looked up) where rows are written or returned, and neither the condition nor what was
    tested before it depends on the session. For a trigger function: the tenant of NEW or OLD is written to a
    tenant key that no foreign key holds to the tenant table. It is silent for SECURITY INVOKER functions, for
    helpers that policies call, and for functions that `tenancy.public_functions` declares. Facts that
    suffice: pg_proc.prosecdef and proacl, the parsed body, pg_constraint.
    """
    body = context.facts.bodies.get(function.identity)
    if (
        not function.security_definer
        or body is None
        or not body.understood
        or context.facts.tenancy.mode == "none"
    ):
        return
    if function.is_trigger:
        yield from _by_row(function, body, context)
        return
    who = callers(function, context.catalog, context.facts.access)
    if not who:
        return
    facts = context.facts
    trust = Trust(facts.tenancy, facts.sources, facts.user_columns | _membership_users(context))
    found = list(dict.fromkeys(trust.of(body)))
    declared = function.identity.partition("(")[0] in context.config.tenancy.public_functions
    if found and _is_helper(function, body, context):
        return
    if found and not declared:
        yield context.finding(
            function,
            _message(function, found, who),
            evidence=[
                catalog(f"pg_proc.prosecdef = true; EXECUTE is granted to {', '.join(who)}"),
                *(parsed(_evidence(one)) for one in found),
            ],
            advice=_advice(found[0], who),
        )
    elif found or any(facts.tenancy.key_of(write.relation or "") for write in body.writes):
        yield context.holds(function)


def _membership_users(context: Context) -> frozenset[tuple[str, str]]:
    return frozenset((one.relation, one.user_column) for one in context.facts.tenancy.entitlements)


def _is_helper(function: Function, body: Body, context: Context) -> bool:
    """True for a question about membership: it writes nothing, and is boolean or what policies call."""
    if body.writes:
        return False
    names = {function.name, f"{function.schema}.{function.name}"}
    asked = (node for test in context.facts.conditions.values() for node in inside(test))
    return function.result == "boolean" or any(
        isinstance(node, Call) and node.name in names for node in asked
    )


def _message(function: Function, found: list[Trusted], who: tuple[str, ...]) -> str:
    what, whose = ("user", "in any user's tenant") if found[0].names_user else ("tenant", "of any tenant")
    done = ", ".join(dict.fromkeys(f"{_VERBS[one.command]} {one.relation}" for one in found))
    return (
        f"{function.identity} takes the {what} from its argument {found[0].parameter}: as "
        f"{' or '.join(who)} it {done} {whose}"
    )


def _evidence(one: Trusted) -> str:
    by = f"the tenant of user {one.parameter}" if one.names_user else one.parameter
    return f"{_VERBS[one.command]} {one.relation} by {one.column} = {by}, with no test of the session"


def _advice(first: Trusted, who: tuple[str, ...]) -> str:
    check = (
        f"Take the user from the session instead of {first.parameter}"
        if first.names_user
        else f"Raise unless the session's user is a member of {first.parameter}"
    )
    return f"{check}; if only a service calls it, revoke EXECUTE from PUBLIC, {', '.join(who)}."


def _by_row(function: Function, body: Body, context: Context) -> Iterator[Finding | Holds]:
    triggers = [
        t for t in context.catalog.triggers if t.function == function.identity and t.enabled != "disabled"
    ]
    written = [write for write in body.writes if _tenant_of_row(write, context) is not None]
    loose = [write for write in written if not _enforced(write.relation or "", context)]
    if not triggers or not written:
        return
    if not loose:
        yield context.holds(function)
        return
    relation = loose[0].relation or ""
    key = context.facts.tenancy.key_of(relation)
    yield context.finding(
        function,
        f"{function.identity} writes whatever tenant the row carries into {relation}.{key}, "
        "which no foreign key holds to "
        f"{context.facts.tenancy.table}",
        severity=Severity.MEDIUM if _held_at_source(triggers, loose[0], context) else Severity.HIGH,
        evidence=[
            catalog("pg_proc.prosecdef = true"),
            parsed(f"inserts into {relation} with {key} from the trigger's row"),
            catalog(f"no foreign key of {relation} covers {key}"),
        ],
        advice=(
            f"Add a foreign key from {relation}.{key} to {context.facts.tenancy.table}: it "
            "refuses a tenant that does not exist."
        ),
    )


def _tenant_of_row(write: Write, context: Context) -> str | None:
    """The column of NEW or OLD that a write puts into the tenant key of what it inserts into."""
    key = context.facts.tenancy.key_of(write.relation or "")
    value = write.value(key) if key is not None and write.command == "insert" else None
    return trigger_row(value) if value is not None else None


def _enforced(relation: str, context: Context) -> bool:
    key = context.facts.tenancy.key_of(relation)
    if key is None or context.facts.tenancy.scope(relation).kind == "root":
        return True
    return any(key in one.columns and one.enforced for one in context.catalog.foreign_keys_of(relation))


def _held_at_source(triggers: list[Trigger], write: Write, context: Context) -> bool:
    """True when the row's own column is held by a foreign key wherever the trigger stands."""
    column = _tenant_of_row(write, context)
    return all(
        any(
            column in one.columns and one.enforced
            for one in context.catalog.foreign_keys_of(trigger.relation)
        )
        for trigger in triggers
    )
