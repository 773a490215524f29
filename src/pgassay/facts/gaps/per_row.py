"""Which functions a policy calls once for each row, and how to call them once for the whole statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pgassay.facts.ddl.expression_text import end_of_call
from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse

#: Built-in and platform functions that tell who the session is.
SESSION_CALLS = frozenset({"auth.uid", "auth.jwt", "auth.role", "auth.email", "current_setting"})
_BEFORE = len("SELECT ")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCall:
    """One call in a policy's expression, at characters `start` to `end`.

    `columns` are the row's columns that it is given: none for what could be called once. `keyed` is the row's
    column that the call is compared with by =, where it stands on one side of a comparison; `array` is true
    right of = ANY.
    """

    name: str
    start: int
    end: int
    columns: tuple[str, ...] = ()
    keyed: str | None = None
    array: bool = False
    function: Function | None = None


@dataclass(frozen=True, slots=True)
class RowCalls:
    """Finds the calls of one table's policies. `function_named` gives the schema's own function of a name, or
    None.
    """

    table: str
    function_named: Callable[[str], Function | None]

    def of(self, sql: str) -> tuple[RowCall, ...]:
        """The calls of session functions and of the schema's own that run for each row, in order."""
        tree = parse.expression(sql)
        if tree is None:
            return ()
        return tuple(sorted(self._in(tree, sql, nested=False), key=lambda call: call.start))

    def _in(
        self, node: object, sql: str, *, nested: bool, keyed: str | None = None, array: bool = False
    ) -> Iterator[RowCall]:
        if isinstance(node, list):
            for item in node:
                yield from self._in(item, sql, nested=nested)
        if not isinstance(node, dict):
            return
        for kind, fields in node.items():
            if kind == "SubLink":
                yield from self._in(fields.get("testexpr"), sql, nested=nested)
                if not _evaluated_once(fields["subselect"]["SelectStmt"]):
                    yield from self._in(fields["subselect"], sql, nested=True)
                else:
                    yield from self._given_columns(fields["subselect"], sql, nested=nested)
            elif kind == "FuncCall":
                yield from self._call(fields, sql, nested=nested, keyed=keyed, array=array)
            elif kind == "A_Expr":
                yield from self._comparison(fields, sql, nested=nested)
            elif kind == "TypeCast":
                yield from self._in(fields["arg"], sql, nested=nested, keyed=keyed)
            elif kind != "RangeFunction":
                yield from self._in(fields, sql, nested=nested)

    def _comparison(self, fields: Tree, sql: str, *, nested: bool) -> Iterator[RowCall]:
        sides = (fields.get("lexpr"), fields.get("rexpr"))
        equal = fields["kind"] == "AEXPR_OP" and fields["name"][-1]["String"]["sval"] == "="
        for side, other in (sides, sides[::-1]):
            column = self._column(other, nested=nested) if equal and other is not None else None
            array = fields["kind"] == "AEXPR_OP_ANY" and side is sides[1]
            yield from self._in(side, sql, nested=nested, keyed=column, array=array)

    def _given_columns(self, subselect: Tree, sql: str, *, nested: bool) -> Iterator[RowCall]:
        """(SELECT f(column)): wrapped, and called for each row all the same."""
        for kind, fields in parse.walk(subselect):
            if kind == "FuncCall":
                found = next(self._call(fields, sql, nested=nested, keyed=None, array=False), None)
                if found is not None and found.columns:
                    yield found

    def _call(
        self, fields: Tree, sql: str, *, nested: bool, keyed: str | None, array: bool
    ) -> Iterator[RowCall]:
        name = ".".join(part["String"]["sval"] for part in fields["funcname"]).removeprefix("pg_catalog.")
        arguments = fields.get("args", [])
        function = self.function_named(name)
        columns = tuple(dict.fromkeys(self._columns(arguments, nested=nested)))
        inner = any(kind == "ColumnRef" for kind, _ in parse.walk(arguments)) and not columns
        fixed = name in SESSION_CALLS or (function is not None and function.volatility != "volatile")
        counts = fixed if not columns else function is not None
        if counts and not inner:
            start = len(f"SELECT {sql}".encode()[: fields["location"]].decode()) - _BEFORE
            yield RowCall(
                name=name,
                start=start,
                end=end_of_call(sql, start),
                columns=columns,
                keyed=keyed,
                array=array,
                function=function,
            )
        if columns or inner or not counts:
            yield from self._in(arguments, sql, nested=nested)

    def _columns(self, arguments: list[Tree], *, nested: bool) -> Iterator[str]:
        for argument in arguments:
            for kind, fields in parse.walk(argument):
                if kind == "ColumnRef" and (name := self._column({kind: fields}, nested=nested)):
                    yield name

    def _column(self, node: Tree, *, nested: bool) -> str | None:
        """The name of a column of the policy's table; inside a sub-select Postgres writes it with the table's
        name.
        """
        ((kind, fields),) = node.items()
        if kind == "TypeCast":
            return self._column(fields["arg"], nested=nested)
        if kind != "ColumnRef":
            return None
        parts = [part["String"]["sval"] for part in fields["fields"] if "String" in part]
        if len(parts) == 1:
            return None if nested else parts[0]
        return parts[-1] if len(parts) > 1 and parts[-2] == self.table else None


def called_once(sql: str, calls: tuple[RowCall, ...]) -> str:
    """The expression with each call that is given no column put into a sub-select, which runs once."""
    for call in sorted(calls, key=lambda call: -call.start):
        if not call.columns:
            wrapped = f"(SELECT {sql[call.start : call.end]})"
            if call.array and call.function is not None:
                # = ANY ((SELECT …)) would compare with the rows of the sub-select, not with its array.
                wrapped = f"{wrapped}::{call.function.result}"
            sql = sql[: call.start] + wrapped + sql[call.end :]
    return sql


def _evaluated_once(select: Tree) -> bool:
    """True for (SELECT f()): a sub-select that reads nothing."""
    return not ({"fromClause", "whereClause", "larg"} & set(select))
