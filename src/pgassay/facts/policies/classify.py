"""From conditions to what they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import TESTS, inside, renamed
from pgassay.facts.conditions.unknown import spelled_out, unknown
from pgassay.facts.conditions.values import (
    MOST_BRANCHES,
    ONE_OF,
    And,
    Call,
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
    Query,
    Subquery,
    Term,
    Test,
    branches,
    folded,
)
from pgassay.facts.functions.sources import Sources
from pgassay.facts.policies.always import is_plain, is_there
from pgassay.facts.policies.atoms import Asker, own_column
from pgassay.facts.policies.lookups import (
    SIGNED_IN,
    asked_of,
    everybody_joins,
    everybody_passes,
    mentions,
    narrowed,
    spread,
    truth_of,
    with_side,
)
from pgassay.facts.policies.predicates import Asks, Atom, Branch, Predicate, possible
from pgassay.facts.policies.ways import UNKNOWN, Row, Way, together
from pgassay.facts.tenants.tenancy import Tenancy

#: Look-ups inside look-ups are followed this deep.
_DEEPEST = 6


class Classifier(msgspec.Struct, frozen=True, eq=False):
    """Tells what conditions ask, given who is whose.

    `visible` gives the test that row security puts to the client roles' reads of a relation; None where it
    does not hold.
    """

    tenancy: Tenancy
    sources: Sources
    services: frozenset[str]
    visible: Callable[[str], Test | None]
    # What policies ask of the rows that they look up: most policies of a schema ask the same.
    _known: dict[tuple[Test, Row], tuple[Branch, ...]] = msgspec.field(default_factory=dict)

    def predicate(self, sql: str, test: Test, relation: str) -> Predicate:
        """The predicate of a policy on `relation`."""
        return Predicate(sql=sql, branches=self._branches(test, Row(relation=relation)))

    @property
    def _asker(self) -> Asker:
        return Asker(self.tenancy, self.sources, self.services)

    def _looked_up(self, test: Test, row: Row) -> tuple[Branch, ...]:
        """As `_branches`, for a row that is looked up."""
        if (test, row) not in self._known:
            self._known[test, row] = self._branches(test, row)
        return self._known[test, row]

    def _branches(self, test: Test, row: Row) -> tuple[Branch, ...]:
        found: list[Branch] = []
        for tests in branches(spelled_out(test)):
            found += [Branch(atoms=atoms) for atoms in together(self._ways(one, row) for one in tests)]
        return possible(found)

    def _ways(self, test: Test, row: Row) -> list[Way]:
        """The ways in which one atomic test can hold; none when it never does."""
        if len(row.seen) > _DEEPEST:
            return UNKNOWN
        match test:
            case Not(IsNull(ColumnOf(""))) if is_plain(test, self.sources):
                return [()]
            case Not(part):
                return self._not(part, row)
            case Exists(query):
                return self._exists(query, row)
            case Holds(Subquery(query)):
                return self._exists(narrowed(query, truth_of(query)), row)
            case Holds(Call() as call):
                return self._helper(call, row)
            case Member(term, among):
                return self._member(term, among, row)
            case Compare(_, left, right):
                return self._compare(test, left, right, row)
            case IsNull(Call() as call) if (inner := self.sources.condition(call)) is not None:
                return [way.atoms for way in self._branches(unknown(inner), row)]
            case IsNull() | Holds():
                return [(self._asker.atom(test, row.relation, row.alias),)]
            case _:
                return [way.atoms for way in self._branches(test, row)]

    def _helper(self, call: Call, row: Row) -> list[Way]:
        """A call of a boolean function: what its body asks, where that is known."""
        inner = self.sources.condition(call)
        if inner is None:
            return [(self._asker.atom(Holds(call), row.relation, row.alias),)]
        within = replace(
            row, caller=row.caller and not self.sources.is_definer(call), seen=(*row.seen, call.name)
        )
        return [
            tuple(replace(atom, function=atom.function or call.name) for atom in branch.atoms)
            for branch in self._branches(inner, within)
        ]

    def _not(self, part: Test, row: Row) -> list[Way]:
        ways = self._ways(part, row)
        if any(not way for way in ways):
            return []
        if all(len(way) == 1 for way in ways):
            return [tuple(replace(way[0], negated=not way[0].negated) for way in ways)]
        return UNKNOWN

    def _member(self, term: Term, among: Query | tuple[Term, ...], row: Row) -> list[Way]:
        if isinstance(among, Query):
            return self._one_of(term, among, row)
        if isinstance(term, Literal) and all(isinstance(item, Literal) for item in among):
            return [()] if term in among else []
        if len(among) > 1 and all(isinstance(item, Literal) for item in among):
            if isinstance(self.sources.value(term), Subquery | Opaque):
                return self._compare(Member(term, among), term, Opaque("list"), row)
            return self._asker.any_of(term, among, row.relation, row.alias)
        return [way for item in among for way in self._ways(Compare("=", term, item), row)]

    def _compare(self, test: Test, left: Term, right: Term, row: Row) -> list[Way]:
        """A comparison; what a sub-select, a helper, COALESCE or CASE gives is looked into."""
        constant = folded(test)
        if isinstance(constant, Constant):
            return [()] if constant.value else []
        for one, other in ((left, right), (right, left)):
            value = self.sources.value(one)
            within = replace(row, caller=row.caller and not self.sources.is_definer(one))
            if isinstance(value, Subquery) and len(value.query.output) == 1:
                name = one.name if isinstance(one, Call) else None
                output = value.query.output[0]
                ways = self._exists(narrowed(value.query, with_side(test, one, output, other)), within)
                return [tuple(replace(atom, function=atom.function or name) for atom in way) for way in ways]
            if isinstance(value, Opaque) and value.what in ONE_OF:
                return self._given(test, one, value, other, within)
            if value != one:
                return self._ways(with_side(test, one, value, other), within)
        return [(self._asker.atom(test, row.relation, row.alias),)]

    def _given(self, test: Test, one: Term, value: Opaque, other: Term, row: Row) -> list[Way]:
        """A comparison with one of several values: a later part of COALESCE counts where those before it are
        NULL.
        """
        found: list[Way] = []
        earlier: list[Test] = []
        for part in value.parts:
            if isinstance(part, TESTS):
                return UNKNOWN
            given = with_side(test, one, part, other)
            if earlier and everybody_passes(given, self.sources):
                given = SIGNED_IN
            ways = together([*(self._ways(null, row) for null in earlier), self._ways(given, row)])
            # When CASE takes which of its values is not looked into; what holds for a constant alone tells
            # nothing.
            found += [way or UNKNOWN[0] for way in ways]
            earlier += [IsNull(part)] if value.what == "coalesce" else []
        return found

    def _one_of(self, term: Term, query: Query, row: Row) -> list[Way]:
        """term IN (SELECT output …): there is a row of the query whose output is the term."""
        if len(query.output) != 1:
            return UNKNOWN
        output, value = self.sources.value(query.output[0]), self.sources.value(term)
        if isinstance(value, Opaque) and value.what == "coalesce":
            return self._given(Member(term, query), term, value, term, row)
        if isinstance(term, Opaque) and term.what == "row":
            return UNKNOWN
        if not query.sources and query.complete:
            return self._ways(And((query.where, Compare("=", term, output))), row)
        return self._exists(narrowed(query, Compare("=", output, term)), row)

    def _exists(self, query: Query, row: Row) -> list[Way]:
        """The ways in which a sub-select gives a row. Of a part that was left out nothing is known."""
        found: list[Way] = []
        for tests in branches(spread(query.where, row.alias, self.sources)):
            found += self._found(tests, query, row)
        if query.complete or all(Branch(atoms=way).binds_tenant for way in found):
            return list(dict.fromkeys(found))
        return [(*way, Atom(asks=Asks.OTHER)) for way in found]

    def _found(self, tests: tuple[Test, ...], query: Query, row: Row) -> list[Way]:
        """The ways of one branch of a sub-select: what it asks of the tested row, and of the row that it
        looks up.
        """
        aliases = frozenset(alias for alias, _ in query.sources)
        about = tuple(test for test in tests if mentions(test, aliases))
        apart = together(self._ways(test, row) for test in tests if test not in about)
        pairs = list(self._ties(about, aliases, row.alias))
        if not pairs and query.sources:
            null = any(isinstance(test, IsNull) and own_column(test.term, row.alias) for test in tests)
            passes = null and everybody_joins(about, self.sources)
            found = self._ways(SIGNED_IN, row) if passes else [self._session(about, query, row)]
            return together((apart, found))
        if not pairs:
            return apart
        own = self._asker.tenant_columns(row.relation)
        tie, inner, outer = min(pairs, key=lambda pair: (pair[2] not in own, pair[1].relation is None))
        asked = tuple(test for test in about if test != tie)
        tested = ColumnOf(row.alias, row.relation, outer)
        if not row.caller and is_there(inner, tested, asked, query, self.tenancy, self.sources):
            return apart
        atom = self._parent(inner, outer, asked, query, row)
        return [] if atom is None else [(*way, atom) for way in apart]

    def _session(self, tests: tuple[Test, ...], query: Query, row: Row) -> Way:
        """What a look-up without a tie to the tested row asks: something of the session, or of nobody."""
        atom = self._asker.lookup(tests, query, row.alias)
        return (atom,) if atom is not None else ()

    def _ties(
        self, tests: tuple[Test, ...], aliases: frozenset[str], alias: str
    ) -> Iterator[tuple[Test, ColumnOf, str]]:
        """Each test that holds a column of the sub-select equal to one of the tested row, with both columns.

        The row's side can be a piece of a column, such as the first folder of a path.
        """
        for test in tests:
            if not (isinstance(test, Compare) and test.operator == "="):
                continue
            for inner, outer in ((test.left, test.right), (test.right, test.left)):
                if (
                    isinstance(inner, ColumnOf)
                    and inner.alias in aliases
                    and not mentions(Holds(outer), aliases)
                ):
                    names = [name for node in inside(outer) if (name := own_column(node, alias))]
                    if names and not self._asker.of_session(outer):
                        yield test, inner, names[0]

    def _parent(
        self, inner: ColumnOf, outer: str, tests: tuple[Test, ...], query: Query, row: Row
    ) -> Atom | None:
        """The tested row's `outer` is `inner` of a row that passes: that row's tenant is then the tested
        row's.
        """
        if inner.relation is None:
            return Atom(asks=Asks.OTHER, column=outer)
        looked_up = Row(
            relation=inner.relation, alias=inner.alias, caller=row.caller, seen=(*row.seen, inner.relation)
        )
        found = self._looked_up(asked_of(inner.alias, tests, query), looked_up)
        tied = outer in self._asker.tenant_columns(row.relation) and self._asker.holds_tenant(inner)
        if tied and found and all(self._asker.entitles(branch, inner) for branch in found):
            return Atom(asks=Asks.TENANT, column=outer, arbitrary=query.arbitrary)
        if row.caller and not all(branch.binds_tenant for branch in found):
            found = self._as_seen(found, looked_up, row)
            if tied and found and all(self._asker.entitles(branch, inner) for branch in found):
                return Atom(asks=Asks.TENANT, column=outer, arbitrary=query.arbitrary)
        if not found:
            return None
        return Atom(
            asks=Asks.PARENT,
            column=outer,
            parent=inner.relation,
            inner=found,
            arbitrary=query.arbitrary,
            as_caller=row.caller,
        )

    def _as_seen(self, found: tuple[Branch, ...], looked_up: Row, row: Row) -> tuple[Branch, ...]:
        """The branches narrowed to what row security shows the caller of the relation looked up."""
        if looked_up.relation in (*row.seen, row.relation):
            return found
        test = self.visible(looked_up.relation)
        if test is None:
            return found
        shown = self._looked_up(renamed(test, "", looked_up.alias), looked_up)
        if len(found) * len(shown) > MOST_BRANCHES:
            return found
        both = [Branch(atoms=tuple(dict.fromkeys((*a.atoms, *b.atoms)))) for a in found for b in shown]
        return possible(both)
