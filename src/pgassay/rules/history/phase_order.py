"""phase-order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from pgassay.facts.behaviour.refusals import subject_of
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Related, Severity
from pgassay.model.source import Migration
from pgassay.read.failures import Failure
from pgassay.read.makers import Makers
from pgassay.read.names import names_created, names_touched
from pgassay.rules import Context, executed, rule
from pgassay.rules.missing import made_later, missing_roots

#: One statement too early is a slip; so many show that the order of the files is wrong.
_MANY = 2


@rule(on=Catalog, severity=Severity.LOW)
def phase_order(_: Catalog, context: Context) -> Iterator[Finding]:
    """A migration file stands before another one that makes what it uses.

    Each statement that is refused for it is told by object-used-before-created; this says what to do about
    all of them: whether the files can change places, or what has to be moved. The order that always works is
    extensions, types, tables, functions, foreign keys, indexes, policies, triggers, rows. One finding a file,
    with all that it waits for.

    Silent where all statements find what they use, and for a single one that does not.

    The facts that suffice: statements of one file that Postgres refused, and one later file that makes what
    they miss.
    """
    early: dict[str, dict[str, list[tuple[Failure, str]]]] = defaultdict(lambda: defaultdict(list))
    for failure, name in missing_roots(context):
        later = made_later(context, failure, name)
        if later is not None and later.location.file != failure.statement.location.file:
            early[failure.statement.location.file][later.location.file].append((failure, name))
    early = {user: found for user, found in early.items() if max(map(len, found.values())) >= _MANY}
    uses = _uses(context.migrations) if early else {}
    for user, found in early.items():
        waits = {**_told_elsewhere(user, context), **found}
        held = [_held_by(uses, context.origins.makers, maker, user) for maker in waits]
        yield _finding(user, waits, dict(zip(waits, held, strict=True)), context)


def _told_elsewhere(user: str, context: Context) -> dict[str, list[tuple[Failure, str]]]:
    """The later files that make what a file misses and another before it has missed already."""
    found: dict[str, list[tuple[Failure, str]]] = defaultdict(list)
    for failure in context.replay.failures:
        if failure.statement.location.file == user and failure.cause is not None and failure.missing:
            later = made_later(context, failure, failure.missing)
            if later is not None and later.location.file != user:
                found[later.location.file].append((failure, failure.missing))
    return found


def _finding(
    user: str, waits: dict[str, list[tuple[Failure, str]]], held: dict[str, str | None], context: Context
) -> Finding:
    first = user.rpartition("/")[2]
    makers = sorted(waits)
    names = [maker.rpartition("/")[2] for maker in makers]
    found = [pair for pairs in waits.values() for pair in pairs]
    last, using = names[-1], next((maker for maker in makers if held[maker] is not None), None)
    statements = _falling(user, found, context)
    kinds = Counter(" ".join(subject_of(failure).split()[:2]) for failure in statements)
    many = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    what = ", and ".join(
        f"{name}, which makes {', '.join(sorted({missed for _, missed in waits[maker]}))}"
        for name, maker in zip(names, makers, strict=True)
    )
    both = " and ".join(names)
    if using is None:
        how = f"{both} {'needs' if len(names) == 1 else 'need'} nothing of {first}"
        advice = f"Let {both} run before {first}"
    else:
        how = f"they cannot change places, for {using.rpartition('/')[2]} uses {held[using]} of {first}"
        advice = f"Move these statements of {first} behind {last}, into a file of their own"
    return context.finding(
        statements[0].statement,
        f"{first} stands before {what} for {len(statements)} of its statements ({many}); {how}",
        evidence=[
            executed(f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql[:400])
            for failure in statements[:5]
        ],
        related=[
            Related(note=f"it uses {name}", location=failure.statement.location)
            for failure, name in sorted(found, key=lambda pair: _number(pair[0]))[1:]
        ],
        advice=advice,
        detail=f"{first} {both}",
    )


def _falling(user: str, found: list[tuple[Failure, str]], context: Context) -> list[Failure]:
    """The statements of a file that are refused for want of something, and those that rest on these."""
    wanting = {_number(failure): failure for failure, _ in found}
    wanting |= {
        _number(one): one
        for one in context.replay.failures
        if one.cause in wanting and one.statement.location.file == user
    }
    return [wanting[number] for number in sorted(wanting)]


def _number(failure: Failure) -> int:
    return failure.statement.number


def _uses(migrations: tuple[Migration, ...]) -> Mapping[str, list[str]]:
    """The names that each file touches."""
    return {
        migration.path: sorted(
            frozenset().union(*(names_touched(one) for one in migration.statements))
            # What it makes itself, it has of nobody.
            - frozenset().union(*(names_created(one) for one in migration.statements))
        )
        for migration in migrations
        if migration.statements
    }


def _held_by(uses: Mapping[str, list[str]], makers: Makers, file: str, before: str) -> str | None:
    """A name of the file `before` that `file` uses, itself or through files that it needs; else None."""
    waiting, seen = [file], {file}
    while waiting:
        for name in uses.get(waiting.pop(), ()):
            maker = next((one.location.file for one in makers.of(name)), None)
            if maker == before:
                return name
            if maker is not None and maker not in seen:
                seen.add(maker)
                waiting.append(maker)
    return None
