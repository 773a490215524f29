"""policy-names-inconsistent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, rule
from pgassay.rules.fresh import is_fresh
from pgassay.rules.rule import Holds

_STYLES = (
    ("a sentence", re.compile(r"^\S+(?: \S+)+$")),
    ("snake_case", re.compile(r"^[a-z0-9]+(?:_[a-z0-9]+)*$")),
    ("camelCase", re.compile(r"^[a-z]+[0-9]*(?:[A-Z][a-z0-9]*)+$")),
    ("kebab-case", re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)+$")),
)

#: With fewer policies nothing is a custom yet, and so many of them share one before others stand out.
_FEWEST, _SHARE = 8, 0.75


@rule(on=Catalog, severity=Severity.INFO)
def policy_names_inconsistent(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A few policies are named in another style than the rest.

    A name in another style is overlooked by those who search for one, and written down wrong in the DROP that
    was to remove it. One finding for all of them.

    It speaks of the policies that the new migrations bring: the old names are in use. Silent where fewer
    than three quarters share a style, for then there is none, and in small schemas.

    The facts that suffice: the names of the policies (pg_policy.polname).
    """
    policies = [one for one in context.catalog.policies if context.facts.is_own_policy(one)]
    styles = {one.identity: _style(one.name) for one in policies}
    counted = Counter(styles.values())
    if len(policies) < _FEWEST:
        return
    (usual, count), *_rest = counted.most_common()
    if count / len(policies) < _SHARE:
        return
    others = [
        one for one in policies if styles[one.identity] != usual and is_fresh(context, context.ref(one))
    ]
    many = f"{len(others)} policies are" if len(others) > 1 else "1 policy is"
    for policy in others:
        yield context.finding(
            policy,
            f"{many} not named in {usual}, as the others are: {listed(sorted(one.name for one in others))}",
            evidence=[catalog(f"{count} of {len(policies)} policies are named in {usual}")],
            advice="ALTER POLICY … RENAME TO a name in the usual style",
            cause="style",
        )


def _style(name: str) -> str:
    return next((style for style, pattern in _STYLES if pattern.match(name)), "a style of its own")
