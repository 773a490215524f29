"""What tests ask of the session: who it is, and whether it belongs to what an argument names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from pgassay.facts.conditions.rewrite import TESTS, inside
from pgassay.facts.conditions.values import (
    ONE_OF,
    And,
    Call,
    Claim,
    ColumnOf,
    Compare,
    Holds,
    Literal,
    Member,
    Not,
    Opaque,
    Or,
    Parameter,
    Query,
    Session,
    Setting,
    Subquery,
    Term,
    Test,
)
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.sources import DEEPEST_CALL, Sources
from pgassay.facts.tables.ranks import is_above
from pgassay.facts.tenants.tenancy import Tenancy
from pgassay.model.catalog import Catalog


class Asked(msgspec.Struct, frozen=True):
    """Tells what a test asks of the session. `client_roles` are those that anybody can have; `signed_out` is
    the role of clients that no user is known of, where they ask; `everybody` holds the relations that have a
    row for each user (None: no user lacks any).
    """

    tenancy: Tenancy
    sources: Sources
    client_roles: tuple[str, ...]
    signed_out: str | None = None
    everybody: frozenset[str] | None = frozenset()

    def ties(self, atom: Test, parameter: Parameter, relation: str) -> bool:
        """True for one test that holds the session to an argument, or to the rows of a relation that are
        taken.
        """
        if not self.rests_on_session(atom):
            return False
        return any(
            node == parameter
            or (isinstance(node, ColumnOf) and node.relation == relation and not _within(atom, node))
            for node in inside(atom)
        )

    def stands_above(self, atom: Test) -> bool:
        """True for a test that only a service, or a role that no tenant hands out, passes."""
        known = self._known(atom)
        if any(self._asks_for_service(node) for node in inside(known)):
            return True
        if not self.rests_on_session(atom):
            return False
        if self._asks_rank_above(known):
            return True
        reads = {source for node in inside(known) if isinstance(node, Query) for _, source in node.sources}
        reads |= {source for call in _calls(known) for source in self._reads(call)}
        return bool(reads) and not any(self._of_tenants(one) for one in reads if one is not None)

    def _asks_rank_above(self, known: Test | Term) -> bool:
        """True where a column is compared with ranks above tenants alone, and no function hands those out."""
        asked: dict[str, set[str | None]] = {}
        for node in inside(known):
            for column, words in _compared(node):
                asked.setdefault(column, set()).update(words)
        return any(
            all(word is not None and is_above(word) and not self._is_handed_out(word) for word in words)
            for words in asked.values()
        )

    def _is_handed_out(self, word: str) -> bool:
        return any(
            value == Literal(word)
            for body in self.sources.bodies.values()
            for write in body.writes
            for _, value in write.values
        )

    def _asks_for_service(self, node: Test | Term | Query) -> bool:
        """True for a comparison of the session's role with one that no client has."""
        if isinstance(node, Compare) and _states_role(node.left) and isinstance(node.right, Literal):
            return node.right.value not in (None, *self.client_roles)
        if isinstance(node, Member) and _states_role(node.term) and isinstance(node.among, tuple):
            return not any(Literal(role) in node.among for role in self.client_roles)
        return False

    def _known(self, atom: Test) -> Test | Term:
        if isinstance(atom, Holds):
            return self.sources.condition(atom.term) or self.sources.value(atom.term)
        if isinstance(atom, Compare):
            return Compare(atom.operator, self.sources.value(atom.left), self.sources.value(atom.right))
        return atom

    def _reads(self, call: Call) -> frozenset[str]:
        body = self._body(call)
        return body.reads if body is not None else frozenset()

    def _of_tenants(self, relation: str) -> bool:
        """True when a role in a relation belongs to one tenant: it has one, or is handed out with one."""
        if self.tenancy.mode != "tenant":
            return False
        members = {one.relation for one in self.tenancy.entitlements}
        if self.tenancy.scope(relation).kind in ("key", "root", "path") or relation in members:
            return True
        beginnings = members | {self.tenancy.table}
        for body in self.sources.bodies.values():
            inserted = {write.relation for write in body.writes if write.command == "insert"}
            if relation in inserted and not inserted.isdisjoint(beginnings):
                return True
        return False

    def rests_on_session(self, part: Test | Term | Query, depth: int = 0) -> bool:
        """True when a condition or value depends on who calls, itself or in the functions that it calls.

        COALESCE(argument, auth.uid()) does not: who gives the argument decides. So with CASE, or a variable
        that is set in one of several ways.
        """
        match part:
            case Session() | Claim() | Setting():
                return True
            case Opaque(what, parts) if what in ONE_OF and parts:
                own = [one for one in parts if one != Literal(None)]
                if what == "coalesce":  # What is written there is nobody's to choose.
                    own = [one for one in own if not isinstance(one, Literal)] or own
                return all(self.rests_on_session(one, depth) for one in own)
            case Holds(Opaque("performed", (value,))):
                # PERFORM f(x) asks something only where f can raise.
                return any(self._checks(call, depth) for call in inside(value) if isinstance(call, Call))
            case Call() if depth < DEEPEST_CALL and self._call_rests(part, depth):
                return True
            case _:
                return any(self.rests_on_session(one, depth) for one in _parts(part))

    def _call_rests(self, call: Call, depth: int) -> bool:
        value = self.sources.value(call)
        found = value if value != call else self.sources.condition(call)
        if found is not None:
            return self.rests_on_session(found, depth + 1)
        body = self._body(call)
        return body is not None and any(self.rests_on_session(inner, depth + 1) for inner in _asked(body))

    def _checks(self, call: Call, depth: int) -> bool:
        """True for a call of a function that raises depending on who calls."""
        body = self._body(call)
        return (
            body is not None
            and body.raises
            and any(self.rests_on_session(test, depth + 1) for test in _asked(body))
        )

    def _body(self, call: Call) -> Body | None:
        function = self.sources.function_called(call)
        return self.sources.bodies.get(function.identity) if function is not None else None


def with_row_each(catalog: Catalog, bodies: Mapping[str, Body], users: frozenset[str]) -> frozenset[str]:
    """The relations in which a trigger makes a row for each new user."""
    made: set[str] = set(users)
    for trigger in catalog.triggers:
        body = bodies.get(trigger.function)
        if trigger.relation in users and "insert" in trigger.events and body is not None:
            made |= {one.relation for one in body.writes if one.command == "insert" and one.relation}
    return frozenset(made)


def atoms(test: Test) -> Iterator[Test]:
    """The single comparisons and questions that a test is made of."""
    match test:
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case Holds(Opaque(what, parts)) if what != "performed" and any(
            isinstance(one, TESTS) for one in parts
        ):
            for one in parts:
                yield from atoms(one if isinstance(one, TESTS) else Holds(one))
        case _:
            yield test


def _compared(node: object) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """What is looked up or stands in a column, and the constants that a comparison holds it to."""
    if isinstance(node, Compare) and isinstance(node.right, Literal):
        term, words = node.left, (node.right.value,)
    elif isinstance(node, Member) and isinstance(node.among, tuple) and node.among:
        constants = [one for one in node.among if isinstance(one, Literal)]
        term = node.term
        words = tuple(one.value for one in constants) if len(constants) == len(node.among) else (None,)
    else:
        return
    if isinstance(term, Subquery) and len(term.query.output) == 1:
        found = term.query.output[0]
        term = found if isinstance(found, ColumnOf) else term
    if isinstance(term, ColumnOf):
        yield term.name, words


def _states_role(term: Term) -> bool:
    return term in (Session("role"), Session("database user"))


def _within(atom: Test, column: ColumnOf) -> bool:
    """True for a column of a query inside the test, and not of the rows that are taken."""
    return any(
        isinstance(node, Query) and (column.alias, column.relation) in node.sources for node in inside(atom)
    )


def _calls(part: Test | Term) -> Iterator[Call]:
    return (node for node in inside(part) if isinstance(node, Call))


def _parts(node: object) -> Iterator[Test | Term | Query]:
    """The conditions, terms and queries directly inside one."""
    for name in getattr(node, "__struct_fields__", ()):
        value = getattr(node, name)
        for one in value if isinstance(value, tuple) else (value,):
            if hasattr(one, "__struct_fields__"):
                yield one


def _asked(body: Body) -> Iterator[Test | Term | Query]:
    yield from body.conditions
    yield from body.queries
    yield from (one.value for one in body.returned)
