"""What refused statements miss: made later, made nowhere, or brought by an extension."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator

from pgassay.model.passed_over import PassedOver
from pgassay.model.source import Statement, SyntaxFault
from pgassay.read.arguments import takes
from pgassay.read.failures import Failure
from pgassay.read.names import extension_of, plain_name
from pgassay.read.placeholder import called
from pgassay.read.presumed import presumed_by
from pgassay.rules.context import Context

#: undefined table, function, object (type, role …), and schema.
_UNDEFINED = ("42P01", "42883", "42704", "3F000")

#: So many relations from outside show that the folder is not the whole history.
_MANY = 3

#: What is no object of a schema: who makes a role, an extension or a language is another matter.
_NO_OBJECT = ("role", "extension", "language", "access method", "server", "foreign-data wrapper")
_KIND = re.compile(r'^(?:could not find an? )?(?P<kind>[a-z -]+?) (?:named )?"?')
#: A name as near to one that is made is a slip of the pen.
_ALIKE = 0.8

#: What a piece that does not parse would make.
_MAKES = re.compile(
    r"\bcreate\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(?:table|(?:materialized\s+)?view|function|type|domain|schema)"
    r"\s+(?:if\s+not\s+exists\s+)?(?P<made>[\w.\"]+)",
    re.I,
)


def missing_roots(context: Context) -> Iterator[tuple[Failure, str]]:
    """The failures that nothing before them explains, with the object that each misses."""
    stood_in_for = [one.failure for one in context.replay.placeholders]
    failures = sorted((*context.replay.failures, *stood_in_for), key=lambda one: one.statement.number)
    for failure in failures:
        named = failure.sqlstate in _UNDEFINED and failure.missing is not None
        if failure.kind == "error" and failure.cause is None and named:
            yield failure, failure.missing or ""


def made_later(context: Context, failure: Failure, name: str) -> Statement | None:
    """The first later statement that makes an object; None where none does.

    What a statement drops was there before it, whoever makes it anew behind. A function that a statement
    names with its arguments is none that takes others.
    """
    if failure.earlier:
        return None
    later = (one for one in context.origins.makers.of(name) if one.number > failure.statement.number)
    return next((one for one in later if takes(one, failure)), None)


def unread_names(faults: Iterable[SyntaxFault]) -> frozenset[str]:
    """The plain names of what the pieces would make that do not parse."""
    return frozenset(plain_name(match["made"]) for one in faults for match in _MAKES.finditer(one.sql))


def brought_by(context: Context, name: str) -> str | None:
    """The extension that brings an object and that no statement creates; None for all other objects."""
    extension = extension_of(name)
    return None if extension in context.origins.makers.extensions else extension


def never_made(context: Context) -> list[tuple[Failure, str]]:
    """The failures that miss what no migration makes, no extension brings and no platform manages.

    What one makes before was dropped or renamed since, or takes other arguments: migration-fails says so. A
    piece that does not parse makes what it names: syntax-error.
    """
    managed = context.facts.managed
    unread = unread_names(fault for migration in context.migrations for fault in migration.faults)
    return [
        (failure, name)
        for failure, name in missing_roots(context)
        if name.partition(".")[0] not in managed
        and name not in unread
        and made_later(context, failure, name) is None
        and (failure.earlier or context.origins.makers.before((name,), failure.statement) is None)
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
    """The failures that miss what comes from outside the folder, each with what it misses in words; none
    where the history is whole but for a slip.

    A statement that drops or changes what nothing made shows it by itself; of relations and schemas that are
    only referred to it takes three. Then what else is missing is of the same history, but for what has nearly
    the name of something that is made.
    """
    found = [one for one in never_made(context) if not one[0].message.startswith(_NO_OBJECT)]
    telling = [one for one in found if one[0].earlier or one[0].sqlstate in ("42P01", "3F000")]
    if len({name for _, name in telling}) >= _MANY:
        made = {name.rpartition(".")[2] for name in context.origins.makers.making}
        telling = [one for one in found if one in telling or not _nearly(one[1], made)]
    elif not any(failure.earlier for failure, _ in found):
        return []
    return [(failure, called_by(failure, name)) for failure, name in telling]


def _nearly(name: str, made: Collection[str]) -> bool:
    return bool(difflib.get_close_matches(name.rpartition(".")[2], made, n=1, cutoff=_ALIKE))


def called_by(failure: Failure, name: str) -> str:
    """What a failure misses, with its kind where it is no relation."""
    one = presumed_by(failure)
    if one is not None:
        return called(one.family, one.name)
    match = _KIND.match(failure.message)
    kind = match["kind"] if match is not None and failure.sqlstate != "42P01" else "relation"
    return called(kind, name)
