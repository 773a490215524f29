"""Names that fixes make: short enough, free, and quoted where needed."""

from __future__ import annotations

from msgspec.structs import replace

from pgassay.facts.ddl.free_names import constraint_name, index_name
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Constraint, Kind, Relation

TABLE = Relation(
    identity="public.orders",
    schema="public",
    name="orders",
    kind=Kind.TABLE,
    owner="owner",
    columns=(),
    rls_enabled=False,
    rls_forced=False,
    persistence="permanent",
    replica_identity="default",
    options=(),
    parent=None,
    partition_bound=None,
    definition=None,
    extension=None,
    comment=None,
)
CHECK = Constraint(
    identity="orders_total_range on public.orders",
    name="orders_total_range",
    relation="public.orders",
    domain=None,
    kind="check",
    columns=("total",),
    references=None,
    referenced_columns=(),
    on_delete=None,
    on_update=None,
    match_full=False,
    deferrable=False,
    validated=True,
    enforced=True,
    inherited=False,
    definition="CHECK ((total > 0))",
    expression="(total > 0)",
)


def test_an_index_is_named_after_table_and_columns() -> None:
    catalog = Catalog(version=18, relations=(TABLE,))
    assert index_name(catalog, TABLE, ("made", "total"), "gin") == "idx_orders_made_total_gin"


def test_a_name_that_is_taken_is_counted_up() -> None:
    other = replace(TABLE, name="idx_orders_made", identity="public.idx_orders_made")
    elsewhere = replace(TABLE, schema="other", name="idx_orders_made_2", identity="other.idx_orders_made_2")
    catalog = Catalog(version=18, relations=(TABLE, other, elsewhere), constraints=(CHECK,))
    assert index_name(catalog, TABLE, ("made",)) == "idx_orders_made_2"
    assert constraint_name(catalog, TABLE, "total", "range") == "orders_total_range_2"


def test_a_long_name_is_cut_and_stays_distinct() -> None:
    catalog = Catalog(version=18, relations=(TABLE,))
    names = [index_name(catalog, TABLE, ("a_very_long_column_name" * 3, last)) for last in ("one", "two")]
    assert all(len(name.encode()) <= 63 for name in names)
    assert len(set(names)) == 2


def test_a_name_that_needs_quotes_gets_them() -> None:
    assert index_name(Catalog(version=18), TABLE, ("Bill to",)) == '"idx_orders_Bill to"'
