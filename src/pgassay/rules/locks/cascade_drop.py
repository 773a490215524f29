"""cascade-drop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Command, Observation
from pgassay.model.ref import Ref
from pgassay.model.words import listed
from pgassay.rules import Context, executed, rule
from pgassay.rules.observed import in_use, normalised
from pgassay.rules.rule import Holds

#: What people make by name; the rest (row types, rules of views, indexes of constraints) goes with those.
_TELLING = (
    "table",
    "table column",
    "view",
    "materialized view",
    "table constraint",
    "policy",
    "trigger",
    "function",
    "type",
    "default value",
)


@rule(on=Observation, severity=Severity.HIGH, static=False)
def cascade_drop(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration drops something with CASCADE, and more goes with it than it names.

    Views, foreign keys, policies and defaults that depend on it are gone without a word. Without CASCADE
    Postgres refuses and lists them: drop each by name, so that a reader of the migration sees it.

    Silent where nothing but what is named was dropped, or all of it was made by the same file.

    The facts that suffice: the objects that the statement was seen to drop.
    """
    if not any("CASCADE" in statement.sql.upper() for statement in one.statements):
        return
    dropped = [command for command in one.commands if command.dropped and _tells(one, command)]
    others = [
        command.identity
        for command in dropped
        if not _is_named(one, command, dropped) and in_use(context, command)
    ]
    if others:
        yield context.finding(
            Ref(kind=dropped[0].kind, identity=dropped[0].identity, relation=None),
            f"{dropped[0].identity} is dropped with CASCADE, and with it {', '.join(others)}",
            location=one.statement.location,
            evidence=[
                executed(
                    f"dropped {len(dropped)} objects in use: " + ", ".join(c.identity for c in dropped),
                    one.statement.sql,
                )
            ],
            advice=f"Leave CASCADE out, and drop {listed(others)} by name before it",
            detail=normalised(one),
        )


def _tells(one: Observation, command: Command) -> bool:
    """False for what is only the inside of something else: triggers of foreign keys, row types of tables."""
    if command.kind == "type":
        return not any(other.kind != "type" and other.identity == command.identity for other in one.commands)
    return command.kind in _TELLING and not command.identity.startswith('"RI_ConstraintTrigger')


def _is_named(one: Observation, command: Command, dropped: list[Command]) -> bool:
    """True for what the statement names, and for the parts of a table that goes as a whole.

    What a dropped column had of its own (its constraints, its default) is named with its table; policies,
    triggers and other columns are not.
    """
    own = command.identity.rpartition(" on ")[0] or command.identity
    relation = _word(command.relation)
    named = _says(one, relation)
    if command.kind == "table column" or (command.kind in ("policy", "trigger") and named):
        whole = any(other.identity == command.relation for other in dropped)
        return whole or (named and _says(one, _word(own)))
    return named or (command.kind == "table constraint" and _says(one, _word(own)))


def _word(identity: str) -> str:
    """The last name of an identity, without quotes and arguments."""
    return re.split(r'\.(?=(?:[^"]*"[^"]*")*[^"]*$)', identity.partition("(")[0])[-1].strip('"')


def _says(one: Observation, name: str) -> bool:
    """True where a statement has a name as a word of its own, in capitals or not."""
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I)
    return any(word.search(statement.sql) for statement in one.statements)
