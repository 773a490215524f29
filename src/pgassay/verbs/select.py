"""Which rules a run applies."""

from __future__ import annotations

from collections.abc import Sequence

from pgassay.config import Config
from pgassay.errors import ConfigError
from pgassay.model.names import nearest
from pgassay.rules.discover import FAMILIES, rule_names, rules
from pgassay.rules.ignores import PAGES
from pgassay.rules.rule import Rule

#: Findings that the engine itself makes; they can be named wherever a rule can.
ENGINE = tuple(PAGES)


def selected(config: Config, select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The rules named in `select` (all without it), less those in `ignore`; names of rules or families.

    Raises ConfigError for a name that is neither, here or in the configuration.
    """
    check_names(config, select, ignore)
    return tuple(rule for rule in rules() if is_selected(rule, select, ignore))


def check_names(config: Config, select: Sequence[str], ignore: Sequence[str]) -> None:
    """Raises ConfigError for a name that is no rule's and no family's, here or in the configuration."""
    known = rule_names() | set(ENGINE)
    config.check_rules(known)
    for name in (*select, *ignore):
        if name not in known and name not in FAMILIES:
            raise ConfigError(f"there is no rule or family {name!r}{nearest(name, [*known, *FAMILIES])}")


def is_selected(rule: Rule, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """True for a rule that is wanted, by its own name or its family's."""
    names = {rule.name, rule.family}
    return (not select or not names.isdisjoint(select)) and names.isdisjoint(ignore)
