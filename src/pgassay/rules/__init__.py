"""The judgement: rules, what they may look at, and how they speak."""

from __future__ import annotations

from pgassay.rules.context import Context, catalog, executed, parsed
from pgassay.rules.rule import Rule, rule

__all__ = ["Context", "Rule", "catalog", "executed", "parsed", "rule"]
