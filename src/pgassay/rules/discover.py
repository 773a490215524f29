"""Finds the rules: every module below the family packages holds one."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from pgassay.rules.rule import Rule

FAMILIES = ("isolation", "privileges", "integrity", "history", "locks", "performance", "drift")


#: What a module says in which a rule stands that can speak without a server; the rule itself has the last
#: word, but to import all of them takes longer than what they have to say.
_STATIC = re.compile(rb"@rule\(\s*on=(Migration|Observation)\b(?:(?!static=False)[\s\S])*?\ndef ")


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All rules, by family and name."""
    return _of(FAMILIES)


@functools.cache
def static_rules() -> tuple[Rule, ...]:
    """The rules that can speak without a server, by family and name."""
    return tuple(rule for rule in _of(FAMILIES, _may_be_static) if rule.static)


@functools.cache
def rule_names() -> frozenset[str]:
    """The names of all rules: each module below the family packages is named like its rule."""
    return frozenset(file.stem.replace("_", "-") for family in FAMILIES for file in _modules(family))


def _of(families: Sequence[str], wanted: Callable[[Path], bool] = lambda _: True) -> tuple[Rule, ...]:
    found: list[Rule] = []
    for family in families:
        for file in _modules(family):
            if wanted(file):
                members = vars(importlib.import_module(f"pgassay.rules.{family}.{file.stem}")).values()
                found += [member for member in members if isinstance(member, Rule)]
    return tuple(sorted(found, key=lambda rule: (FAMILIES.index(rule.family), rule.name)))


def _modules(family: str) -> list[Path]:
    folder = Path(__file__).with_name(family)
    return [file for file in sorted(folder.glob("*.py")) if file.stem != "__init__"]


def _may_be_static(file: Path) -> bool:
    return _STATIC.search(file.read_bytes()) is not None


def named(name: str) -> Rule | None:
    """The rule of that name, or None."""
    return next((rule for rule in rules() if rule.name == name), None)
