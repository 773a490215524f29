"""Whether a rule can say of an object that it is right, or only that it saw nothing wrong."""

from __future__ import annotations

from pgassay.model.ref import Ref
from pgassay.rules.context import Context
from pgassay.rules.rule import Rule


def vouched(context: Context, rule: Rule, ref: Ref) -> bool:
    """False where what the rule rests on, the test of a policy or the body of a function, was not understood
    as a whole.

    For a table, and for what belongs to one, all its policies count.
    """
    if not rule.rests_on:
        return True
    unread = context.facts.unread
    if "policies" in rule.rests_on:
        if ref.kind == "policy":
            return ref.identity not in unread.policies
        if ref.relation is not None:
            return unread.policies.isdisjoint(
                policy.identity for policy in context.catalog.policies_of(ref.relation)
            )
    if "bodies" in rule.rests_on:
        if ref.kind == "trigger" and ref.relation is not None:
            called = {
                trigger.function
                for trigger in context.catalog.triggers_of(ref.relation)
                if trigger.identity == ref.identity
            }
            return unread.functions.isdisjoint(called)
        return ref.identity not in unread.functions
    return True
