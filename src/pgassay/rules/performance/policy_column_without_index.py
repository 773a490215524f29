"""policy-column-without-index."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.free_names import index_name
from pgassay.facts.ddl.indexes import IN_USE
from pgassay.facts.gaps.filtered import filtered_columns, is_led
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    yields_to=("tenant-column-without-foreign-key", "foreign-key-missing"),
    rests_on=("policies",),
    right="Columns that policies filter by have an index",
)
def policy_column_without_index(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """Policies filter a table by a column that no index leads with.

    Row-level security is a WHERE of every statement: each query of each user reads the whole table to find
    the rows of one tenant, and takes the longer the more the other tenants have.

    It speaks of columns that a policy holds to the session's tenant or user in each way to pass. Silent for
    columns with a foreign key, where foreign-key-without-index speaks, for policies that let other rows pass
    too, and for tables that hold the tenants themselves. Low where only policies of UPDATE and DELETE filter
    by the column: such statements mostly name their rows.

    The facts that suffice: the expression of pg_policy, and the first key of each index in pg_index.
    """
    for (identity, name), policies in sorted(filtered_columns(context.facts).items()):
        relation = database.relation[identity]
        column = relation.column(name)
        if column is None or not context.facts.is_own(relation) or relation.parent is not None:
            continue
        if is_led(context.facts, relation, name):
            yield context.holds(relation, name)
            continue
        if any(name in key.columns for key in database.foreign_keys_of(identity)):
            continue
        index = index_name(database, relation, (name,))
        commands = sorted({policy.command for policy in policies} - {"select", "all"})
        reading = len(commands) < len({policy.command for policy in policies})
        each = "query" if reading else " and ".join(command.upper() for command in commands)
        unnamed = "" if reading else "that names no rows "
        yield context.finding(
            relation,
            f"{identity}.{column.quoted} is what policies filter by, and no index leads with it: each {each} "
            f"of a client {unnamed}reads the whole table",
            severity=None if reading else Severity.LOW,
            column=name,
            evidence=[
                catalog(f"pg_policy: {listed([policy.name for policy in policies], 3)}"),
                catalog(f"pg_index: no index of {identity} leads with {column.quoted}"),
            ],
            fix=f"CREATE INDEX {index} ON {identity} ({column.quoted});",
            rollback=f"DROP INDEX {quoted(relation.schema)}.{index};",
            advice=IN_USE,
        )
