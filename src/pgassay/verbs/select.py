"""Which rules a run applies."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from pgassay.config import Config
from pgassay.errors import ConfigError
from pgassay.rules.discover import FAMILIES, rules
from pgassay.rules.ignores import PAGES
from pgassay.rules.rule import Rule

#: Findings that the engine itself makes; they can be named wherever a rule can.
ENGINE = tuple(PAGES)


def selected(config: Config, select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The rules named in `select` (all without it), less those in `ignore`; names of rules or families.

    Raises ConfigError for a name that is neither, here or in the configuration.
    """
    known = {rule.name for rule in rules()} | set(ENGINE)
    config.check_rules(known)
    for name in (*select, *ignore):
        if name not in known and name not in FAMILIES:
            close = difflib.get_close_matches(name, [*known, *FAMILIES], n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise ConfigError(f"there is no rule or family {name!r}{hint}")
    return tuple(
        rule
        for rule in rules()
        if (not select or rule.name in select or rule.family in select)
        and rule.name not in ignore
        and rule.family not in ignore
    )
