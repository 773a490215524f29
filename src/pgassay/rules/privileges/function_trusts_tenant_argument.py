"""function-trusts-tenant-argument."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pgassay.facts.behaviour.asked import Asked, with_row_each
from pgassay.facts.behaviour.callers import callers
from pgassay.facts.behaviour.trust import Trust, Trusted
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call
from pgassay.facts.ddl.execute_grants import without_execute
from pgassay.facts.functions.bodies import Body, trigger_row
from pgassay.facts.functions.writes import Write
from pgassay.facts.gaps.passing import ANONYMOUS
from pgassay.facts.policies.served import is_served
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.model.relations import Trigger
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.remarks import without_key_on_purpose
from pgassay.rules.rule import Holds
from pgassay.rules.trusting import Alike, Kind, advice, message, passing_roles, step, tested_how

#: What arguments name, the worst first.
_NAMED = ("tenant", "user", "row")
_NUMBERS = ("integer", "bigint", "numeric", "double precision", "smallint")


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    assumes_tenancy=True,
    rests_on=("bodies",),
    right="SECURITY DEFINER functions test the tenant that they are given",
)
def function_trusts_tenant_argument(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """SECURITY DEFINER functions take the tenant, the user or the row from an argument, or the tenant from a
    trigger's row, and ask nobody whether it is theirs.

    Such a function runs as its owner, past row security, so whoever may call it names any tenant, or any user
    of one, and reads or writes there.

    For functions that client roles may execute: an argument is held equal to a tenant key (or names the
    user whose tenant is looked up, or whose rows are changed, or at medium the row of a tenant that is
    changed) where rows are written or returned, and some way there has no test that ties the session to
    that argument: a comparison with the session's tenant or user, or a membership looked up for both. A
    test of the caller's role alone ties nothing, except for a role that no tenant hands out (one in no
    tenant's table, or called super_admin, platform staff or the like); nor does one that sessions without a
    user pass, where they may call it; nor one that NULL passes: IF role <> 'admin' raises nothing where a
    look-up found no role. A test behind the write counts where it raises: the error takes the write back.
    It is medium where rows are only counted, or one is named by its key; low where no more than a key comes
    back, and where the schema is one that the platform's API does not serve by itself. Functions that do
    the same are one finding. For a trigger function: the tenant of NEW or OLD is written to a tenant key
    that no foreign key holds to the tenant table, where no comment says that there is none on purpose. It is
    silent for SECURITY INVOKER functions, for helpers that policies call, and for functions that
    `tenancy.public_functions` declares. Facts that suffice: pg_proc.prosecdef and proacl, the parsed body,
    pg_constraint.
    """
    if context.facts.tenancy.mode == "none":
        return
    trust = _trust(context)
    open_ones: dict[Kind, list[tuple[Function, list[Trusted], tuple[str, ...]]]] = {}
    for function in database.functions:
        body = context.facts.bodies.get(function.identity)
        if not function.security_definer or body is None or not context.facts.is_own(function):
            continue
        if function.is_trigger:
            yield from _by_row(function, body, context)
            continue
        who = callers(function, database, context.facts.access)
        asked = replace(trust.asked, client_roles=who, signed_out=ANONYMOUS if ANONYMOUS in who else None)
        found = list(dict.fromkeys(replace(trust, asked=asked).of(body))) if who else []
        if not who or not body.understood or (found and _is_helper(function, body, context)):
            continue
        if found and function.identity.partition("(")[0] not in context.config.tenancy.public_functions:
            open_ones.setdefault(_kind(function, found, context), []).append((function, found, who))
        elif not found and any(context.facts.tenancy.key_of(write.relation or "") for write in body.writes):
            yield context.holds(function)
    for kind, functions in open_ones.items():
        alike = Alike(
            len(functions), sum(ANONYMOUS in passing_roles(found, who) for _, found, who in functions)
        )
        for function, found, who in functions:
            yield _finding(function, found, who, kind, alike, context)


def _trust(context: Context) -> Trust:
    facts = context.facts
    members = frozenset((one.relation, one.user_column) for one in facts.tenancy.entitlements)
    keys = {
        one.relation: one.columns[0]
        for one in context.catalog.constraints
        if one.relation is not None and one.kind == "primary key" and len(one.columns) == 1
    }
    hosted = facts.platform == "supabase"
    each = with_row_each(context.catalog, facts.bodies, facts.users) if hosted else None
    asked = Asked(facts.tenancy, facts.sources, tuple(facts.access.client_roles), everybody=each)
    return Trust(facts.tenancy, facts.sources, facts.user_columns | members, keys, asked)


def _kind(function: Function, found: list[Trusted], context: Context) -> Kind:
    writes = [one for one in found if one.command != "select"]
    first = min(writes or found, key=lambda one: _NAMED.index(one.names))
    result = function.result if not function.returns_set else ""
    does = "count" if result in _NUMBERS else "name" if result == "uuid" else "return"
    shut = not is_served(function.schema, context.catalog, context.facts)
    return Kind(first.names, "change" if writes else does, tested_how(first), own=first.own, shut=shut)


def _is_helper(function: Function, body: Body, context: Context) -> bool:
    """True for a question about membership: it writes nothing, and is boolean or what policies call."""
    if body.writes:
        return False
    names = {function.name, f"{function.schema}.{function.name}"}
    asked = (node for test in context.facts.conditions.values() for node in inside(test))
    return function.result == "boolean" or any(
        isinstance(node, Call) and node.name in names for node in asked
    )


def _finding(
    function: Function, found: list[Trusted], who: tuple[str, ...], kind: Kind, alike: Alike, context: Context
) -> Finding:
    passing = passing_roles(found, who)
    repair = without_execute(context.facts, function, ANONYMOUS) if passing == (ANONYMOUS,) else None
    return context.finding(
        function,
        message(function, found, passing, kind, alike),
        severity=_severity(kind),
        evidence=[
            catalog(f"{function.identity}: pg_proc.prosecdef = true; EXECUTE is granted to {', '.join(who)}"),
            *(parsed(f"{function.identity} {step(one)}") for one in found),
            *([catalog(f"No API serves schema {function.schema} unless it is told to")] if kind.shut else []),
        ],
        fix=repair.sql if repair is not None else None,
        rollback=repair.rollback if repair is not None else None,
        advice=advice(found, kind, alike, passing),
        cause=kind.cause,
    )


def _severity(kind: Kind) -> Severity | None:
    """None for the rule's own."""
    if kind.shut or kind.does == "name":
        return Severity.LOW
    return Severity.MEDIUM if kind.names == "row" or kind.does == "count" else None


def _by_row(function: Function, body: Body, context: Context) -> Iterator[Finding | Holds]:
    triggers = [
        t for t in context.catalog.triggers if t.function == function.identity and t.enabled != "disabled"
    ]
    written = [write for write in body.writes if _tenant_of_row(write, context) is not None]
    loose = [write for write in written if not _enforced(write.relation or "", context)]
    if not body.understood or not triggers or not written:
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
    if without_key_on_purpose(context, context.catalog.relation[relation], key):
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
