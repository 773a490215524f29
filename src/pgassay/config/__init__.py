"""What a project states about itself: pgassay.toml, or [tool.pgassay] in pyproject.toml."""

from __future__ import annotations

from pgassay.config.load import load
from pgassay.config.settings import Config, Expect, IgnoreEntry, RuleSettings, Tenancy, TenancyRelation

__all__ = ["Config", "Expect", "IgnoreEntry", "RuleSettings", "Tenancy", "TenancyRelation", "load"]
