"""Rows for any schema: enough to see what a statement reads, consistent enough that Postgres takes them."""

from pgassay.rows.fill import Filled, Tenants, fill

__all__ = ["Filled", "Tenants", "fill"]
