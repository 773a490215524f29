"""policy-user-editable-claim."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.gaps.editable import Editable, editables
from pgassay.facts.gaps.passing import Passing
from pgassay.facts.policies.predicates import is_sent_along
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.lies import Lie
from pgassay.rules.rule import Holds


@rule(on=Policy, severity=Severity.CRITICAL, right="Policies believe nothing that a user can edit")
def policy_user_editable_claim(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy believes what the user who asks has chosen.

    user_metadata is written by its own user, with one call of the API and without any right; request headers
    and cookies are whatever the client sends; a setting that an exposed function sets is whatever it is
    called with. Who names a tenant or a role there is taken at their word.

    Critical where nothing else is asked: the session picks whose rows it reaches. High where the row's tenant
    is asked for as well, so that members take a role, and where a restrictive policy narrows nothing that
    its user minds. Medium where only the user's own rows pass. A setting counts where a function that client
    roles call sets it for longer than its own transaction. app_metadata and other claims are signed, and no
    user writes them.

    The facts that suffice: the claim, header or setting that the policy's expression, or a function that it
    asks, is parsed to compare; the functions that client roles may execute.
    """
    found = editables(context.facts, policy)
    if not found:
        if policy.permissive and "jwt" in f"{policy.using} {policy.check}":
            yield context.holds(policy)
        return
    relation = context.catalog.relation[policy.relation]
    for one, way in found:
        lie = Lie(context=context, relation=relation, way=way, one=one) if way is not None else None
        shown = lie.told() if lie is not None else None
        if one.setter is not None and shown is None:
            continue  # The function tests what it is asked to set.
        severity = _severity(one, way)
        yield context.finding(
            policy,
            f"{policy.identity} believes {one.name}, {_chosen(one)}: {_gain(one, way, relation, context)}",
            severity=severity,
            evidence=[
                catalog(f"pg_policy: {_asker(one, policy)} {_asked(one)}"),
                *([shown] if shown is not None else []),
            ],
            advice=_advice(one),
            detail=".".join(one.path),
            cause=f"{'.'.join(one.path)}|{severity.value}|{one.column is None}",
        )


def _severity(one: Editable, way: Passing | None) -> Severity:
    if way is None or way.branch.binds_tenant:
        return Severity.CRITICAL if one.setter is not None and way is not None else Severity.HIGH
    return Severity.MEDIUM if way.branch.binds_owner else Severity.CRITICAL


def _chosen(one: Editable) -> str:
    if one.setter is not None:
        return f"which {', '.join(one.setter.roles)} can set by calling {one.setter.function.identity}"
    return "which the client sends" if is_sent_along(one.path) else "which users write themselves"


def _gain(one: Editable, way: Passing | None, relation: Relation, context: Context) -> str:
    if way is None:
        return "the restriction holds for those who want it to"
    key = context.facts.tenancy.key_of(relation.identity)
    if one.setter is not None or (key is not None and one.column == key):
        return f"{way.role} can reach the rows of any tenant"
    if one.value is not None:
        return f"{way.role} passes by saying {one.value}"
    return f"{way.role} passes by what they say"


def _asker(one: Editable, policy: Policy) -> str:
    return "the expression" if one.by == policy.identity else one.by


def _asked(one: Editable) -> str:
    if one.value is not None:
        return f"holds it to {one.value}"
    return f"holds {one.column} to it" if one.column is not None else "reads it"


def _advice(one: Editable) -> str:
    if one.setter is not None:
        return (
            f"Test in {one.setter.function.identity} that the session belongs to what it sets, "
            "or REVOKE EXECUTE on it from client roles"
        )
    if is_sent_along(one.path):
        return (
            "Ask for auth.uid() or a signed claim; let a header only pick among the tenants of a membership"
        )
    return (
        "Keep it in app_metadata, which only the service role writes, or in a table that users cannot write"
    )
