"""What comes of it when a user takes a membership or a role: tried on planted rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping

import msgspec

from pgassay.facts.gaps.opening import Opening, openings
from pgassay.facts.gaps.passing import ANONYMOUS, Passing
from pgassay.facts.gaps.sessions import names_users, user_settings
from pgassay.facts.policies.owners import user_columns
from pgassay.facts.policies.predicates import Asks
from pgassay.model.finding import Evidence
from pgassay.model.relations import Relation
from pgassay.read.experiment import RECURSION, Experiment, Outcome, Session
from pgassay.rules.context import Context, executed

#: The user who takes something: nobody's key.
SOMEBODY = "00000000-0000-4000-8000-00000000000a"

#: A row is tried on so many of the tables that it could open.
_MOST_DOORS = 4

Values = Mapping[str, str | None]


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an attack. `done`: the row was written. `kept`: a policy, privilege or trigger kept it, or
    policies that lead back to themselves.

    `opened` is the policy by which the user then read a row that they did not read before.
    """

    done: bool
    kept: bool
    opened: Opening | None
    evidence: Evidence


class Attack(msgspec.Struct, frozen=True, kw_only=True):
    """SOMEBODY writes a row of `relation` in one of the ways that its policies leave.

    `values` plants what the row is to point at and gives what to write.
    """

    context: Context
    relation: Relation
    way: Passing
    values: Callable[[Experiment], Values]

    def tried(self, doors: Iterable[Opening] | None = None) -> Tried | None:
        """What comes of it; None where it cannot be tried.

        The tables that such a row could open are tried in turn, and last the row alone; `doors` are those to
        try instead.
        """
        first = itertools.islice(self.doors() if doors is None else doors, _MOST_DOORS)
        wanted: list[Opening | None] = [*first, *((None,) if doors is None else ())]
        found: Tried | None = None
        for door in wanted:

            def at(experiment: Experiment, door: Opening | None = door) -> Tried:
                return self._at(experiment, door)

            one = self.context.experiment(at)
            if one is not None and (one.opened or one.kept):
                return one
            found = found or one
        return found

    def doors(self) -> tuple[Opening, ...]:
        """What rows of the relation open to readers: other tables whose rows belong to somebody."""
        facts = self.context.facts
        return tuple(
            one
            for one in openings(facts, self.relation.identity)
            if one.policy.relation != self.relation.identity
            and facts.tenancy.scope(one.policy.relation).kind in ("key", "path", "root", "owner")
            and one.policy in facts.access.policies(self.way.role, one.policy.relation, "select")
        )

    def _at(self, experiment: Experiment, door: Opening | None) -> Tried:
        behind = door.policy.relation if door is not None else None
        hidden = experiment.plant(behind) if behind is not None else {}
        values = self.values(experiment)
        statement = self._statement(experiment, values, door, self._belonging(experiment))
        session = stranger(self.context, self.way.role)
        known = behind is not None and experiment.finds(session, behind, hidden)
        outcome = experiment.run(session, statement)
        opened = (
            behind is not None
            and outcome.rows > 0
            and not known
            and experiment.finds(session, behind, hidden)
        )
        return Tried(
            done=outcome.rows > 0,
            kept=outcome.error in RECURSION or (self._is_own and self._is_refused(outcome)),
            opened=door if opened else None,
            evidence=executed(
                self._said(outcome, values, behind if opened else None), experiment.sql, rows=outcome.rows
            ),
        )

    def _is_refused(self, outcome: Outcome) -> bool:
        """True where SOMEBODY was kept from it; who is nobody to the schema was not even asked."""
        known = names_users(self.context.facts)
        return known and (outcome.refused or (outcome.error is None and outcome.rows == 0))

    def _statement(
        self, experiment: Experiment, values: Values, door: Opening | None, member: Values | None
    ) -> str:
        """The client's statement. Before an UPDATE the row is planted, in another tenant where it is to move.

        `member` is the row by which SOMEBODY belongs to the tenant, where the way asks for that.
        """
        planter, identity = experiment.planter, self.relation.identity
        rest = {
            **dict(door.words if door is not None else ()),
            **asked_flags(self.way),
            **self._own(door),
            **values,
        }
        if self.way.command == "insert":
            return planter.insert(identity, planter.row(identity, rest))
        tenancy = self.context.facts.tenancy
        before = {name: value for name, value in rest.items() if name not in values}
        key = tenancy.key_of(identity)
        if key is not None and key in values and tenancy.table is not None and tenancy.key is not None:
            before[key] = experiment.plant(tenancy.table)[tenancy.key]
        own = (
            tenancy.membership is not None
            and tenancy.membership.relation == identity
            and user_columns(self.context.facts, self.way.branch)
        )
        old = member if own and member is not None else experiment.plant(identity, before)
        changes = ", ".join(
            f"{column.quoted} = {planter.literal(values[column.name])}"
            for column in self.relation.columns
            if column.name in values
        )
        return f"UPDATE {identity} SET {changes} WHERE {experiment.named(identity, old)}"

    @property
    def _is_own(self) -> bool:
        """True for a way that is open to users who belong to nothing: what keeps one of them keeps all."""
        return self.context.facts.tenancy.mode == "owner" or not self.way.branch.binds_tenant

    def _belonging(self, experiment: Experiment) -> Values | None:
        """Makes SOMEBODY a plain member of the tenant, where the way asks for one."""
        tenancy = self.context.facts.tenancy
        member = tenancy.membership
        if self._is_own or member is None or tenancy.table is None or tenancy.key is None:
            return None
        tenant = experiment.planter.planted(tenancy.table)[tenancy.key]
        row = {member.user_column: SOMEBODY, member.tenant_column: tenant}
        return experiment.plant(member.relation, row)

    def _own(self, door: Opening | None) -> dict[str, str | None]:
        """The columns that make the row SOMEBODY's; where a member writes the row of another, those alone
        that the way asks for.
        """
        found = set(user_columns(self.context.facts, self.way.branch))
        if self._is_own:
            found |= {door.user} if door is not None else set()
            members = self.context.facts.tenancy.entitlements
            found |= {one.user_column for one in members if one.relation == self.relation.identity}
        return dict.fromkeys(sorted(found), SOMEBODY)

    def _said(self, outcome: Outcome, values: Values, opened: str | None) -> str:
        what = f"inserts a row into {self.relation.identity}"
        if self.way.command == "update":
            what = f"changes a row of {self.relation.identity}"
        given = ", ".join(f"{name} = {value}" for name, value in values.items())
        if outcome.error is not None:
            came = f"Postgres says {outcome.error}, {outcome.message}"
        else:
            came = f"{outcome.rows} row{'' if outcome.rows == 1 else 's'} written"
        then = f", and a row of {opened} that was hidden is read" if opened else ""
        return f"run as {self.way.role} signed in as {SOMEBODY}, who {what} with {given}: {came}{then}"


def stranger(context: Context, role: str) -> Session:
    """A session of a role: of SOMEBODY, or of nobody where the role is the one of those not signed in."""
    if role == ANONYMOUS:
        return Session(role=role)
    return Session(role=role, user=SOMEBODY, settings=dict.fromkeys(user_settings(context.facts), SOMEBODY))


def tenant_named(context: Context, relation: Relation) -> Callable[[Experiment], Values]:
    """Plants a tenant, and gives the key by which a row of a relation names it."""
    tenancy = context.facts.tenancy
    column, table, key = tenancy.key_of(relation.identity), tenancy.table, tenancy.key
    if column is None or table is None or key is None:
        return lambda _: {}
    return lambda experiment: {column: experiment.planter.planted(table)[key]}


def asked_flags(way: Passing) -> dict[str, str | None]:
    """What a way wants of a row beside its user and its tenant: a word in a column."""
    return {
        atom.column: atom.value.partition(", ")[0]
        for atom in way.branch.atoms
        if atom.asks is Asks.FLAG and atom.column and atom.value and not atom.negated and atom.value != "NULL"
    }
