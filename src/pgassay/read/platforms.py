"""Which platform a folder of migrations is written for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pgassay.read.migrations import Source

#: Functions that only Supabase provides; a migration that calls one runs nowhere else.
_SUPABASE = re.compile(
    r"\bauth\s*\.\s*(uid|jwt|role|email)\s*\(|\bauth\s*\.\s*users\b|\bstorage\s*\.\s*(objects|buckets)\b",
    re.I,
)

#: Schemas that a platform or an extension manages; what is in them is not the user's to mend.
_MANAGED = frozenset(
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


def managed_schemas(platform: str) -> frozenset[str]:
    """The schemas that a platform or its extensions manage."""
    return _MANAGED if platform == "supabase" else frozenset({"cron", "net", "pgmq"})


def platform_of(source: Source) -> str:
    """The platform's name, supabase or plain: told by the layout, a config.toml, or what migrations call."""
    if source.layout == "supabase":
        return "supabase"
    if config_beside(source.roots):
        return "supabase"
    for migration in source.migrations:
        for statement in migration.statements:
            if _SUPABASE.search(statement.sql):
                return "supabase"
    return "plain"


def config_beside(roots: Sequence[Path]) -> bool:
    """True when Supabase's configuration lies beside one of the folders, or one above it."""
    folders = (folder for root in roots for folder in (root, root.parent))
    return any((folder / "supabase" / "config.toml").is_file() for folder in folders)
