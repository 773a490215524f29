"""What columns hold: times, tries, secrets, addresses and schedules. The only place where their names are
hints.
"""

from __future__ import annotations

import re

from pgassay.model.relations import Column, Relation

_NOW = re.compile(
    r"^\(?((now|(transaction|statement|clock)_timestamp)\(\)|(CURRENT_TIMESTAMP|LOCALTIMESTAMP|CURRENT_DATE)(\(\d\))?)"
    r"( AT TIME ZONE '[^']+'::text)?\)?$|^timezone\('[^']+'::text, now\(\)\)$",
    re.I,
)
_CREATED = re.compile(
    r"^(created|inserted|occurred|logged|recorded|received|timestamp|ts)(_?(at|on|date|time))?$", re.I
)
_UPDATED = re.compile(r"^(updated|modified|changed|last_updated|last_modified)(_?(at|on|date|time))?$", re.I)
_SECRET = re.compile(
    r"(secret|password|passwd|(^|_)token(_hash)?$|api_?key|key_hash|private_key|access_key|(^|_)credentials?(_json)?$|(^|_)prompt$|card_number|(^|_)ssn$|"
    r"(^|_)iban$|encrypted_|signing_key)",
    re.I,
)
#: What is told of secrets, and is none: which fields are encrypted, by what, until when.
_OF_SECRETS = re.compile(
    r"_(fields?|columns?|names?|versions?|algorithm|type|kind|hint|count|length|policy|status|expiry)$", re.I
)
_COUNTER = re.compile(r"(^|_)(retr(y|ies)|attempts?|tries)(_|$)", re.I)
_LATER = re.compile(
    r"(^|_)(schedul|next|due|expir|deadline|not_before|available|until|valid|run_at|start_after|retry_at|retry_after|remind|target|planned|reset)",
    re.I,
)
_ASIDE = re.compile(
    r"(^|_)(last|verified|confirmed|reminded|notified|seen|read|viewed|opened|claimed|locked|leased|picked|heartbeat)(_|$)",
    re.I,
)
_NUMBERS = ("integer", "smallint", "bigint")
_SHOWN = re.compile(r"(^|_|is)(visible|public|publish(ed)?|shared|listed)(_|$)", re.I)
_LITERAL = re.compile(r"^'((?:[^']|'')*)'")


def is_timestamp(column: Column) -> bool:
    """True for timestamps and dates; a time of day is neither."""
    return column.type.startswith("timestamp") or column.type == "date"


def is_now(column: Column) -> bool:
    """True for a column that defaults to the current time."""
    return column.default is not None and bool(_NOW.match(column.default))


def is_updated(column: Column) -> bool:
    """True for a timestamp whose name says that it tells of the last change."""
    return is_timestamp(column) and bool(_UPDATED.match(column.name))


def is_created(column: Column) -> bool:
    """True for a timestamp whose name says that it tells when the row was made."""
    return is_timestamp(column) and bool(_CREATED.match(column.name))


def created_at(relation: Relation) -> Column | None:
    """The column that says when a row was made: by name, else the first timestamp that defaults to now."""
    stamped = [
        column
        for column in relation.columns
        if is_timestamp(column) and is_now(column) and column.type != "date"
    ]
    named = [column for column in relation.columns if is_created(column)]
    found = next(iter(named), None) or next((column for column in stamped if not is_updated(column)), None)
    # A row of a history is made when something else changed.
    return found or next((c for c in stamped if re.match(r"changed(_|$)", c.name, re.I)), None)


def is_secret(column: Column) -> bool:
    """True for a text, bytea or json column whose name says that it holds a secret."""
    holds_text = column.type_category == "S" or column.type == "bytea" or is_json(column)
    named = _SECRET.search(column.name) and not _OF_SECRETS.search(column.name)
    return holds_text and bool(named)


def is_number_of_person(column: Column) -> bool:
    """True for the number of an account, a card or a person: worth hiding, but no key to anything."""
    return bool(re.search(r"card_number|(^|_)(iban|ssn)$", column.name, re.I))


def is_hash(column: Column) -> bool:
    """True for a column whose name says that it keeps the hash of a secret, which opens nothing by itself."""
    return bool(re.search(r"(^|_)(hash|digest)(ed)?(_|$)", column.name, re.I))


def is_json(column: Column) -> bool:
    """True for json and jsonb."""
    return column.type in ("jsonb", "json")


def is_switch(column: Column) -> bool:
    """True for a boolean with a default: something is on or off until somebody says otherwise."""
    return column.type == "boolean" and column.default in ("true", "false")


def is_integer(column: Column) -> bool:
    """True for integers of any size."""
    return column.type in _NUMBERS


def is_text(column: Column) -> bool:
    """True for text, varchar and their like."""
    return column.type_category == "S"


def is_error(column: Column) -> bool:
    """True for a text or json column whose name says that it keeps what went wrong."""
    named = re.search(r"(^|_)(errors?|failure)(_|$)", column.name, re.I)
    return bool(named) and (is_text(column) or is_json(column))


def is_limit(column: Column) -> bool:
    """True for a column whose name says that it bounds another: max_retries bounds retries."""
    return bool(re.search(r"(^|_)(max|maximum|limit)(_|$)", column.name, re.I))


def counters(relation: Relation) -> tuple[Column, ...]:
    """Integer columns whose names say that they count tries; the number of one try counts none."""
    named = (c for c in relation.columns if is_integer(c) and _COUNTER.search(c.name))
    return tuple(c for c in named if not (is_limit(c) or is_order(c)))


def lies_ahead(column: Column) -> bool:
    """True for a timestamp whose name says that it is set ahead of time: scheduled, due, expires."""
    return bool(_LATER.search(column.name))


def lies_aside(column: Column) -> bool:
    """True for a timestamp named for what happens while a row waits: verified, reminded, claimed."""
    return bool(_ASIDE.search(column.name))


def default_text(column: Column) -> str | None:
    """The text of a default that is a plain string literal."""
    match = _LITERAL.match(column.default or "")
    return match[1].replace("''", "'") if match else None


def is_percentage(column: Column) -> bool:
    """True for a number named as a part of a hundred; a change in percent has no such bounds."""
    words = column.name.lower().split("_")
    changes = {"change", "growth", "delta", "difference", "increase", "decrease", "margin", "return"}
    return (
        _is_number(column)
        and bool({"percent", "percentage", "pct"} & set(words))
        and not changes & set(words)
    )


def is_fraction(column: Column) -> bool:
    """True for a number that holds a part of one: its type is too small for 100, or its default is 0.05."""
    digits = re.fullmatch(r"numeric\((\d+),(\d+)\)", column.type)
    whole = int(digits[1]) - int(digits[2]) if digits is not None else 3
    if whole <= 1 or (whole == 2 and digits is not None and int(digits[2]) > 2):
        return not re.match(r"^'?([2-9]|\d\d)", column.default or "")
    return bool(re.match(r"^'?0?\.0*[1-9]", column.default or ""))


def is_priority(column: Column) -> bool:
    """True for an integer whose name says that it ranks work."""
    return is_integer(column) and column.name.lower().rpartition("_")[2] == "priority"


def is_temperature(column: Column, relation: Relation) -> bool:
    """True for a model's temperature: a fraction so named, beside a model, a prompt or tokens."""
    beside = any(re.search(r"model|prompt|token", other.name, re.I) for other in relation.columns)
    return (
        _is_number(column)
        and not is_integer(column)
        and beside
        and column.name.lower().rpartition("_")[2] == "temperature"
    )


def is_token_limit(column: Column) -> bool:
    """True for an integer that limits a model's tokens."""
    return is_integer(column) and bool(
        re.search(r"max_[a-z_]*tokens|tokens?_limit|context_(length|window)", column.name, re.I)
    )


def _is_number(column: Column) -> bool:
    return column.type_category == "N"


def is_state_name(column: Column) -> bool:
    """True for a name of one of a few words; the types of files and tokens are open lists."""
    if re.search(r"(^|_)(file|mime|content|media|token)_?type$", column.name, re.I):
        return False
    return bool(
        re.search(
            r"(^|_)(status|state|stage|phase|role|type|kind|level|severity|visibility|mode|tier|plan)$",
            column.name,
            re.I,
        )
    )


def is_kind_name(column: Column) -> bool:
    """True for a name of a kind: one known word says little of how many there are."""
    return bool(re.search(r"(^|_)(type|kind)$", column.name, re.I))


def is_order(column: Column) -> bool:
    """True for an integer whose name says that it puts rows in order."""
    return is_integer(column) and bool(
        re.search(
            r"(^|_)(order|position|step|sequence|seq|rank|ordinal|index|sort|number|no|nr)$",
            column.name,
            re.I,
        )
    )


def is_name(column: Column) -> bool:
    """True for a text whose name says that it tells rows apart."""
    return is_text(column) and bool(re.search(r"(^|_)(name|key|code|slug)$", column.name, re.I))


def is_changer(column: Column) -> bool:
    """True for a column whose name says that it keeps who changed the row."""
    return bool(re.search(r"(^|_)(updated|modified|changed|edited)_by(_|$)", column.name, re.I))


def is_version(column: Column) -> bool:
    """True for an integer whose name says that it numbers versions."""
    return is_integer(column) and bool(
        re.search(r"(^|_)(version|revision)(_(no|nr|number))?$", column.name, re.I)
    )


def is_stamped(column: Column) -> bool:
    """True for a timestamp so named that only the database knows its value: when the row was made or changed
    here, and not when something happened elsewhere.
    """
    return is_timestamp(column) and bool(
        re.search(r"^(created|inserted|updated|modified)_?(at|on|date|time)$", column.name, re.I)
    )


def is_required_word(column: Column) -> bool:
    """True for a text whose name says that a row without it is of no use: what something is called, whom a
    message is for, what a model is told.
    """
    return is_text(column) and bool(
        re.search(
            r"(^|_)(name|title|label|subject|recipient|prompt|model|message|question|instructions?)$",
            column.name,
            re.I,
        )
    )


def is_list(column: Column) -> bool:
    """True for an array."""
    return column.type.endswith("[]")


def is_deletion(column: Column) -> bool:
    """True for a time, a flag or a user so named that a row is no longer there, though it is kept."""
    return bool(
        re.search(
            r"(^|_)(deleted|removed|archived|trashed|discarded)(_(at|on|by|date|time))?$", column.name, re.I
        )
    )


def is_author(column: str) -> bool:
    """True for a column so named that it keeps who wrote a row, and not whom the row is about."""
    return bool(
        re.search(
            r"(^|_)(created|added|entered|imported|invited|uploaded|registered|issued)_by(_|$)|^(creator|author)(_|$)",
            column,
            re.I,
        )
    )


def is_shown(column: Column) -> bool:
    """True for a flag by which a row is shown to others, such as is_public."""
    return column.type == "boolean" and bool(_SHOWN.search(column.name))
