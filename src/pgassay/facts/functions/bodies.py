"""What functions do: the rows they read and write, what they return, and how they treat errors."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import TESTS, without_choice
from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.translate import query_of, term_of, test_of
from pgassay.facts.conditions.values import (
    ONE_OF,
    ColumnOf,
    Holds,
    Literal,
    Opaque,
    Query,
    Subquery,
    Term,
    Test,
)
from pgassay.facts.functions.writes import COMMANDS, Write, writes_of
from pgassay.model.source import Tree
from pgassay.postgres import parse


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a function can return, with what was tested on the way to it; without what has to hold
    `after` it an error takes its place.
    """

    path: tuple[Test, ...]
    value: Term | Test
    after: tuple[Test, ...] = ()


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What one function does, as far as its text tells.

    `result` is what it returns, as a term or (for boolean functions) a test, with its parameters left open;
    `returned` has each RETURN by itself. `reads` are relations it queries; `calls` functions it names, of
    which `bare_calls` stand outside any block that swallows every error. `conditions` are what IF, WHILE and
    their like test. `handlers` are the error conditions it catches ("others", …), and `handler_writes` tells
    whether a handler writes a row or re-raises. `dynamic` is true when it runs SQL that it builds, and
    `built` has the expression of each such text and what was tested on the way to it. `understood` is
    false when a part could not be parsed. `row_changes` are the columns of NEW that it sets; `whole_row` is
    true when it sets NEW as a whole. `chosen` are the arguments that its variables are set to, each with what
    was tested on the way to it.
    """

    reads: frozenset[str] = frozenset()
    writes: tuple[Write, ...] = ()
    calls: frozenset[str] = frozenset()
    bare_calls: frozenset[str] = frozenset()
    queries: tuple[Query, ...] = ()
    conditions: tuple[Test, ...] = ()
    result: Term | Test | None = None
    returned: tuple[Returned, ...] = ()
    handlers: tuple[str, ...] = ()
    handler_writes: bool = False
    raises: bool = False
    dynamic: bool = False
    built: tuple[tuple[str, tuple[Test, ...]], ...] = ()
    understood: bool = True
    row_changes: frozenset[str] = frozenset()
    whole_row: bool = False
    chosen: tuple[tuple[Term, tuple[Test, ...]], ...] = ()


class Notes(msgspec.Struct):
    """What has been gathered of a body so far."""

    reads: set[str] = msgspec.field(default_factory=set[str])
    writes: list[Write] = msgspec.field(default_factory=list[Write])
    calls: set[str] = msgspec.field(default_factory=set[str])
    bare_calls: set[str] = msgspec.field(default_factory=set[str])
    queries: list[Query] = msgspec.field(default_factory=list[Query])
    conditions: list[Test] = msgspec.field(default_factory=list[Test])
    understood: bool = True


def returned(select: Tree, scope: Scope, *, boolean: bool) -> Term | Test:
    """What a SELECT gives as a function's result."""
    if "fromClause" not in select and "whereClause" not in select and len(select.get("targetList", [])) == 1:
        value = select["targetList"][0]["ResTarget"]["val"]
        return test_of(value, scope) if boolean else term_of(value, scope)
    query = query_of(select, scope)
    return Holds(Subquery(query)) if boolean else Subquery(query)


def note_statement(
    tree: Tree,
    scope: Scope,
    notes: Notes,
    *,
    path: tuple[Test, ...] = (),
    caught: bool = False,
    in_loop: bool = False,
) -> None:
    """Adds to `notes` what one statement reads, writes (also inside WITH) and calls."""
    for name, node in parse.walk(tree):
        if name in COMMANDS and "relation" in node:
            for write in writes_of(name, node, scope):
                notes.writes.append(replace(write, path=path, caught=caught, in_loop=in_loop))
        if name == "SelectStmt" and "valuesLists" not in node:
            query = query_of(node, scope)
            notes.queries.append(query)
            notes.reads.update(source for _, source in query.sources if source)
        elif name == "FuncCall":
            called = ".".join(part["String"]["sval"] for part in node["funcname"])
            notes.calls.add(called)
            if not caught:
                notes.bare_calls.add(called)


def unchosen(body: Body, dropped: frozenset[Term]) -> Body:
    """A body in which no variable is one of the arguments `dropped`, where it can be something else."""

    def tests(path: tuple[Test, ...]) -> tuple[Test, ...]:
        return tuple(
            one for test in path for one in (without_choice(test, dropped),) if isinstance(one, TESTS)
        )

    def write(one: Write) -> Write:
        (where,) = tests((one.where,))
        values = [(name, without_choice(value, dropped)) for name, value in one.values]
        kept = tuple((name, value) for name, value in values if not isinstance(value, TESTS))
        return replace(one, where=where, path=tests(one.path), after=tests(one.after), values=kept)

    return replace(
        body,
        writes=tuple(write(one) for one in body.writes),
        returned=tuple(
            replace(
                one, value=without_choice(one.value, dropped), path=tests(one.path), after=tests(one.after)
            )
            for one in body.returned
        ),
    )


def trigger_row(term: Term | Test) -> str | None:
    """The column's name if a term is a value of NEW or OLD, alone or as one of those it can be."""
    if isinstance(term, ColumnOf) and term.alias in ("new", "old"):
        return term.name
    if isinstance(term, Opaque) and term.what in ONE_OF:
        return next(
            (name for part in term.parts if not isinstance(part, Literal) and (name := trigger_row(part))),
            None,
        )
    return None
