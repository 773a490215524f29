"""Which functions a policy calls once for each row, and how to call them once for the whole statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgassay.facts.ddl.expression_text import end_of_call
from pgassay.facts.gaps.narrowed import leading_columns
from pgassay.facts.gaps.sub_selects import (
    Leads,
    column_name,
    found_by_index,
    is_plain,
    runs_once,
    sources_of,
    stands_alone,
)
from pgassay.model.objects import Function
from pgassay.model.relations import Relation
from pgassay.model.source import Tree
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: Built-in and platform functions that tell who the session is.
SESSION_CALLS = frozenset({"auth.uid", "auth.jwt", "auth.role", "auth.email", "current_setting"})
_BEFORE = len("SELECT ")
#: Where a call stands: in the expression itself, in a sub-select that runs for each row, in one that runs
#: once.
_ROW, _AGAIN, _ONCE = range(3)


class RowCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call in a policy's expression, at characters `start` to `end`.

    `columns` are the row's columns that it is given: none for what could be called once. `keyed` is the row's
    column that the call is compared with by =, where it stands on one side of a comparison; `array` is true
    right of = ANY. `within` are the relations, as (schema, name), of the sub-select that runs once in which
    it stands, and for each row of which it is called.
    """

    name: str
    start: int
    end: int
    columns: tuple[str, ...] = ()
    keyed: str | None = None
    array: bool = False
    function: Function | None = None
    within: tuple[tuple[str, str], ...] = ()


class RowCalls(msgspec.Struct, frozen=True):
    """Finds the calls of one table's policies. `function_named` gives the schema's own function of a name, or
    None; `leads` tells whether an index leads with a column. With `every`, those in sub-selects that run once
    and that an index answers are found too.
    """

    table: str
    function_named: Callable[[str], Function | None]
    leads: Leads
    every: bool = False

    def of(self, sql: str) -> tuple[RowCall, ...]:
        """The calls of session functions and of the schema's own that run for each row, in order."""
        tree = parse.expression(sql)
        if tree is None:
            return ()
        return tuple(sorted(self._in(tree, sql, level=_ROW), key=lambda call: call.start))

    def _in(
        self, node: object, sql: str, *, level: int, keyed: str | None = None, array: bool = False
    ) -> Iterator[RowCall]:
        if isinstance(node, list):
            for item in node:
                yield from self._in(item, sql, level=level)
        if not isinstance(node, dict):
            return
        for kind, fields in node.items():
            if kind == "SubLink":
                yield from self._in(fields.get("testexpr"), sql, level=level)
                yield from self._sub_select(fields, sql, level=level)
            elif kind == "FuncCall":
                yield from self._call(fields, sql, level=level, keyed=keyed, array=array)
            elif kind == "A_Expr":
                yield from self._comparison(fields, sql, level=level)
            elif kind == "TypeCast":
                yield from self._in(fields["arg"], sql, level=level, keyed=keyed)
            elif kind != "RangeFunction":
                yield from self._in(fields, sql, level=level)

    def _sub_select(self, fields: Tree, sql: str, *, level: int) -> Iterator[RowCall]:
        select = fields["subselect"]["SelectStmt"]
        if is_plain(select):
            yield from self._given_columns(fields["subselect"], sql, level=level)
        elif level == _AGAIN or (level == _ROW and not runs_once(fields, self.table)):
            yield from self._in(fields["subselect"], sql, level=_AGAIN)
        elif (
            self.every
            or not found_by_index(select, self.leads)
            or (level == _ONCE and not stands_alone(select))
        ):
            read = tuple(sources_of(select))
            for call in self._in(fields["subselect"], sql, level=_ONCE):
                yield call if call.within else replace(call, within=read)

    def _comparison(self, fields: Tree, sql: str, *, level: int) -> Iterator[RowCall]:
        sides = (fields.get("lexpr"), fields.get("rexpr"))
        equal = fields["kind"] == "AEXPR_OP" and fields["name"][-1]["String"]["sval"] == "="
        for side, other in (sides, sides[::-1]):
            column = self._column(other, level=level) if equal and other is not None else None
            array = fields["kind"] == "AEXPR_OP_ANY" and side is sides[1]
            yield from self._in(side, sql, level=level, keyed=column, array=array)

    def _given_columns(self, subselect: Tree, sql: str, *, level: int) -> Iterator[RowCall]:
        """(SELECT f(column)): wrapped, and called for each row all the same."""
        for kind, fields in parse.walk(subselect):
            if kind == "FuncCall":
                found = next(self._call(fields, sql, level=level, keyed=None, array=False), None)
                if found is not None and found.columns:
                    yield found

    def _call(
        self, fields: Tree, sql: str, *, level: int, keyed: str | None, array: bool
    ) -> Iterator[RowCall]:
        name = ".".join(part["String"]["sval"] for part in fields["funcname"]).removeprefix("pg_catalog.")
        arguments = fields.get("args", [])
        function = self.function_named(name)
        columns = tuple(dict.fromkeys(self._columns(arguments, level=level)))
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
            yield from self._in(arguments, sql, level=level)

    def _columns(self, arguments: list[Tree], *, level: int) -> Iterator[str]:
        for argument in arguments:
            for kind, fields in parse.walk(argument):
                if kind == "ColumnRef" and (name := self._column({kind: fields}, level=level)):
                    yield name

    def _column(self, node: Tree, *, level: int) -> str | None:
        return column_name(node, self.table, nested=level != _ROW)


def row_calls(facts: Facts, relation: Relation) -> RowCalls:
    """What finds the calls of a table's policies."""

    def leads(schema: str, name: str, column: str) -> bool:
        return column in leading_columns(facts, facts.catalog.relation_names.get((schema, name), ""))

    return RowCalls(relation.name, facts.sources.function_named, leads)


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
