"""Goes through conditions: what is inside one, and the same with some of its terms exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace

from pgassay.facts.conditions.values import (
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
    Or,
    Parameter,
    Query,
    Subquery,
    Term,
    Test,
)

#: A variable that is set from itself in two places stands for twice as much each time.
_MOST_PARTS = 2_000

TESTS = (Constant, Compare, Member, IsNull, Exists, Holds, And, Or, Not)


def inside(part: Test | Term | Query) -> Iterator[Test | Term | Query]:
    """Every condition, term and query in `part`, itself first; what stands there in several places once.

    What a variable stands for is one object wherever it is used: place by place there can be millions.
    """
    stack: list[Test | Term | Query] = [part]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            stack.extend(_children(node))


def is_large(part: Test | Term) -> bool:
    """True for what is written out at such a length that nothing can be told of it in good time."""
    stack: list[Test | Term | Query] = [part]
    for _ in range(_MOST_PARTS):
        if not stack:
            return False
        stack.extend(_children(stack.pop()))
    return True


def _children(node: Test | Term | Query) -> tuple[Test | Term | Query, ...]:
    match node:
        case And(parts) | Or(parts) | Opaque(_, parts):
            return parts
        case Not(part):
            return (part,)
        case Compare(_, left, right):
            return (left, right)
        case Member(term, among):
            return (term, among) if isinstance(among, Query) else (term, *among)
        case IsNull(term) | Holds(term):
            return (term,)
        case Exists(query) | Subquery(query):
            return (query,)
        case Call(_, arguments):
            return arguments
        case Query():
            return (node.where, *node.output)
        case _:
            return ()


def substitute(test: Test, values: tuple[Term, ...]) -> Test:
    """A test with the parameters of a function replaced by the arguments of a call.

    A parameter without an argument stays. Where a query inside uses an alias that an argument's column also
    uses, the query's own alias is renamed, so that no column is captured.
    """
    return _substitution(values).test(test)


def substitute_term(term: Term, values: tuple[Term, ...]) -> Term:
    """A term with parameters replaced by arguments, as `substitute` does."""
    return _substitution(values).term(term)


def substituted(part: Test | Term, values: tuple[Term, ...]) -> Test | Term:
    """A test or a term with parameters replaced by arguments, as `substitute` does."""
    return substitute(part, values) if isinstance(part, TESTS) else substitute_term(part, values)


def renamed(test: Test, old: str, new: str) -> Test:
    """A test in which the columns of alias `old` go by alias `new`; a query that has its own `old` is left
    alone.
    """
    return _renaming(old, new).test(test)


def taken_for(test: Test, alias: str, relation: str) -> Test:
    """A test in which the columns of a sub-query's `alias` are those of the tested row of a relation."""

    def one(term: ColumnOf | Parameter) -> Term:
        mine = isinstance(term, ColumnOf) and term.alias == alias
        return replace(term, alias="", relation=relation) if mine else term

    return _Exchange(one, frozenset(), alias).test(test)


def without_choice(part: Test | Term, dropped: frozenset[Term]) -> Test | Term:
    """A test or a term in which a variable is none of `dropped`, where it can be something else."""
    left = _Left(lambda term: term, frozenset(), None, dropped)
    return left.test(part) if isinstance(part, TESTS) else left.term(part)


def _substitution(values: tuple[Term, ...]) -> _Exchange:
    def one(term: ColumnOf | Parameter) -> Term:
        return values[term.position] if isinstance(term, Parameter) and term.position < len(values) else term

    aliases = {found.alias for value in values for found in inside(value) if isinstance(found, ColumnOf)}
    return _Exchange(one, frozenset(aliases - {""}), None)


def _renaming(old: str, new: str) -> _Exchange:
    def one(term: ColumnOf | Parameter) -> Term:
        return replace(term, alias=new) if isinstance(term, ColumnOf) and term.alias == old else term

    return _Exchange(one, frozenset({new} - {""}), old)


class _Exchange(msgspec.Struct, frozen=True):
    """Exchanges columns and parameters by `one`. Queries give up aliases in `taken`; those with an alias
    `hidden` stay.
    """

    one: Callable[[ColumnOf | Parameter], Term]
    taken: frozenset[str]
    hidden: str | None

    def test(self, test: Test) -> Test:
        match test:
            case And(parts):
                return And(tuple(self.test(part) for part in parts))
            case Or(parts):
                return Or(tuple(self.test(part) for part in parts))
            case Not(part, unknown):
                return Not(self.test(part), unknown)
            case Compare(operator, left, right):
                return Compare(operator, self.term(left), self.term(right))
            case Member(term, among):
                inner = (
                    self.query(among)
                    if isinstance(among, Query)
                    else tuple(self.term(item) for item in among)
                )
                return Member(self.term(term), inner)
            case IsNull(term):
                return IsNull(self.term(term))
            case Exists(query):
                return Exists(self.query(query))
            case Holds(term):
                return Holds(self.term(term))
            case Constant():
                return test

    def term(self, term: Term) -> Term:
        match term:
            case ColumnOf() | Parameter():
                return self.one(term)
            case Call(name, arguments):
                return Call(name, tuple(self.term(argument) for argument in arguments))
            case Opaque(what, parts):
                return simplified(what, tuple(self._part(part) for part in parts))
            case Subquery(query):
                return Subquery(self.query(query))
            case _:
                return term

    def _part(self, part: Term | Test) -> Term | Test:
        return self.test(part) if isinstance(part, TESTS) else self.term(part)

    def query(self, query: Query) -> Query:
        if any(alias == self.hidden for alias, _ in query.sources):
            return query
        for alias, _ in query.sources:
            if alias in self.taken:
                query = _without_alias(query, alias, self.taken)
        return replace(
            query, where=self.test(query.where), output=tuple(self.term(term) for term in query.output)
        )


class _Left(_Exchange, frozen=True):
    """Leaves out of what a variable can be what is dropped."""

    dropped: frozenset[Term] = frozenset()

    def term(self, term: Term) -> Term:
        if isinstance(term, Opaque) and term.what == "case":
            kept = tuple(part for part in term.parts if part not in self.dropped)
            term = simplified("case", kept) if kept else term
        return super().term(term)


def _without_alias(query: Query, alias: str, taken: frozenset[str]) -> Query:
    new = alias + "'"
    while new in taken or any(new == other for other, _ in query.sources):
        new += "'"
    move = _renaming(alias, new)
    sources = tuple((new if name == alias else name, relation) for name, relation in query.sources)
    return replace(
        query,
        sources=sources,
        where=move.test(query.where),
        output=tuple(move.term(term) for term in query.output),
    )


def simplified(what: str, parts: tuple[Term | Test, ...]) -> Term:
    """An opaque term; where it gives one of its parts and they are all the same but for NULLs, that part
    itself.
    """
    if what not in ONE_OF:
        return Opaque(what, parts)
    left = tuple(dict.fromkeys(part for part in parts if part != Literal(None)))
    if len(left) == 1 and not isinstance(left[0], TESTS):
        return left[0]
    return Opaque(what, parts)
