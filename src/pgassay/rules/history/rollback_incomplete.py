"""rollback-incomplete."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.source import Location
from pgassay.read.rollbacks import Difference, WayBack
from pgassay.rules import Context, executed, parsed, rule
from pgassay.rules.rule import Holds

#: So many objects are named in a message.
_MOST = 4

#: What a description calls an enum's values.
_LABELS = ("labels",)


@rule(on=Catalog, severity=Severity.HIGH, right="Rollbacks give back the schema before their migration")
def rollback_incomplete(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A rollback does not give back the schema that was there before its migration.

    It is run on the day when a release has gone wrong, and then stops half-way, takes away what was there
    before, or leaves what the next attempt stumbles over.

    Each rollback was run on a database of its own, right behind its migration, and the migration again behind
    it; the schema before and after was compared, object by object. Only the rows that migrations insert were
    there.

    One finding a rollback that belongs to a new migration; those of earlier migrations are one finding,
    medium. Low where nothing but comments and functions are left.

    Silent where only the values of an enum are left, which Postgres cannot take away, for tables that no
    migration makes, and for extensions that stay, for another migration can want them; for migrations that
    did not apply whole, and for those that change roles or settings of the whole server, which the report
    lists under what was not checked.

    The facts that suffice: what Postgres refused, and the difference of the two schemas.
    """
    new = {migration.path for migration in context.watched.new}
    earlier = [way for way in context.ways_back if _wrong(way) and way.migration.path not in new]
    for way in context.ways_back:
        if way.unchecked is not None or (_only_labels(way) and not way.holds):
            continue
        subject = (*way.undo.statements, *way.migration.statements)[0]
        if way.holds:
            yield context.holds(subject)
            continue
        severity = _severity(way, earlier)
        alike = [one for one in earlier if _severity(one, earlier) is severity]
        many = len(alike) > 1 and way in alike
        yield context.finding(
            subject,
            _of_many(alike) if many else f"{_name(way)} {_said(way)}",
            severity=severity,
            evidence=_evidence(way),
            advice=_advice(way),
            location=_place(way),
            detail=_name(way),
            cause="earlier" if many else None,
        )


def _wrong(way: WayBack) -> bool:
    return way.unchecked is None and not way.holds and not _only_labels(way)


def _only_labels(way: WayBack) -> bool:
    """True where nothing but values of enums stays, which Postgres cannot take away."""
    works = not (way.refused or way.again or way.fault)
    return works and all(one.what == _LABELS for one in way.differences)


def _name(way: WayBack) -> str:
    """The rollback's file; where it is a part of the migration's own, that is said."""
    name = way.undo.path.rpartition("/")[2]
    return f"The way back in {name}" if way.undo.path == way.migration.path else name


def _said(way: WayBack) -> str:
    """What is wrong with a rollback, in one sentence."""
    if way.fault is not None:
        return f"is refused: {way.fault.message}"
    if way.refused:
        first = way.refused[0]
        return f"is refused at line {first.statement.location.line}: {first.message} ({first.sqlstate})"
    parts = [part for part in (_part(way, how, verb) for how, verb in _VERBS) if part]
    if not parts:
        first = way.again[0]
        return (
            f"does not clear the way: its migration is refused behind it, line "
            f"{first.statement.location.line}: {first.message} ({first.sqlstate})"
        )
    return f"does not give back what was there before: it {', '.join(parts)}"


_VERBS = (("lost", "takes away"), ("changed", "leaves changed"), ("left", "leaves"))


def _part(way: WayBack, how: str, verb: str, most: int = _MOST) -> str | None:
    items = [str(one) for one in way.differences if one.how == how]
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return f"{verb} {', '.join(items[:most])}{more}" if items else None


def _of_many(ways: Sequence[WayBack]) -> str:
    names = [way.undo.path.rpartition("/")[2] for way in ways]
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return (
        f"{len(ways)} rollbacks of earlier migrations do not give back what was there before: "
        f"{', '.join(names[:_MOST])}{more}"
    )


def _severity(way: WayBack, earlier: Sequence[WayBack]) -> Severity | None:
    if not (way.refused or way.again or way.fault) and all(map(_is_slight, way.differences)):
        return Severity.LOW
    return Severity.MEDIUM if way in earlier else None


def _is_slight(one: Difference) -> bool:
    """True for what stands in nobody's way: a comment, the value of an enum, a function that is left."""
    left = one.how == "left" and one.item.startswith("function ")
    return left or one.item.startswith("comment on ") or one.what == _LABELS


def _evidence(way: WayBack) -> list[Evidence]:
    name = _name(way)
    if way.fault is not None:
        return [parsed(f"{name}: {way.fault.message}")]
    found = [
        executed(f"{name}, run: Postgres answered {one.sqlstate}: {one.message}", one.statement.sql[:400])
        for one in way.refused[:_MOST]
    ]
    if way.differences:
        parts = [_part(way, how, verb, most=20) for how, verb in _VERBS]
        script = "\n".join(f"{one.sql};" for one in way.undo.statements)
        said = "; ".join(part for part in parts if part)
        found.append(executed(f"{name}, run behind its migration: it {said}", script[:2_000]))
    found += [
        executed(
            f"{way.migration.path.rpartition('/')[2]}, run again behind it: "
            f"Postgres answered {one.sqlstate}: {one.message}",
            one.statement.sql[:400],
        )
        for one in way.again[:_MOST]
    ]
    return found


def _advice(way: WayBack) -> str:
    if way.refused or way.fault:
        return "Write the rollback so that Postgres runs it right behind its migration"
    if any(one.how != "left" for one in way.differences):
        return "Make again in the rollback what the migration dropped or changed, as it was before"
    return "Drop in the rollback what the migration made"


def _place(way: WayBack) -> Location:
    if way.fault is not None:
        return way.fault.location
    return (way.refused[0].statement if way.refused else way.undo.statements[0]).location
