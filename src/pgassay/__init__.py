"""Reviews the database of a multi-tenant application by running its migrations on a real Postgres.

report = pgassay.review("migrations/", platform="supabase")
for finding in report.findings:
    print(finding.location, finding.message)
print(pgassay.render(report, "markdown"))
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pgassay.config import Config
    from pgassay.errors import ConfigError, MigrationError, PgassayError, ServerError, SourceError
    from pgassay.model.finding import Evidence, Finding, Fix, Held, NotChecked, Severity
    from pgassay.model.ref import Ref
    from pgassay.model.report import Report
    from pgassay.model.settings import Settings
    from pgassay.model.source import Location
    from pgassay.reports import render
    from pgassay.verbs.review import review
    from pgassay.verbs.settings import settings

__all__ = [
    "Config",
    "ConfigError",
    "Evidence",
    "Finding",
    "Fix",
    "Held",
    "Location",
    "MigrationError",
    "NotChecked",
    "PgassayError",
    "Ref",
    "Report",
    "ServerError",
    "Settings",
    "Severity",
    "SourceError",
    "render",
    "review",
    "settings",
]

#: Where each public name lives. Imported when first asked for: `pgassay --version` must not wait for a
#: driver.
_HOMES = {
    "pgassay.config": ("Config",),
    "pgassay.errors": ("ConfigError", "MigrationError", "PgassayError", "ServerError", "SourceError"),
    "pgassay.model.ref": ("Ref",),
    "pgassay.model.finding": ("Evidence", "Finding", "Fix", "Held", "NotChecked", "Severity"),
    "pgassay.model.report": ("Report",),
    "pgassay.model.settings": ("Settings",),
    "pgassay.model.source": ("Location",),
    "pgassay.reports": ("render",),
    "pgassay.verbs.review": ("review",),
    "pgassay.verbs.settings": ("settings",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'pgassay' has no attribute {name!r}")
