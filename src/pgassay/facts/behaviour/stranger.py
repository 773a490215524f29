"""Which tests of a function somebody passes to whom what its argument names does not belong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import msgspec
from msgspec.structs import replace

from pgassay.facts.behaviour.asked import Asked
from pgassay.facts.behaviour.truths import (
    NULL,
    OPEN,
    OTHER,
    UNKNOWN,
    Other,
    Truth,
    Values,
    compared,
    is_below,
    negated,
    only,
    together,
    truth_of,
    word,
)
from pgassay.facts.conditions.rewrite import inside, substitute, substituted
from pgassay.facts.conditions.unknown import is_same
from pgassay.facts.conditions.values import (
    And,
    Call,
    Claim,
    ColumnOf,
    Compare,
    Constant,
    Exists,
    Holds,
    IsNull,
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
from pgassay.facts.functions.sources import DEEPEST_CALL

#: Functions that take NULL and give a value.
_TAKING_NULL = ("concat", "concat_ws", "format", "json_build_object", "jsonb_build_object", "to_jsonb")
_GATHERED = ("array_agg", "json_agg", "jsonb_agg", "string_agg")


class Stranger(msgspec.Struct, frozen=True, kw_only=True):
    """A session that nothing ties to what `parameter` names, nor to the rows of `relation` that are taken.

    What a look-up for both gives is NULL for it: there is no row. `signed_in` is false for one without a
    user; one that is `lacking` belongs to no tenant, and has no claim. With `null_fails`, NULL does not pass
    where a test is left by being not true.
    """

    asked: Asked
    parameter: Parameter
    relation: str
    signed_in: bool
    lacking: bool
    null_fails: bool = False
    depth: int = 0

    def passes(self, tests: tuple[Test, ...]) -> bool:
        """True when nothing among the tests keeps it out."""
        return all(True in self.truth(test) for test in tests)

    def truth(self, test: Test) -> Truth:
        """What a test can be for it."""
        match test:
            case Constant(value):
                return frozenset({value})
            case And(parts):
                return together(self.truth(part) for part in parts)
            case Or(parts):
                found = negated(together(negated(self.truth(part)) for part in parts))
                return found - {None} | {False} if None in found and is_same(test) else found
            case Not(part, unknown):
                null = True if unknown and not self.null_fails else None
                return frozenset(null if value is None else not value for value in self.truth(part))
            case IsNull(term):
                return frozenset(value is None for value in self.values(term, tied=self._is_tied(test)))
            case Exists(query):
                return only(False) if self._is_tied(test) or self._finds_none(query) else OPEN
            case Compare():
                return self._compared(test)
            case Member():
                return self._member(test)
            case Holds(term):
                return self._held(test, term)

    def _is_tied(self, test: Test) -> bool:
        """True for a test that holds the session to what is named, or that only somebody above all tenants
        passes.
        """
        return self.asked.ties(test, self.parameter, self.relation) or self.asked.stands_above(test)

    def _finds_none(self, query: Query) -> bool:
        """True for a query that finds no row for it: of somebody who is not signed in there is none."""
        return True not in replace(self, relation="").truth(query.where)

    def _compared(self, test: Compare) -> Truth:
        tied = self._is_tied(test)
        found: set[bool | None] = set()
        pairs = product(self.values(test.left, tied=tied), self.values(test.right, tied=tied))
        for left, right in pairs:
            if left is None or right is None:
                found.add(None)
            elif isinstance(left, str) and isinstance(right, str):
                found |= compared(test.operator, left, right)
            elif not tied:
                found |= OPEN
            else:
                found.add(is_below(test.operator, constant_first=isinstance(left, str)))
        return frozenset(found)

    def _member(self, test: Member) -> Truth:
        tied = self._is_tied(test)
        found: set[bool | None] = set()
        items = test.among if isinstance(test.among, tuple) else ()
        constants = {item.value for item in items if isinstance(item, Literal)}
        for value in self.values(test.term, tied=tied):
            if value is None:
                found.add(None)
            elif isinstance(value, str) and items and len(constants) == len(items):
                found.add(value in constants)
            else:
                found |= only(False) if tied else OPEN
        return frozenset(found | {None for item in items if self._is_no_array(item)})

    def _is_no_array(self, item: Term) -> bool:
        """True for a list of the session's that is NULL where it has nothing."""
        value = self.asked.sources.value(item)
        if not isinstance(value, Subquery) or not self.asked.rests_on_session(value):
            return False
        gathers = any(isinstance(one, Call) and one.name in _GATHERED for one in value.query.output)
        return gathers and self._can_lack(value.query)

    def _held(self, test: Test, term: Term) -> Truth:
        if isinstance(term, Opaque) and term.what == "performed":
            return only(False) if self._is_tied(test) else OPEN
        values = self.values(term, tied=self._is_tied(test))
        return frozenset().union(*(truth_of(value, tied=self._is_tied(test)) for value in values))

    def values(self, term: Term | Test, *, tied: bool) -> Values:
        """What a term can be in a test that is tied, or in one that is not."""
        match term:
            case Literal(value):
                return frozenset({value})
            case Parameter():
                return OTHER if term == self.parameter else UNKNOWN
            case Session("role" | "database user"):
                return self._roles()
            case Session():
                return OTHER if self.signed_in else NULL
            case Claim():
                return NULL if self.lacking else OTHER
            case Setting():
                return OTHER
            case Subquery(query):
                return self._looked_up(query, tied=tied)
            case Call():
                return self._called(term, tied=tied)
            case Opaque(what, parts):
                return self._made_of(what, parts, tied=tied)
            case ColumnOf():
                return UNKNOWN
            case _:
                return frozenset(word(value) for value in self.truth(term))

    def _roles(self) -> Values:
        if not self.signed_in and self.asked.signed_out is not None:
            return frozenset({self.asked.signed_out})
        return frozenset(self.asked.client_roles) - {self.asked.signed_out} or OTHER

    def _looked_up(self, query: Query, *, tied: bool) -> Values:
        """What a sub-select gives: of what is looked up for the session and for what is named, no row."""
        counts = any(isinstance(one, Call) and one.name == "count" for one in query.output)
        absent: Values = frozenset({"0"}) if counts else NULL
        if not query.sources:
            return self.values(query.output[0], tied=tied) if query.output else UNKNOWN
        if self._finds_none(query):
            return absent
        if not self.asked.rests_on_session(query):
            return UNKNOWN
        if self._names_it(query) or self._can_lack(query) or (counts and tied):
            return absent
        return OTHER if tied else UNKNOWN

    def _names_it(self, query: Query) -> bool:
        """True where a query asks for what is named, or for the rows that are taken."""
        inner = {alias for part in inside(query) if isinstance(part, Query) for alias, _ in part.sources}
        return any(
            node == self.parameter
            or (isinstance(node, ColumnOf) and node.relation == self.relation and node.alias not in inner)
            for node in inside(query)
        )

    def _can_lack(self, query: Query) -> bool:
        """True where the session's own row is one that a user can be without, or one without a value."""
        if self.asked.everybody is None or not self.lacking:
            return False
        if any(relation not in self.asked.everybody for _, relation in query.sources):
            return True
        columns = (
            self.asked.sources.catalog.column(one.relation or "", one.name)
            for one in query.output
            if isinstance(one, ColumnOf)
        )
        return any(c is not None and not c.not_null and c.default is None for c in columns)

    def _called(self, call: Call, *, tied: bool) -> Values:
        if self.depth >= DEEPEST_CALL:
            return OTHER
        deeper = replace(self, depth=self.depth + 1)
        if (given := self._given(call, deeper, tied=tied)) is not None:
            return given
        if self.asked.sources.function_called(call) is not None:
            return OTHER if tied else UNKNOWN
        return self._strict(call.arguments, tied=tied) if call.name not in _TAKING_NULL else OTHER

    def _given(self, call: Call, deeper: Stranger, *, tied: bool) -> Values | None:
        """What a call of the schema's function gives: none where it raises an error. None where it is not
        known.
        """
        sources = self.asked.sources
        function = sources.function_called(call)
        body = sources.bodies.get(function.identity) if function is not None else None
        if function is None or body is None or not body.returned:
            return None
        arguments = sources.arguments(function, call)
        found: set[str | Other | None] = set()
        for one in body.returned:
            tests = (*one.path, *one.after)
            if deeper.passes(tuple(substitute(test, arguments) for test in tests)):
                found |= deeper.values(substituted(one.value, arguments), tied=tied)
        # Whom a helper lets through besides is its own affair.
        trusted = tied and function.result == "boolean"
        return frozenset("false" if trusted and value == "true" else value for value in found)

    def _made_of(self, what: str, parts: tuple[Term | Test, ...], *, tied: bool) -> Values:
        if what == "coalesce":
            found: set[str | Other | None] = set()
            for part in parts:
                values = self.values(part, tied=tied)
                found |= values - NULL
                if None not in values:
                    return frozenset(found)
            return frozenset(found) | NULL
        if what in ("case", "several returns", "condition") and parts:
            return frozenset().union(*(self.values(part, tied=tied) for part in parts))
        if what in ("array", "row"):
            return OTHER
        return self._strict(parts, tied=tied) if parts else UNKNOWN

    def _strict(self, parts: tuple[Term | Test, ...], *, tied: bool) -> Values:
        """What is NULL where one of its parts is."""
        found = [self.values(part, tied=tied) for part in parts]
        if NULL in found:
            return NULL
        return OTHER | (NULL if any(None in values for values in found) else frozenset())


def strangers(asked: Asked, parameter: Parameter, relation: str) -> Iterator[Stranger]:
    """Those who can call: signed in with a tenant, without one, and where such clients can not signed in."""
    for signed_in, lacking in ((True, False), (True, True), (False, True)):
        if signed_in or asked.signed_out is not None:
            yield Stranger(
                asked=asked, parameter=parameter, relation=relation, signed_in=signed_in, lacking=lacking
            )
