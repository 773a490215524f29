"""What names mean where an expression stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from pgassay.facts.conditions.values import ColumnOf, Parameter, Term


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What names mean where an expression stands.

    `sources` maps an alias to its relation; `row` is the relation whose row is tested (a policy's table);
    `parameters` are the arguments of the function called `function`; `variables` a PL/pgSQL function's own
    names, with what they were set to. With `own_first` its own names come before columns.
    """

    relation_named: Callable[[str | None, str], str | None]
    columns_of: Callable[[str], tuple[str, ...]]
    row: str | None = None
    sources: tuple[tuple[str, str | None], ...] = ()
    function: str | None = None
    parameters: tuple[str, ...] = ()
    variables: Mapping[str, Term] | None = None
    outer: Scope | None = None
    own_first: bool = False

    def column(self, parts: list[str]) -> Term:
        """What a (qualified) name stands for: a column, a parameter or a variable."""
        name = parts[-1]
        if len(parts) == 1:
            return self._bare(name)
        alias = parts[-2]
        if alias.lower() in ("new", "old"):
            return ColumnOf(alias.lower(), None, name)
        scope: Scope | None = self
        while scope is not None:
            for source, relation in scope.sources:
                if source == alias:
                    return ColumnOf(alias, relation, name)
            if scope.row is not None and scope.row.rpartition(".")[2].strip('"') == alias:
                return ColumnOf("", scope.row, name)
            if scope.function == alias and name in scope.parameters:
                return Parameter(scope.parameters.index(name), name)
            scope = scope.outer
        return self._variable(f"{alias}.{name}") or ColumnOf(alias, None, name)

    def _bare(self, name: str) -> Term:
        scope: Scope | None = self
        if self._own_first and (own := self._variable(name)) is not None:
            return own
        while scope is not None:
            for source, relation in scope.sources:
                if relation is not None and name in self.columns_of(relation):
                    return ColumnOf(source, relation, name)
            if scope.row is not None and name in self.columns_of(scope.row):
                return ColumnOf("", scope.row, name)
            scope = scope.outer
        known = self._variable(name)
        if known is not None:
            return known
        alias, relation = next(iter(self.sources), ("", self.row))
        return ColumnOf(alias, relation, name)

    @property
    def _own_first(self) -> bool:
        return self.own_first or (self.outer is not None and self.outer._own_first)

    def _variable(self, name: str) -> Term | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.parameters:
                return Parameter(scope.parameters.index(name), name)
            if scope.variables is not None and name in scope.variables:
                return scope.variables[name]
            scope = scope.outer
        return None
