"""One pass over a PL/pgSQL body: what variables stand for, what was tested on the way, what was seen."""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import TESTS, is_large, simplified
from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.translate import term_of, test_of
from pgassay.facts.conditions.values import And, Holds, Literal, Not, Opaque, Or, Parameter, Term, Test
from pgassay.facts.functions.bodies import Notes, Returned, note_statement
from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse

_Part = TypeVar("_Part", Term, Test)


class Reading:
    """The state of one pass. `names` are the function's variables by their number; `path` the tests that hold
    here.
    """

    def __init__(self, function: Function, scope: Scope, datums: list[Tree]) -> None:
        self.function = function
        self.scope = scope
        self.names = [name_of(datum) for datum in datums]
        self.variables: dict[str, Term] = {
            name: _first_value(datum)
            for name, datum in zip(self.names, datums, strict=True)
            if name and "PLpgSQL_recfield" not in datum and name not in function.arguments
        }
        self.notes = Notes()
        self.returns: list[Returned] = []
        self.path: list[Test] = []
        self.handlers: list[str] = []
        self.handler_writes = False
        self.raises = False
        self.built: list[tuple[str, tuple[Test, ...]]] = []
        self.caught = 0
        self.loops = 0
        self.row_changes: set[str] = set()
        self.whole_row = False
        self.chosen: list[tuple[Term, tuple[Test, ...]]] = []
        #: How many writes and returns there were where the run of statements began, and where one was left.
        self.began: tuple[int, int] = (0, 0)
        self.gone: tuple[int, int] = (0, 0)

    @property
    def here(self) -> Scope:
        """What names mean at this point."""
        return Scope(
            relation_named=self.scope.relation_named,
            columns_of=self.scope.columns_of,
            function=self.function.name,
            parameters=self.function.arguments,
            variables=self.variables,
            own_first=self.scope.own_first,
        )

    @property
    def so_far(self) -> tuple[int, int]:
        """How many writes and returns have been seen."""
        return len(self.notes.writes), len(self.returns)

    def passed(self, test: Test, *, raised: bool) -> None:
        """Notes that what comes after runs only where a test holds; and where an error is raised otherwise,
        that what was done before stands only then.
        """
        self.path.append(test)
        if not raised:
            return
        writes, returns = (max(both) for both in zip(self.began, self.gone, strict=True))
        self.notes.writes[writes:] = [
            replace(one, after=(*one.after, test)) for one in self.notes.writes[writes:]
        ]
        self.returns[returns:] = [replace(one, after=(*one.after, test)) for one in self.returns[returns:]]

    def statement(self, tree: Tree) -> None:
        """Notes what a statement reads, writes and calls."""
        note_statement(
            tree, self.here, self.notes, path=tuple(self.path), caught=self.caught > 0, in_loop=self.loops > 0
        )

    def runs(self, text: Tree) -> None:
        """Notes that the text of an expression is run, and what holds there."""
        self.built.append((" ".join(text["PLpgSQL_expr"]["query"].split()), tuple(self.path)))

    def note(self, expression: Tree) -> None:
        """Notes what an expression or query reads and calls."""
        text = expression["PLpgSQL_expr"]["query"]
        trees = parse.queries(text) or parse.queries(f"SELECT {text}")
        self.notes.understood &= bool(trees)
        for tree in trees:
            self.statement(tree)

    def assign(self, target: str, value: Term) -> None:
        """Sets a variable, a field of a record, or a column of NEW."""
        name = ".".join(
            part.strip('"') if part.startswith('"') else part.lower() for part in target.split(".")
        )
        self.variables[name] = self._told(value, Opaque("variable"))
        self.choose(value)
        if name.startswith("new."):
            self.row_changes.add(name[4:])
        self.whole_row |= name == "new"
        if "." in name:
            return
        # A record set as a whole forgets what its fields were.
        for field in [known for known in self.variables if known.startswith(f"{name}.")]:
            del self.variables[field]

    def choose(self, value: Term) -> None:
        """Notes that a variable is an argument here."""
        if isinstance(value, Parameter):
            self.chosen.append((value, tuple(self.path)))

    def term(self, expression: Tree) -> Term:
        """The value of an expression, which is noted too."""
        tree = self._tree(expression)
        return (
            Opaque("unparsed") if tree is None else self._told(term_of(tree, self.here), Opaque("variable"))
        )

    def test(self, expression: Tree) -> Test:
        """The condition that an expression states, which is noted too."""
        tree = self._tree(expression)
        if tree is None:
            return Holds(Opaque("unparsed"))
        return self._told(unwrapped(test_of(tree, self.here)), Holds(Opaque("variable")))

    def _told(self, part: _Part, instead: _Part) -> _Part:
        """A value or condition, or what stands for one too large to look into."""
        if is_large(part):
            self.notes.understood = False
            return instead
        return part

    def _tree(self, expression: Tree) -> Tree | None:
        tree = parse.expression(expression["PLpgSQL_expr"]["query"])
        if tree is None:
            self.notes.understood = False
        else:
            self.statement({"SelectStmt": {"targetList": [{"ResTarget": {"val": tree}}]}})
        return tree


def name_of(datum: Tree) -> str:
    """The name of a variable, record or field; empty for a list of targets."""
    ((_, fields),) = datum.items()
    return str(fields.get("refname", fields.get("fieldname", "")))


def _first_value(datum: Tree) -> Term:
    """What a variable stands for before anything is assigned: NULL where the function declares it."""
    variable = datum.get("PLpgSQL_var", {})
    if "promise" in variable or variable.get("isconst"):
        return Opaque(str(variable["refname"]))
    return Literal(None) if "lineno" in variable else Opaque("variable")


def unwrapped(test: Test) -> Test:
    """A test in which a boolean variable is replaced by the test it was set to."""
    match test:
        case Holds(Opaque("condition", (inner,))) if isinstance(inner, TESTS):
            return unwrapped(inner)
        case Not(part, unknown):
            return Not(unwrapped(part), unknown)
        case And(parts):
            return And(tuple(unwrapped(part) for part in parts))
        case Or(parts):
            return Or(tuple(unwrapped(part) for part in parts))
        case _:
            return test


def one_of(values: tuple[Term | Test, ...]) -> Term:
    """One of several values, or the only one there is."""
    only = values[0] if len(values) == 1 else None
    return only if only is not None and not isinstance(only, TESTS) else simplified("case", values)


def as_test(value: Term | Test) -> Test:
    """A value as a condition: itself where it is one, else that it is true."""
    return value if isinstance(value, TESTS) else Holds(value)


def merged(ways: list[dict[str, Term]]) -> dict[str, Term]:
    """What variables can stand for after alternatives: the one value, or a `case` of several."""
    found: dict[str, Term] = {}
    for name in dict.fromkeys(name for way in ways for name in way):
        values: dict[Term | Test, None] = {}
        for way in ways:
            value = way.get(name, Opaque("variable"))
            parts = value.parts if isinstance(value, Opaque) and value.what == "case" else (value,)
            values.update((part, None) for part in parts)
        found[name] = one_of(tuple(values))
    return found
