"""The settings by which a schema knows whose session it is, where no platform's token says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pgassay.facts.conditions.session import of_session
from pgassay.facts.conditions.values import Literal, Session

if TYPE_CHECKING:
    from pgassay.facts import Facts

_READ = re.compile(r"current_setting\(\s*'([^']+)'", re.I)

_known: WeakKeyDictionary[Facts, tuple[str, ...]] = WeakKeyDictionary()


def user_settings(facts: Facts) -> tuple[str, ...]:
    """The settings that policies and functions take for the session's user, sorted; claims of a token are
    none.
    """
    if facts not in _known:
        texts = [sql for policy in facts.catalog.policies for sql in (policy.using, policy.check) if sql]
        texts += [one.body or one.definition for one in facts.catalog.functions if facts.is_own(one)]
        names = {name for text in texts for name in _READ.findall(text)}
        _known[facts] = tuple(sorted(name for name in names if _is_user(name)))
    return _known[facts]


def names_users(facts: Facts) -> bool:
    """True where a session of a made-up user can be had: the platform's token names users, or settings do."""
    return facts.platform == "supabase" or bool(user_settings(facts))


def _is_user(name: str) -> bool:
    known = of_session("current_setting", (Literal(name),)) == Session("user")
    return known and not name.startswith("request.jwt")
