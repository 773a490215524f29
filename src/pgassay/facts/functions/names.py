"""What names mean in a function's body or a policy: which relations and columns they find."""

from __future__ import annotations

import re
from collections.abc import Callable

from pgassay.facts.conditions.scope import Scope
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function

_CONFLICT = re.compile(r"^\s*#\s*variable_conflict\s+(\w+)", re.M)


def conflicts(function: Function) -> str:
    """What a name means that is both a column and an argument: the column (use_column), the argument
    (use_variable), or neither (error).
    """
    if function.language != "plpgsql":
        return "use_column"
    stated = _CONFLICT.search(function.body)
    if stated is not None:
        return stated[1]
    settings = dict(setting.split("=", 1) for setting in function.settings if "=" in setting)
    return settings.get("plpgsql.variable_conflict", "error")


def scope_of(catalog: Catalog, function: Function | None = None, row: str | None = None) -> Scope:
    """What names mean in a function's body, or (with `row`) in a policy of that relation."""
    path = ["public"]
    if function is not None and function.search_path is not None:
        path = [part.strip().strip('"') for part in function.search_path.split(",")]
    schemas = [*path, *([function.schema] if function is not None else []), "public"]
    names = catalog.relation_names

    def relation_named(schema: str | None, name: str) -> str | None:
        found = [(schema, name)] if schema else [(one, name) for one in schemas]
        return next((names[key] for key in found if key in names), None)

    return Scope(
        relation_named=relation_named,
        columns_of=_columns_of(catalog),
        row=row,
        function=function.name if function is not None else None,
        parameters=function.arguments if function is not None else (),
        own_first=function is not None and conflicts(function) == "use_variable",
    )


def _columns_of(catalog: Catalog) -> Callable[[str], tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}

    def columns_of(relation: str) -> tuple[str, ...]:
        if relation not in known:
            found = catalog.relation.get(relation)
            known[relation] = tuple(column.name for column in found.columns) if found else ()
        return known[relation]

    return columns_of
