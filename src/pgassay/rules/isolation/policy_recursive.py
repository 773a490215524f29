"""policy-recursive."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.gaps.leading_back import Reading, Readings, readings
from pgassay.facts.policies.access import COMMANDS
from pgassay.facts.policies.reaches import enters, listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Relation
from pgassay.read.experiment import RECURSION, Experiment, Outcome
from pgassay.rules import Context, catalog, executed, rule
from pgassay.rules.rule import Holds
from pgassay.rules.standing import stranger

_WORDS = {"select": "read", "insert": "insert into", "update": "change", "delete": "delete from"}


@rule(on=Catalog, severity=Severity.HIGH, right="Policies do not lead back to their own table")
def policy_recursive(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A policy reads a table whose policies lead back to its own: every query of the table fails.

    A sub-select in a policy is held by the policies of the table that it reads. Where those read the first
    table again, Postgres gives up: infinite recursion detected in policy, for each statement, whatever the
    rows. Where a function that runs as its caller makes the look-up, the circle is found once there is a row:
    then the statement fails with stack depth limit exceeded, and the finding is at the function.

    Run on the server as the client role, and said only where Postgres gives up. Silent where a SECURITY
    DEFINER function whose owner bypasses row-level security makes the look-up: it breaks the circle. What
    other rules say of a policy that always fails stands beside this: no row passes it until it is mended.

    The facts that suffice: Postgres raises 42P17, or 54001 on a planted row.
    """
    found = readings(context.facts)
    for relation in context.catalog.relations:
        if relation.extension is None and found.by_relation.get(relation.identity) and relation.rls_enabled:
            yield from _Circle(context=context, readings=found, relation=relation).judged()


class _Failing(msgspec.Struct, frozen=True, kw_only=True):
    """The commands by which Postgres gives up for a role."""

    role: str
    commands: tuple[str, ...]
    evidence: Evidence


class _Circle(msgspec.Struct, frozen=True, kw_only=True):
    """One table whose policies read others, and what Postgres says to queries of it."""

    context: Context
    readings: Readings
    relation: Relation

    def judged(self) -> Iterator[Finding | Holds]:
        """A finding for each policy of the table that closes a circle, or Holds for those that read."""
        mine = self.readings.by_relation[self.relation.identity]
        closing = self.readings.leading_back(self.relation.identity)
        # Without a circle there is nothing to run into: most tables are not worth a question.
        tried = self._tried(planted=any(one.function for one in closing)) if closing else []
        failing = [one for one in tried if one.commands]
        if not failing:
            for policy in dict.fromkeys(one.policy for one in mine) if tried or not closing else ():
                yield self.context.holds(policy)
            return
        for reading in {one.policy.identity: one for one in reversed(closing)}.values():
            yield self._finding(reading, failing)

    def _finding(self, reading: Reading, failing: list[_Failing]) -> Finding:
        identity = self.relation.identity
        through = f" through {reading.function}" if reading.function else ""
        around = "" if reading.relation == identity else ", whose policies lead back to it"
        commands = [command for command in COMMANDS if any(command in one.commands for one in failing)]
        deeds = listed([_WORDS[command] for command in commands])
        roles = listed([one.role for one in failing])
        led_to = [
            other
            for other in self.readings.by_relation
            if identity in self.readings.reached(other) and other not in self.readings.circle(identity)
        ]
        also = [catalog(f"policies of {listed(sorted(led_to))} read it: queries of these fail with it")]
        function = self.context.catalog.function.get(reading.function or "")
        mends = function is not None and function.search_path is not None
        return self.context.finding(
            function or reading.policy,
            f"{reading.policy.identity} reads {reading.relation}{through}{around}: "
            f"each statement of {roles} to {deeds} {identity} fails",
            evidence=[
                catalog(f"pg_policy: {reading.policy.identity} reads {reading.relation}{through}"),
                *(one.evidence for one in failing),
                *(also if led_to else []),
            ],
            fix=f"ALTER FUNCTION {reading.function} SECURITY DEFINER;" if mends else None,
            rollback=f"ALTER FUNCTION {reading.function} SECURITY INVOKER;" if mends else None,
            advice="Make the look-up in a STABLE SECURITY DEFINER function with SET search_path = '', "
            "and ask that function in the policy",
            cause="|".join(self.readings.circle(identity)),
        )

    def _tried(self, *, planted: bool) -> list[_Failing]:
        """What each client role that may use the table met with; empty where none could be tried."""
        facts, identity = self.context.facts, self.relation.identity
        found: list[_Failing] = []
        for role in facts.client_roles:
            held = [command for command in COMMANDS if facts.access.granted(role, identity, command)]
            if not held or not enters(facts, role, self.relation.schema):
                continue
            for plant in (False, True) if planted else (False,):
                one = self.context.experiment(
                    lambda it, role=role, held=held, plant=plant: self._run(it, role, held, plant=plant)
                )
                found += [one] if one is not None else []
        return found

    def _run(self, experiment: Experiment, role: str, held: list[str], *, plant: bool) -> _Failing:
        identity = self.relation.identity
        if plant:
            for other in self.readings.circle(identity):
                experiment.plant(other)
        session = stranger(self.context, role)
        column = next(one.quoted for one in self.relation.columns if not one.generated)
        statements = {
            "select": f"SELECT 1 FROM {identity}",
            # Planned and not run: the circle is found before a row is looked at.
            "insert": f"EXPLAIN INSERT INTO {identity} DEFAULT VALUES",
            "update": f"UPDATE {identity} SET {column} = {column}",
            "delete": f"DELETE FROM {identity}",
        }
        failed: dict[str, Outcome] = {}
        for command in held:
            outcome = experiment.run(session, statements[command])
            if outcome.error in RECURSION:
                failed[command] = outcome
        first = next(iter(failed), "")
        said = failed[first] if first else Outcome(rows=0)
        summary = f"run as {role}: {statements[first]} fails: {said.message} ({said.error})" if first else ""
        return _Failing(
            role=role,
            commands=tuple(failed),
            evidence=executed(summary, experiment.sql),
        )
