"""Schemas that are not the user's."""

from __future__ import annotations

#: Schemas that a platform or an extension manages; what is in them is not the user's to mend.
MANAGED_SCHEMAS = frozenset(
    [
        "auth",
        "storage",
        "realtime",
        "_realtime",
        "vault",
        "pgsodium",
        "pgsodium_masks",
        "graphql",
        "graphql_public",
        "extensions",
        "net",
        "cron",
        "pgmq",
        "pgbouncer",
        "supabase_functions",
        "supabase_migrations",
        "_analytics",
        "pgtle",
        "tiger",
        "topology",
    ]
)
