"""What refused statements miss: made later, made nowhere, or brought by an extension."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.passed_over import PassedOver
from pgassay.model.source import Statement
from pgassay.read.failures import Failure
from pgassay.read.names import extension_of, plain_name
from pgassay.rules.context import Context

#: undefined table, function, object (type, role …), and schema.
_UNDEFINED = ("42P01", "42883", "42704", "3F000")

#: So many relations from outside show that the folder is not the whole history.
_MANY = 3


def missing_roots(context: Context) -> Iterator[tuple[Failure, str]]:
    """The failures that nothing before them explains, with the object that each misses."""
    stood_in_for = [one.failure for one in context.replay.placeholders]
    failures = sorted((*context.replay.failures, *stood_in_for), key=lambda one: one.statement.number)
    for failure in failures:
        named = failure.sqlstate in _UNDEFINED and failure.missing is not None
        if failure.kind == "error" and failure.cause is None and named:
            yield failure, failure.missing or ""


def made_later(context: Context, failure: Failure, name: str) -> Statement | None:
    """The first later statement that makes an object; None where none does."""
    return context.origins.makers.after(name, failure.statement)


def brought_by(context: Context, name: str) -> str | None:
    """The extension that brings an object and that no statement creates; None for all other objects."""
    extension = extension_of(name)
    return None if extension in context.origins.makers.extensions else extension


def never_made(context: Context) -> list[tuple[Failure, str]]:
    """The failures that miss what no migration makes, no extension brings and no platform manages."""
    managed = context.facts.managed
    return [
        (failure, name)
        for failure, name in missing_roots(context)
        if name.partition(".")[0] not in managed
        and made_later(context, failure, name) is None
        and extension_of(name) is None
    ]


def hidden(context: Context) -> Iterator[tuple[PassedOver, str]]:
    """The definitions that were passed over and reference a relation that no migration makes."""
    missed = {name for _, name in never_made(context)}
    for one in context.replay.passed_over:
        name = plain_name(one.missing or "")
        if one.refused or not name or name in missed or name.partition(".")[0] in context.facts.managed:
            continue
        if not context.origins.makers.of(name):
            missed.add(name)
            yield one, name


def from_outside(context: Context) -> list[tuple[Failure, str]]:
    """The failures that miss relations of a history of which the folder holds only a part; none where it is
    whole but for a slip.
    """
    found = [(failure, name) for failure, name in never_made(context) if failure.sqlstate == "42P01"]
    return found if len({name for _, name in found}) >= _MANY else []
