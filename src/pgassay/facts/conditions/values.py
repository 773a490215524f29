"""Conditions as values: what a policy or a query tests, free of how it is spelled."""

from __future__ import annotations

import msgspec


class ColumnOf(msgspec.Struct, frozen=True):
    """A column of a row. `alias` is "" for the row a policy tests, "new" or "old" for a trigger's, else the
    query's alias.
    """

    alias: str
    relation: str | None
    name: str


class Session(msgspec.Struct, frozen=True):
    """What the session is: its `user`, `role`, `email`, whole `claims`, or the `database user`."""

    what: str


class Claim(msgspec.Struct, frozen=True):
    """A value of the session's signed token, by its path: ("app_metadata", "tenant_id")."""

    path: tuple[str, ...]


class Setting(msgspec.Struct, frozen=True):
    """A value of current_setting(name)."""

    name: str


class Literal(msgspec.Struct, frozen=True):
    """A constant, as text; None is NULL."""

    value: str | None


class Parameter(msgspec.Struct, frozen=True):
    """A parameter of a function, by its position from 0."""

    position: int
    name: str


class Call(msgspec.Struct, frozen=True):
    """A function call; `name` is schema-qualified where the schema is known."""

    name: str
    arguments: tuple[Term, ...]


class Subquery(msgspec.Struct, frozen=True):
    """The value or the values of a query."""

    query: Query


class Opaque(msgspec.Struct, frozen=True):
    """Something that is not taken apart; `parts` are the terms inside. Those of ONE_OF give one of their
    parts.
    """

    what: str
    parts: tuple[Term | Test, ...] = ()


Term = ColumnOf | Session | Claim | Setting | Literal | Parameter | Call | Subquery | Opaque


class Constant(msgspec.Struct, frozen=True):
    """True, false, or NULL (None)."""

    value: bool | None


class Compare(msgspec.Struct, frozen=True):
    """left operator right."""

    operator: str
    left: Term
    right: Term


class Member(msgspec.Struct, frozen=True):
    """term IN (query), term = ANY (…), or term IN (terms)."""

    term: Term
    among: Query | tuple[Term, ...]


class IsNull(msgspec.Struct, frozen=True):
    """term IS NULL."""

    term: Term


class Exists(msgspec.Struct, frozen=True):
    """EXISTS (query)."""

    query: Query


class Holds(msgspec.Struct, frozen=True):
    """A boolean term is true."""

    term: Term


class And(msgspec.Struct, frozen=True):
    """All parts hold."""

    parts: tuple[Test, ...]


class Or(msgspec.Struct, frozen=True):
    """One part holds."""

    parts: tuple[Test, ...]


class Not(msgspec.Struct, frozen=True):
    """The part is false; with `unknown`, false or NULL, as where an IF was not taken."""

    part: Test
    unknown: bool = False


Test = Constant | Compare | Member | IsNull | Exists | Holds | And | Or | Not


class Query(msgspec.Struct, frozen=True):
    """A SELECT: (alias, relation) of what it reads, its condition and its output.

    `arbitrary` is true for LIMIT without ORDER BY; `complete` is false when a part (UNION, GROUP BY, a
    function in FROM) was left out.
    """

    sources: tuple[tuple[str, str | None], ...]
    where: Test
    output: tuple[Term, ...]
    arbitrary: bool = False
    complete: bool = True


#: The opaque terms that give one of their parts.
ONE_OF = ("coalesce", "case", "several returns")

#: More branches than this are not told apart: one opaque branch stands for them.
MOST_BRANCHES = 64


#: The one way of a test that has too many.
TOO_MANY: tuple[Test, ...] = (Holds(Opaque("too many branches")),)


def branches(test: Test) -> tuple[tuple[Test, ...], ...]:
    """The ways in which a test can hold, each as the atoms that must hold together; none for a test that
    never does.

    NOT is pushed down to the atoms. A test with more than MOST_BRANCHES ways comes back as one opaque atom.
    """
    found = _branches(test, positive=True)
    return found if len(found) <= MOST_BRANCHES else (TOO_MANY,)


def folded(test: Test) -> Test:
    """A comparison of literals as the constant that it is; any other test as it stands."""
    match test:
        case Compare("=" | "<>", Literal(left), Literal(right)):
            if left is None or right is None:
                return Constant(None)
            return Constant((left == right) == (test.operator == "="))
        case IsNull(Literal(value)):
            return Constant(value is None)
        case Holds(Literal(value)):
            return Constant(None if value is None else value in ("true", "t"))
        case _:
            return test


def _branches(test: Test, *, positive: bool) -> tuple[tuple[Test, ...], ...]:
    match folded(test):
        case Constant(value):
            holds = bool(value) if positive else value is False
            return ((),) if holds else ()
        case Not(part):
            return _branches(part, positive=not positive)
        case Compare("<>", left, right) if not positive:
            return ((Compare("=", left, right),),)
        case And(parts) | Or(parts) if isinstance(test, And) == positive:
            return _product([_branches(part, positive=positive) for part in parts])
        case And(parts) | Or(parts):
            return tuple(branch for part in parts for branch in _branches(part, positive=positive))
        case _:
            return ((test,),) if positive else ((Not(test),),)


def _product(choices: list[tuple[tuple[Test, ...], ...]]) -> tuple[tuple[Test, ...], ...]:
    result: tuple[tuple[Test, ...], ...] = ((),)
    for choice in choices:
        result = tuple((*left, *right) for left in result for right in choice)
        if len(result) > MOST_BRANCHES:
            return (TOO_MANY,)
    return result
