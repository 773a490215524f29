"""column-required-without-default."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import columns, held_up
from pgassay.rules.rule import Holds

#: not_null_violation.
_NULL = "23502"


@rule(on=Observation, severity=Severity.HIGH)
def column_required_without_default(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new column of a table in use is NOT NULL and has no default: with one row in the table it fails.

    It works on the empty table of a test database and stops the deployment in production. Add the column
    without NOT NULL, fill it, and require it after that; or give it a default.

    The facts that suffice: the statement ran on empty tables and was refused, with not_null_violation, on
    tables that hold rows, and the column that it added.
    """
    if one.error is None or one.error[0] != _NULL:
        return
    for command, effect in columns(one, new=True):
        now = command.now or {}
        if now["not_null"] and now["default"] is None and not now["identity"]:
            column = context.catalog.column(effect.relation, str(now["name"]))
            fix = rollback = None
            if column is not None:
                fix = f"ALTER TABLE {effect.relation} ADD COLUMN {column.quoted} {column.type};"
                rollback = f"ALTER TABLE {effect.relation} DROP COLUMN {column.quoted};"
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} gets {now['name']} as NOT NULL without a default: the statement fails "
                "where "
                "the table holds a row",
                column=str(now["name"]),
                fix=fix,
                rollback=rollback,
                differs=True,
                advice=f"Add {now['name']} without NOT NULL, fill it in batches by the key, then ADD "
                "CONSTRAINT … "
                f"NOT NULL {now['name']} NOT VALID (before Postgres 18 a CHECK) and VALIDATE it in another "
                "migration; or give it a default",
            )
