"""Tables that keep what was, what happened, and what was paid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgassay.facts.tables.columns import is_json
from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

_PAST = re.compile(
    r"(^|_)(history|histories|logs?|audits?|archives?|archived|versions?|snapshots?|backups?|trails?|staging|imports?)$"
    r"|(^|_)(archived?|backups?|bak)_",
    re.I,
)
_MONEY = re.compile(r"(^|_)(amounts?|debit|credit|payout|refunded|paid)(_(cents|minor|due|paid|[a-z]{3}))?$")


def is_past(relation: Relation) -> bool:
    """True for a table so named that it keeps what was: history, logs, backups."""
    return bool(_PAST.search(snake(relation.name)))


def keeps_past(facts: Facts, relation: Relation) -> bool:
    """True for a log, what is so named that it keeps what was, and what tells of events."""
    return relation.identity in facts.kinds.logs or is_past(relation) or _tells_events(facts, relation)


def keeps_money(relation: Relation) -> bool:
    """True for a table with a number so named that it is an amount of money: books are kept."""
    return any(
        column.type_category == "N" and _MONEY.search(snake(column.name)) for column in relation.columns
    )


def _tells_events(facts: Facts, relation: Relation) -> bool:
    """True for a table so named that each row tells of something that happened, with what belongs to it."""
    named = re.search(r"(^|_)(activity|activities|events?)$", snake(relation.name))
    told = any(is_json(column) for column in relation.columns)
    return bool(named) and told and facts.kinds.updated_at(relation) is None


def snake(name: str) -> str:
    """The words of a name, small and with a line between them."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
