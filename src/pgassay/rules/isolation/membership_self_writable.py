"""membership-self-writable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from pgassay.facts.gaps.opening import Opening
from pgassay.facts.gaps.passing import Passing, by_policy
from pgassay.facts.gaps.standing import Taking, is_taken, takings
from pgassay.facts.gaps.unbound import is_membership, joins
from pgassay.facts.policies.owners import asks_user
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.policies.reaches import listed
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.read.experiment import Experiment
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds
from pgassay.rules.standing import Attack, Tried, Values, tenant_named

_ADVICE = (
    "Let a SECURITY DEFINER function that tests the invitation, or who asks, write these columns; "
    "grant clients INSERT and UPDATE on the other columns only"
)


@rule(
    on=Policy,
    severity=Severity.CRITICAL,
    assumes_tenancy=True,
    right="Nobody makes himself a member or an admin",
)
def membership_self_writable(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A client role may write the rows or columns by which policies tell who somebody is.

    Policies are worth what they believe. Who may insert a membership of their own belongs to any tenant; who
    may set the role in their own row is an admin; who may put themselves on a list that opens rows reads
    them all.

    Each attack is tried on the server: a user who belongs to nothing writes the row, and then reads a row
    that was hidden before. Silent where a policy, a privilege or a trigger keeps the user from it; where the
    check asks for an invitation, or that the tenant has no member yet; where members wait to be let in; where
    the column has no UPDATE privilege; where no policy, function or view looks the tenant up in the rows, as
    in those of a wizard's steps; and where the row only ties users to each other, as when one follows
    another.

    The facts that suffice: the check of the new row in pg_policy, the look-ups of the session's user in
    policies and in the functions they ask, those that give a set of tenants among them, and
    the privilege on the column.
    """
    relation = context.catalog.relation[policy.relation]
    attacks = _Attacks(context=context, policy=policy, relation=relation)
    yield from attacks.standing()
    yield from attacks.doors()
    if not attacks.told and attacks.asked:
        yield context.holds(policy)


class _Attacks(msgspec.Struct):
    """The ways of one policy to take something, and what came of trying them."""

    context: Context
    policy: Policy
    relation: Relation
    told: bool = False
    asked: bool = False

    def standing(self) -> Iterator[Finding]:
        """Joining a tenant, and taking a role in one."""
        facts = self.context.facts
        key = facts.tenancy.key_of(self.relation.identity)
        entering = joins(facts, self.policy)
        taking = takings(facts, self.policy)
        self.asked |= bool(entering or taking)
        evidence: list[Evidence] = []
        tenant = tenant_named(self.context, self.relation)
        entered = self._tried(entering[0], tenant) if entering else None
        if entered is not None and entered.kept:
            entering = ()
        elif entering and key:
            quoted = self.context.ref(self.relation, key)
            evidence.append(catalog(f"pg_policy: the check of the new row asks nothing of {quoted}"))
            evidence += [entered.evidence] if entered is not None and entered.done else []
        taking = tuple(one for one in taking if self._can_take(one, evidence))
        if entering or taking:
            self.told = True
            yield self.context.finding(
                self.policy, _message(self.policy, key, entering, taking), evidence=evidence, advice=_ADVICE
            )

    def doors(self) -> Iterator[Finding]:
        """Rows of the session's user that open other tables, other than memberships of tenants."""
        if self.told or is_membership(self.context.facts, self.relation):
            return
        for way in by_policy(self.context.facts, self.policy):
            if way.command != "insert" or not self._is_open(way):
                continue
            attack = Attack(context=self.context, relation=self.relation, way=way, values=lambda _: {})
            doors = [one for one in attack.doors() if not self._ties_users(one)]
            self.asked |= bool(doors)
            tried = attack.tried(doors) if doors else None
            if tried is not None and tried.opened is not None:
                self.told = True
                yield self._opened(way, tried.opened, tried.evidence)
                return

    def _opened(self, way: Passing, door: Opening, evidence: Evidence) -> Finding:
        return self.context.finding(
            self.policy,
            f"{self.policy.identity} lets {way.role} add themselves to {self.relation.identity} at will, "
            f"and {door.policy.identity} goes by it: one INSERT opens rows of others",
            evidence=[
                catalog(f"pg_policy: {door.by} looks for a row with {door.user} = the session's user"),
                evidence,
            ],
            advice="Let a SECURITY DEFINER function that tests who asks insert such rows, "
            "or ask in WITH CHECK for the right to what the row opens",
        )

    def _is_open(self, way: Passing) -> bool:
        facts, branch = self.context.facts, way.branch
        known = {Asks.OWNER, Asks.SIGNED_IN, Asks.FLAG}
        known |= {Asks.TENANT} if facts.tenancy.mode == "owner" else set()
        return (
            asks_user(facts, branch)
            and known.issuperset(atom.asks for atom in branch.atoms if not atom.negated)
            and not is_taken(facts, self.relation, way)
        )

    def _ties_users(self, door: Opening) -> bool:
        """True where all that a row points at beside its user are users too."""
        facts, identity = self.context.facts, self.relation.identity
        keys = facts.catalog.foreign_keys_of(identity)
        others = {name for key in keys for name in key.columns} - {door.user}
        users = {name for owner, name in facts.user_columns if owner == identity}
        owned = {
            name
            for key in keys
            for name, theirs in zip(key.columns, key.referenced_columns, strict=True)
            if (key.references, theirs) in facts.user_columns
        }
        return bool(others) and others <= users | owned

    def _can_take(self, one: Taking, evidence: list[Evidence]) -> bool:
        """False where trying shows that the column cannot be taken."""
        column, words = one.believed.column, one.believed.values
        tried = self._tried(one.way, lambda _: {column: min(words)})
        if tried is not None and tried.kept:
            return False
        said = catalog(f"{one.by} looks for {column} = {', '.join(sorted(words))}")
        if said not in evidence:
            evidence.append(said)
            evidence += [tried.evidence] if tried is not None and tried.done else []
        return True

    def _tried(self, way: Passing, values: Callable[[Experiment], Values]) -> Tried | None:
        return Attack(context=self.context, relation=self.relation, way=way, values=values).tried()


def _message(policy: Policy, key: str | None, joining: Sequence[Passing], takes: Sequence[Taking]) -> str:
    """Who may join what, and which role they may take."""
    roles = listed(list(dict.fromkeys(way.role for way in [*joining, *(one.way for one in takes)])))
    deeds: list[str] = []
    if joining:
        self_made = all(way.branch.binds_owner for way in joining)
        verb = "join" if any(way.command == "insert" for way in joining) else "move to"
        deeds.append(
            f"{verb} any tenant ({key} is free)"
            if self_made
            else f"put anybody into any tenant ({key} is free)"
        )
    if takes:
        columns = listed(list(dict.fromkeys(one.believed.column for one in takes)))
        believers = listed(list(dict.fromkeys(one.by for one in takes)), 2)
        made = all(one.way.command == "insert" for one in takes)
        rows = "their own row" if all(one.own for one in takes) else "any row of their tenant"
        rows = rows.replace("any row", "a new row") if made else rows
        deeds.append(f"set {columns} in {rows}, and {believers} goes by it")
    return f"{policy.identity} lets {roles} {' and '.join(deeds)}"
