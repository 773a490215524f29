"""The record of what was applied, which Supabase's command line keeps, and which some migrations ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from psycopg import sql

from pgassay.model.source import Migration

_TABLE = "schema_migrations"
_ENTRY = sql.SQL(
    "INSERT INTO supabase_migrations.schema_migrations (version, name) VALUES ({}, {}) ON CONFLICT DO NOTHING"
)
_NAME = re.compile(r"(?P<version>\d+)_(?P<name>.*)\.sql", re.DOTALL)


def entries(platform: str, migrations: Sequence[Migration]) -> dict[str, str]:
    """By path, what the command line writes down after a file; none where no migration looks at the record,
    and for names that it would not run.
    """
    if platform != "supabase":
        return {}
    if not any(_TABLE in one.sql for migration in migrations for one in migration.statements):
        return {}
    found: dict[str, str] = {}
    for migration in migrations:
        match = _NAME.fullmatch(PurePath(migration.path).name)
        if match is not None:
            found[migration.path] = _ENTRY.format(match["version"], match["name"]).as_string()
    return found
