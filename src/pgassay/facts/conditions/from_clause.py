"""FROM clauses."""

from __future__ import annotations

from collections.abc import Callable

from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.values import Term
from pgassay.model.source import Tree


class FromClause:
    """What a FROM clause reads: its relations, the conditions of its joins, and the functions in it."""

    def __init__(self, scope: Scope, term_of: Callable[[Tree, Scope], Term]) -> None:
        self.scope = scope
        self.term_of = term_of
        self.sources: list[tuple[str, str | None]] = []
        self.joined: list[Tree] = []
        self.values: dict[str, Term] = {}
        self.complete = True

    def add(self, item: Tree) -> None:
        """Adds one item of the clause."""
        ((kind, fields),) = item.items()
        if kind == "RangeVar":
            relation = self.scope.relation_named(fields.get("schemaname"), fields["relname"])
            self.sources.append((fields.get("alias", {}).get("aliasname", fields["relname"]), relation))
            self.complete &= relation is not None
        elif kind == "JoinExpr":
            self.add(fields["larg"])
            self.add(fields["rarg"])
            inner = fields.get("jointype") == "JOIN_INNER"
            self.complete &= inner and "usingClause" not in fields
            if inner and "quals" in fields:
                self.joined.append(fields["quals"])
        elif kind == "RangeFunction" and len(fields.get("functions", [])) == 1 and "alias" in fields:
            self._function(fields)
        else:
            self.complete = False

    def _function(self, fields: Tree) -> None:
        call = fields["functions"][0]["List"]["items"][0]
        alias = fields["alias"]["aliasname"]
        names = [name["String"]["sval"] for name in fields["alias"].get("colnames", [])] or [alias]
        self.complete &= "FuncCall" in call and len(names) == 1
        if self.complete:
            value = self.term_of(call, self.scope)
            self.values |= {alias: value, names[0]: value, f"{alias}.{names[0]}": value}
