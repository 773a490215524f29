"""Whether the CHECKs of a column let a value pass, as Postgres says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pgassay.facts.tables.checks import checks_on, typed
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Constraint, Relation

#: Whether an expression is true for a row; None where nobody can be asked.
Asked = Callable[[str, Mapping[str, str | None]], bool | None]


def admitting(
    catalog: Catalog, relation: Relation, column: Column, value: str, asked: Asked
) -> tuple[Constraint, ...] | None:
    """The CHECKs on a column alone, where all of them let a value pass; None where one does not.

    Each is asked of a row that holds the value and NULL everywhere else. A type that checks its values, a
    CHECK that names other columns too and one that nobody can be asked about count as refusing: somebody
    has thought of the column's values.
    """
    if column.type_schema != "pg_catalog" and typed(catalog, column):
        return None
    checks = checks_on(catalog, relation, column.name)
    passing = [
        check
        for check in checks
        if check.columns == (column.name,)
        and check.expression is not None
        and asked(f"({check.expression}) IS NOT FALSE", {column.name: value})
    ]
    return tuple(passing) if len(passing) == len(checks) else None
