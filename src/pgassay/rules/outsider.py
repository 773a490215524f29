"""What somebody who has nothing to do with a row does to it by a policy: done to planted rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from pgassay.facts.gaps.believed import rows_of_user
from pgassay.facts.gaps.looked_up import everybody_has, looked_up
from pgassay.facts.gaps.opening import lookups
from pgassay.facts.gaps.passing import ANONYMOUS, by_policy
from pgassay.model.finding import Evidence
from pgassay.model.relations import Policy, Relation
from pgassay.read.experiment import Experiment, Session
from pgassay.read.planting import Row, Unplanted
from pgassay.rules.context import Context, executed
from pgassay.rules.standing import SOMEBODY, stranger

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: So many changes are made to rows to see whether a policy asks for what they hold.
_MOST_CHANGES = 60
_WORD = re.compile(r"\w+")

_Shape = tuple[str, ...]


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """What a client does by a policy to a row of another tenant or user: `commands`, as `role`; `member` is
    true where it takes belonging to some tenant, and `form` is the same for policies that ask the same.
    """

    role: str
    member: bool
    commands: tuple[str, ...]
    form: str
    evidence: Evidence


#: By the form of a policy, whether it kept somebody out where that was tried: most tables have the same few.
_kept: WeakKeyDictionary[Facts, set[_Shape]] = WeakKeyDictionary()


def reached(policy: Policy, context: Context) -> Reached | None:
    """What is reached by a policy, whatever the row holds in the columns that the policy names; None where
    nothing is, where that is meant, or where it cannot be tried.
    """
    facts = context.facts
    relation = context.catalog.relation[policy.relation]
    if not _is_kept(policy, relation, facts):
        return None
    shape = _shape(policy, relation, facts)
    kept = _kept.setdefault(facts, set())
    if shape in kept:
        return None

    def tried() -> Reached | bool | None:
        found: Reached | bool | None = None
        for role, member in _sessions(policy, facts):
            attempt = _Attempt(context=context, policy=policy, relation=relation, role=role, member=member)
            one = context.experiment(attempt.made)
            if isinstance(one, Reached):
                return one
            found = found or one
        return found

    named = [relation.identity, *looked_up(facts, policy)]
    came = context.once(("outsider", policy.identity, *shape), named, tried)
    if came is True:
        kept.add(shape)
    return came if isinstance(came, Reached) else None


def _is_kept(policy: Policy, relation: Relation, facts: Facts) -> bool:
    """True for policies that show rows of somebody, and are not said to be open to all."""
    stated = facts.config.tenancy
    if facts.tenancy.scope(relation.identity).kind in ("none", "declared") or policy.using is None:
        return False
    if relation.identity in (*stated.publish, *stated.reference):
        return False
    ways = by_policy(facts, policy)
    return bool(ways) and not any(way.branch.anybody for way in ways)


def _shape(policy: Policy, relation: Relation, facts: Facts) -> _Shape:
    """What makes two policies of two tables ask the same."""
    scope = facts.tenancy.scope(relation.identity)
    texts = ((text or "").replace(f"{relation.name}.", "·.") for text in (policy.using, policy.check))
    return (scope.kind, policy.command, ",".join(policy.roles), *texts)


def _sessions(policy: Policy, facts: Facts) -> Iterator[tuple[str, bool]]:
    """Who tries it: nobody, somebody who belongs nowhere, a member of another tenant."""
    for role in dict.fromkeys(way.role for way in by_policy(facts, policy)):
        yield role, False
        if role != ANONYMOUS:
            yield role, True


class _Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try: a row of another is planted, then the client comes."""

    context: Context
    policy: Policy
    relation: Relation
    role: str
    member: bool

    def made(self, experiment: Experiment) -> Reached | bool:
        """What is reached; True where the policy keeps the client out, False where a change of the row's
        values does.
        """
        row = self._others(experiment)
        beside = self._beside(experiment)
        theirs = experiment.planter.forget()
        if self.member:
            self._join(experiment)
        session = stranger(self.context, self.role)
        if not self._passes(experiment, session, row):
            return True
        if not self._whatever_it_holds(experiment, session, row, theirs):
            return False
        for relation, looked_up_row in beside:
            # What is shared by a row elsewhere is not open.
            with suppress(Unplanted):
                experiment.planter.send(
                    f"DELETE FROM {relation} WHERE {experiment.named(relation, looked_up_row)}"
                )
            if not self._passes(experiment, session, row):
                return False
        return Reached(
            role=self.role,
            member=self.member,
            commands=("select", *self._written(experiment, session, row)),
            form="|".join(_shape(self.policy, self.relation, self.context.facts)),
            evidence=executed(self._said(), experiment.sql, rows=1),
        )

    def _others(self, experiment: Experiment) -> Row:
        """A row of another tenant, which has a member, or of another user."""
        tenancy, identity = self.context.facts.tenancy, self.relation.identity
        key, member = tenancy.key_of(identity), tenancy.membership
        given: dict[str, str | None] = {}
        row: Row | None = None
        if tenancy.mode == "tenant" and tenancy.table is not None and tenancy.key is not None:
            tenant = experiment.plant(tenancy.table)
            if member is not None and member.relation != identity:
                experiment.plant(member.relation, {member.tenant_column: tenant[tenancy.key]})
            if tenancy.table == identity:
                row = tenant
            elif key is not None:
                given[key] = tenant[tenancy.key]
        return row if row is not None else self._hung(experiment, given)

    def _beside(self, experiment: Experiment) -> list[tuple[str, Row]]:
        """A row of each table that the policy looks up, where there is none yet."""
        found: list[tuple[str, Row]] = []
        for relation in looked_up(self.context.facts, self.policy):
            if not experiment.planter.has(relation):
                with suppress(Unplanted):
                    found.append((relation, experiment.plant(relation)))
        return found

    def _hung(self, experiment: Experiment, given: dict[str, str | None]) -> Row:
        """A row that points at something by each of its foreign keys, where it can: to point at nothing is a
        case of its own.
        """
        identity = self.relation.identity
        pointing = dict(given)
        for key in self.context.catalog.foreign_keys_of(identity):
            if len(key.columns) == 1 and key.references not in (None, identity):
                with suppress(Unplanted):
                    there = experiment.planter.planted(key.references or "")
                    pointing.setdefault(key.columns[0], there[key.referenced_columns[0]])
        with suppress(Unplanted):
            return experiment.plant(identity, pointing)
        return experiment.plant(identity, given)

    def _join(self, experiment: Experiment) -> None:
        """Makes SOMEBODY a member of a tenant of their own, without the words that the policy asks for, and
        plants what it looks up and everybody has.
        """
        facts = self.context.facts
        tenancy, member = facts.tenancy, facts.tenancy.membership
        asked = {one[0]: one for one in self._looked_up()}
        if member is not None and tenancy.table is not None and tenancy.key is not None:
            own = experiment.plant(tenancy.table)[tenancy.key]
            _, _, words = asked.pop(member.relation, ("", "", {}))
            plain = {name: _other(experiment, member.relation, name, held) for name, held in words.items()}
            row = {**plain, member.user_column: SOMEBODY, member.tenant_column: own}
            experiment.plant(member.relation, row)
        for relation, user, words in asked.values():
            if relation != self.relation.identity and not words and everybody_has(facts, relation):
                experiment.plant(relation, {user: SOMEBODY})

    def _looked_up(self) -> Iterator[tuple[str, str, dict[str, frozenset[str]]]]:
        """The relations of which the policy wants a row of the session's user, as rows_of_user has them."""
        facts = self.context.facts
        test = facts.conditions.get((self.policy.identity, "using"))
        for _, query in lookups(test, facts, self.policy.identity) if test is not None else ():
            yield from rows_of_user(query)

    def _whatever_it_holds(
        self, experiment: Experiment, session: Session, row: Row, theirs: list[tuple[str, Row]]
    ) -> bool:
        """True where the row passes whatever it, and what it hangs on, hold in columns that are named."""
        changes = (
            (relation, planted, column, value)
            for relation, planted in theirs
            for column, value in self._changes(experiment, relation, planted)
        )
        for relation, planted, column, value in itertools.islice(changes, _MOST_CHANGES):
            try:
                experiment.change(relation, planted, column, value)
            except Unplanted:
                continue
            if not self._passes(experiment, session, row):
                return False
        return True

    def _passes(self, experiment: Experiment, session: Session, row: Row) -> bool:
        identity = self.relation.identity
        named = experiment.named(identity, row)
        # In a CASE, for Postgres trips over some tests of one value against itself (XX000).
        asked = f"CASE WHEN {self.policy.using} THEN true ELSE false END"
        query = f"SELECT 1 FROM {identity} WHERE {named} AND {asked}"
        return experiment.run(session, query).rows > 0

    def _changes(self, experiment: Experiment, relation: str, row: Row) -> Iterator[tuple[str, str | None]]:
        """Other values for the columns that the policy, or what it calls, names: not of keys, which say whose
        row it is.
        """
        catalog = self.context.catalog
        keys = {name for key in catalog.constraints_of(relation, "primary key") for name in key.columns}
        keys |= {name for key in catalog.foreign_keys_of(relation) for name in key.columns}
        keys |= self.context.facts.tenancy.held.get(relation, frozenset())
        for column in catalog.relation[relation].columns:
            if column.name in self._words() - keys and not column.generated:
                values = experiment.planter.others(relation, column.name)
                yield from ((column.name, value) for value in values if value != row.get(column.name))

    def _words(self) -> set[str]:
        """All words of the policy and of the functions that it calls, and these call."""
        facts = self.context.facts
        words, left = set[str](), [self.policy.using or ""]
        seen = set[str]()
        while left:
            found = set(_WORD.findall(left.pop()))
            words |= found
            for name in found - seen:
                functions = (f for f in facts.catalog.functions if f.name == name and facts.is_own(f))
                left += [one.body or one.definition for one in functions]
            seen |= found
        return words

    def _written(self, experiment: Experiment, session: Session, row: Row) -> tuple[str, ...]:
        """Which statements of the policy's reach the row: it is changed to what it is, and deleted."""
        identity = self.relation.identity
        named = experiment.named(identity, row)
        column = next((one.quoted for one in self.relation.columns if not one.generated), None)
        statements = {"update": f"UPDATE {identity} SET {column} = {column} WHERE {named}"}
        statements["delete"] = f"DELETE FROM {identity} WHERE {named}"
        return tuple(
            command
            for command, statement in statements.items()
            if self.policy.command in ("all", command) and experiment.run(session, statement).rows > 0
        )

    def _said(self) -> str:
        who = self.role if self.role == ANONYMOUS else f"{self.role} signed in as {SOMEBODY}"
        belongs = ", a member of another tenant," if self.member else ""
        return f"run as {who}{belongs}: a row of somebody else is read, whatever it holds"


def _other(experiment: Experiment, relation: str, column: str, words: frozenset[str]) -> str | None:
    """A value that is none of the words. Raises Unplanted where the column takes no other."""
    for value in experiment.planter.others(relation, column):
        if value is not None and value not in words:
            return value
    raise Unplanted(relation)
