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
from pgassay.read.names import names_touched
from pgassay.rules import Context, executed, rule
from pgassay.rules.missing import made_later, missing_roots

#: One statement too early is a slip; so many show that the order of the files is wrong.
_MANY = 2


@rule(on=Catalog, severity=Severity.LOW)
def phase_order(_: Catalog, context: Context) -> Iterator[Finding]:
    """A migration file stands before another one that makes what it uses.

    Each statement that is refused for it is told by object-used-before-created; this says what to do about
    all of them: whether the files can change places, or what has to be moved. The order that always works is
    extensions, types, tables, functions, foreign keys, indexes, policies, triggers, rows.

    Silent where all statements find what they use, and for a single one that does not.

    The facts that suffice: statements of one file that Postgres refused, and one later file that makes what
    they miss.
    """
    early: dict[tuple[str, str], list[tuple[Failure, str]]] = defaultdict(list)
    for failure, name in missing_roots(context):
        later = made_later(context, failure, name)
        if later is not None and later.location.file != failure.statement.location.file:
            early[(failure.statement.location.file, later.location.file)].append((failure, name))
    early = {files: found for files, found in early.items() if len(found) >= _MANY}
    uses = _uses(context.migrations) if early else {}
    for (user, maker), found in early.items():
        yield _finding(user, maker, found, _held_by(uses, context.origins.makers, maker, user), context)


def _finding(
    user: str, maker: str, found: list[tuple[Failure, str]], held: str | None, context: Context
) -> Finding:
    first, second = user.rpartition("/")[2], maker.rpartition("/")[2]
    kinds = Counter(" ".join(subject_of(failure).split()[:2]) for failure, _ in found)
    many = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    missed = ", ".join(sorted({name for _, name in found}))
    if held is None:
        how = f"{second} needs nothing of {first}"
        advice = f"Let {second} run before {first}"
    else:
        how = f"they cannot change places, for {second} uses {held} of {first}"
        advice = f"Move these statements of {first} behind {second}, into a file of their own"
    statement = found[0][0].statement
    return context.finding(
        statement,
        f"{first} stands before {second}, which makes {missed} for {len(found)} of its statements ({many}); "
        f"{how}",
        evidence=[
            executed(f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql[:400])
            for failure, _ in found[:5]
        ],
        related=[
            Related(note=f"it uses {name}", location=failure.statement.location)
            for failure, name in found[1:]
        ],
        advice=advice,
        detail=f"{first} {second}",
    )


def _uses(migrations: tuple[Migration, ...]) -> Mapping[str, list[str]]:
    """The names that each file touches."""
    return {
        migration.path: sorted(frozenset().union(*(names_touched(one) for one in migration.statements)))
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
