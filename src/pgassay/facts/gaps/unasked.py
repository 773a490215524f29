"""What SECURITY DEFINER functions do for a session that nobody is signed in to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgassay.facts.behaviour.asked import Asked, atoms
from pgassay.facts.behaviour.stranger import Stranger
from pgassay.facts.conditions.rewrite import TESTS, inside
from pgassay.facts.conditions.session import of_session
from pgassay.facts.conditions.values import Call, ColumnOf, Compare, Parameter, Query, Test
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.sources import DEEPEST_CALL
from pgassay.facts.functions.writes import Write
from pgassay.facts.gaps.passing import ANONYMOUS, exposed, passing
from pgassay.facts.policies.access import Reach
from pgassay.facts.tables.columns import is_secret
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tables.secrets import is_proof
from pgassay.model.objects import Function
from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: Extensions whose functions act outside the database, or later, in the name of whoever calls them.
_ACTING = frozenset({"pg_net", "http", "pg_cron", "pgmq", "dblink"})

#: What tells who calls, in text that is not read.
_SESSION = re.compile(r"\bauth\.|\bcurrent_(setting|user|role)\b|\bsession_user\b|request\.jwt")


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing done without asking who calls: a command on a relation, or `call` of an acting function.

    `counted` is true for what is returned as a single number.
    """

    command: str
    what: str
    counted: bool = False


class Unasked(msgspec.Struct, frozen=True):
    """Tells what functions do before anybody signs in."""

    facts: Facts
    asked: Asked

    def of(self, function: Function) -> tuple[Deed, ...]:
        """What a function writes, sends or gives back, though nothing on the way asks for the session; what
        the role without a session reaches by itself is left out.
        """
        return tuple(dict.fromkeys(self._of(function, 0)))

    def _of(self, function: Function, depth: int) -> Iterator[Deed]:
        body = self.facts.bodies.get(function.identity)
        if body is None or not body.understood or depth > DEEPEST_CALL:
            return
        if self.is_unclear(body):
            return
        for write in body.writes:
            if write.relation is not None and not write.upsert and not self._is_held(write, write.relation):
                yield Deed(command=write.command, what=write.relation)
        if depth == 0:
            yield from self._given_back(function, body)
        if not any(self.asked.rests_on_session(test) for test in body.conditions):
            yield from self._called(body, depth)

    def is_unclear(self, body: Body) -> bool:
        """True for a body that asks for the session somewhere, with queries that were not read whole: what
        that holds is not known.
        """
        partial = not all(query.complete for query in body.queries)
        return partial and any(
            of_session(name, ()) is not None or self.asked.rests_on_session(Call(name, ()))
            for name in body.calls
        )

    def unread(self, function: Function) -> str | None:
        """The first text that a function builds and runs, "" where its body is not understood, if nothing in
        it asks who calls, as far as it can be read; None where it is read, or asks.
        """
        body = self.facts.bodies[function.identity]
        if (body.understood and not body.dynamic) or _SESSION.search(function.body):
            return None
        if any(self.asked.rests_on_session(Call(name, ())) for name in body.calls):
            return None
        if not body.understood:
            return ""
        tests = body.conditions
        return next((text for text, path in body.built if not self._asks((*path, *tests))), None)

    def passed_by_null(self, body: Body) -> bool:
        """True where a test of who calls does not keep out who is not signed in: compared with NULL, nothing
        is raised.
        """
        nobody = Stranger(
            asked=replace(self.asked, signed_out=ANONYMOUS),
            parameter=Parameter(-1, ""),
            relation="",
            signed_in=False,
            lacking=True,
        )
        ways = [(*write.path, *write.after, write.where) for write in body.writes]
        ways += [(*one.path, *one.after) for one in body.returned]
        strict = replace(nobody, null_fails=True)
        return any(nobody.passes(way) and not strict.passes(way) for way in ways)

    def _is_held(self, write: Write, relation: str) -> bool:
        """True for a write that asks who calls, that needs a value of the session, or that anybody may do."""
        known = self.facts.catalog.relation.get(relation)
        if known is None or self._asks((*write.path, *write.after, write.where)):
            return True
        if self._does_itself(known, write.command):
            return True
        return any(self.asked.rests_on_session(value) for _, value in write.values)

    def _given_back(self, function: Function, body: Body) -> Iterator[Deed]:
        for one in body.returned:
            # A boolean says that a row is there, not what is in it.
            if isinstance(one.value, TESTS) or self._asks((*one.path, *one.after)):
                continue
            queries = [part for part in inside(one.value) if isinstance(part, Query)]
            if any(self._asks((query.where,)) for query in queries):
                continue
            for query in queries:
                for _, relation in query.sources:
                    known = self.facts.catalog.relation.get(relation or "")
                    if known is not None and not self._does_itself(known, "select"):
                        yield Deed(command="select", what=known.identity, counted=_is_number(function))

    def _does_itself(self, relation: Relation, command: str) -> bool:
        """True where the role without a session reaches rows of the relation with the command by itself."""
        if exposed(self.facts, relation, ANONYMOUS, command):
            new_row = command == "insert"
            return bool(passing(self.facts, relation, ANONYMOUS, command, new_row=new_row))
        return self.facts.access.reach(ANONYMOUS, relation, command) is not Reach.NONE

    def _called(self, body: Body, depth: int) -> Iterator[Deed]:
        for name in sorted(body.calls):
            called = self.facts.sources.function_called(Call(name, ()))
            if called is None:
                named = self.facts.catalog.functions_named.get(name, ())
                called = next(iter(named), None)
            if called is None or called.is_trigger:
                continue
            if called.extension in _ACTING and called.volatility == "volatile":
                yield Deed(command="call", what=name)
            elif self.facts.is_own(called):
                yield from self._of(called, depth + 1)

    def _asks(self, tests: tuple[Test, ...]) -> bool:
        """True when a test rests on the session, or on a secret that the caller has to know."""
        return any(
            self.asked.rests_on_session(atom) or self._proves(atom) for test in tests for atom in atoms(test)
        )

    def _proves(self, atom: Test) -> bool:
        """True for a comparison of an argument with a column whose values nobody guesses."""
        for node in inside(atom):
            if isinstance(node, Compare) and node.operator == "=":
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    given = any(isinstance(part, Parameter) for part in inside(other))
                    if isinstance(one, ColumnOf) and given and self._is_secret(one):
                        return True
        return False

    def _is_secret(self, column: ColumnOf) -> bool:
        relation = self.facts.catalog.relation.get(column.relation or "")
        found = relation.column(column.name) if relation is not None else None
        if relation is None or found is None:
            return False
        keys = self.facts.catalog.constraints_of(relation.identity, "primary key")
        drawn = "random" in (found.default or "") and not any(column.name in key.columns for key in keys)
        alone = frozenset({column.name}) in unique_sets(self.facts.catalog, relation)
        return is_secret(found) or is_proof(found) or (drawn and alone)


def _is_number(function: Function) -> bool:
    numbers = ("integer", "bigint", "numeric", "double precision", "smallint", "real")
    return not function.returns_set and function.result in numbers
