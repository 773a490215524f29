"""Finds the rules: every module below the family packages holds one."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from pgassay.rules.rule import Rule

FAMILIES = ("isolation", "privileges", "integrity", "history", "locks", "performance", "drift")


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All rules, by family and name."""
    found: list[Rule] = []
    for family in FAMILIES:
        package = importlib.import_module(f"pgassay.rules.{family}")
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            members = vars(importlib.import_module(module.name)).values()
            found += [member for member in members if isinstance(member, Rule)]
    return tuple(sorted(found, key=lambda rule: (FAMILIES.index(rule.family), rule.name)))


def named(name: str) -> Rule | None:
    """The rule of that name, or None."""
    return next((rule for rule in rules() if rule.name == name), None)
