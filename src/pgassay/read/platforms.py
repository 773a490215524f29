"""Which platform a folder of migrations is written for."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.migrations import Source

#: Functions that only Supabase provides; a migration that calls one runs nowhere else.
_SUPABASE = re.compile(
    r"\bauth\s*\.\s*(uid|jwt|role|email)\s*\(|\bauth\s*\.\s*users\b|\bstorage\s*\.\s*(objects|buckets)\b",
    re.I,
)


def platform_of(source: Source) -> str:
    """The platform's name, supabase or plain: told by the layout, a config.toml, or what migrations call."""
    if source.layout == "supabase":
        return "supabase"
    for root in source.roots:
        if _config_beside(root):
            return "supabase"
    for migration in source.migrations:
        for statement in migration.statements:
            if _SUPABASE.search(statement.sql):
                return "supabase"
    return "plain"


def _config_beside(root: Path) -> bool:
    return any((folder / "supabase" / "config.toml").is_file() for folder in (root, root.parent))
