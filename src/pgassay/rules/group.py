"""One cause, one finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from pgassay.model.finding import Finding, Fix, Related, Severity
from pgassay.postgres.parse import split_statements


def grouped(findings: list[Finding]) -> list[Finding]:
    """The findings with those of one rule, one cause and one severity brought together under the first
    object.

    What is worse than the rest stands by itself, or one member would grade them all. Fixes are joined, in
    object order, and objects that have none are named.
    """
    result: list[Finding] = []
    groups: dict[tuple[str, str, Severity], list[Finding]] = {}
    for finding in findings:
        cause = finding.fingerprint.partition("|")[2]
        if cause:
            groups.setdefault((finding.rule, cause, finding.severity), []).append(finding)
        else:
            result.append(finding)
    return result + [_joined(group) for group in groups.values()]


def _joined(group: list[Finding]) -> Finding:
    if len(group) == 1:
        return group[0]
    group = sorted(group, key=_place)
    first = group[0]
    evidence = tuple(dict.fromkeys(item for finding in group for item in finding.evidence))
    mended = [(finding.fix, finding.objects) for finding in group if finding.fix is not None]
    fix, advice = None, first.advice
    if mended:
        covered = tuple(dict.fromkeys(ref for _, refs in mended for ref in refs))
        left = [ref.identity for finding in group for ref in finding.objects if ref not in covered]
        fix = Fix(
            sql=_each_once([one.sql for one, _ in mended]),
            rollback=_each_once([one.rollback for one, _ in reversed(mended)], last=True),
            instead=any(one.instead for one, _ in mended),
            covers=covered if left else (),
            replaces=tuple(sorted({place for one, _ in mended for place in one.replaces})),
            differs=any(one.differs for one, _ in mended),
        )
        if left:
            advice = " ".join(part for part in (_sentence(first.advice), f"By hand: {_some(left)}") if part)
    return replace(
        first,
        message=first.together.replace("{count}", str(len(group))) if first.together else first.message,
        objects=tuple(dict.fromkeys(ref for finding in group for ref in finding.objects)),
        evidence=evidence,
        related=_few(dict.fromkeys(item for finding in group for item in finding.related)),
        fix=fix,
        advice=advice,
    )


def _few(notes: Iterable[Related]) -> tuple[Related, ...]:
    """The notes, of those of another rule the first, with how many more there are."""
    alike = Counter(note.rule for note in notes)
    first: dict[str | None, Related] = {}
    for note in notes:
        first.setdefault(note.rule, note)
    return tuple(
        replace(note, note=f"{note.note} (and {alike[note.rule] - 1} more like it)")
        if note.rule is not None and alike[note.rule] > 1
        else note
        for note in notes
        if note.rule is None or note is first[note.rule]
    )


def _sentence(advice: str | None) -> str:
    return f"{advice.rstrip('.')}." if advice else ""


def _some(names: list[str], most: int = 3) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def _each_once(texts: list[str], *, last: bool = False) -> str:
    """The statements of several pieces of SQL in order, each where it comes first, or last.

    What several fixes need (a function that their triggers call) is made before the first of them, and
    dropped after the last. The comment before a statement stays, unless the one before has the same.
    """
    statements: list[tuple[str, str]] = []
    for text in texts:
        statements += _pieces(text)
    comments = {statement: comment for comment, statement in reversed(statements)}
    order = [statement for _, statement in statements]
    once = reversed(dict.fromkeys(reversed(order))) if last else dict.fromkeys(order)
    lines: list[str] = []
    said = ""
    for statement in once:
        comment = comments[statement]
        lines.append(f"{comment}\n{statement};" if comment and comment != said else f"{statement};")
        said = comment
    return "\n".join(lines)


def _pieces(text: str) -> list[tuple[str, str]]:
    """The statements of a fix, each with the comment lines before it."""
    found, faults = split_statements(text, "")
    if faults:
        return [("", text.strip().removesuffix(";"))]
    encoded, at, pieces = text.encode(), 0, list[tuple[str, str]]()
    for one in found:
        before = encoded[at : one.offset].decode().strip().removeprefix(";").strip()
        pieces.append((before, one.sql))
        at = one.offset + len(one.sql.encode())
    return pieces


def _place(finding: Finding) -> tuple[str, int, str]:
    place = finding.location
    return (place.file if place else "~", place.line if place else 0, finding.object.identity)
