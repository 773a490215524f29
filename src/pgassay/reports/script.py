"""All tried fixes of a report as one script, and the script that takes them back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from pgassay.model.finding import Finding, Fix, Severity
from pgassay.reports.plain import one_line
from pgassay.reports.wording import count

#: What a fix starts with, in an order in which one fix finds what another made: functions before the policies
#: that call them, columns and constraints before the indexes on them.
_ORDER = (
    r"(CREATE|ALTER|DROP)\s+(TYPE|DOMAIN|SCHEMA|EXTENSION|SEQUENCE)\b",
    r"(CREATE|ALTER|DROP)\s+(OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE)\b",
    r"(CREATE|ALTER|DROP|INSERT|UPDATE|DELETE)\b(?!\s+(POLICY|TRIGGER|(UNIQUE\s+)?INDEX|VIEW|MATERIALIZED)\b)",
    r"(CREATE|ALTER|DROP)\s+(OR\s+REPLACE\s+)?(VIEW|MATERIALIZED)\b",
    r"(CREATE|ALTER|DROP)\s+POLICY\b",
    r"(CREATE|ALTER|DROP)\s+(OR\s+REPLACE\s+)?TRIGGER\b",
    r"(GRANT|REVOKE)\b",
)
#: Kinds that a fix defines anew as a whole: a second fix would undo or miss the first.
_WHOLE = {"policy", "function", "procedure", "view", "materialized view", "trigger", "rule"}
_OUTSIDE = re.compile(r"\bCONCURRENTLY\b|^\s*(BEGIN|START\s+TRANSACTION|VACUUM)\b", re.IGNORECASE)
_INDEX = re.compile(
    r'\bINDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?("(?:[^"]|"")+"|\w+)\s+ON\b', re.IGNORECASE
)


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """The fixes that go together, forward and back, and the labels of those that wait for another run."""

    fixes: int
    forward: str
    back: str
    waiting: tuple[str, ...]


def fix_script(labelled: Sequence[tuple[str, Finding]]) -> Script | None:
    """The tried fixes of the findings, worst first where they clash; None when no fix has been tried.

    Where two define the same object, the less severe one waits: after the first,
    its finding has to be looked at again. What is only info stays out: it is to be known, not to be done. So
    does what is to be run instead of a statement: the script comes after all of them.
    """
    chosen: list[tuple[str, Fix]] = []
    waiting: list[str] = []
    taken: set[tuple[str, str]] = set()
    for label, finding in sorted(labelled, key=lambda item: -item[1].severity.rank):
        fix = finding.fix
        if fix is None or not fix.tried or fix.instead or finding.severity is Severity.INFO:
            continue
        claims = _claims(finding, fix)
        if claims & taken:
            waiting.append(label)
            continue
        taken |= claims
        chosen.append((f"{label} {finding.rule}: {finding.object.identity}", fix))
    if not chosen:
        return None
    chosen.sort(key=lambda item: (needs_no_transaction(item[1].sql), _rank(item[1].sql)))
    return Script(
        fixes=len(chosen),
        forward=_script((label, fix.sql) for label, fix in chosen),
        back=_script((f"back: {label}", fix.rollback) for label, fix in reversed(chosen)),
        waiting=tuple(waiting),
    )


def script_note(script: Script) -> str:
    """How far the script can be trusted, and what it leaves out."""
    note = (
        f"{count(script.fixes, 'fix', 'fixes')}; each was applied, silenced its finding, and was rolled"
        " back. Run all of them on a copy first."
    )
    if script.waiting:
        note += f" Left out, because an earlier fix defines the same object: {', '.join(script.waiting)}."
    return note


def _claims(finding: Finding, fix: Fix) -> set[tuple[str, str]]:
    """What two fixes cannot both have: an object defined anew, an index name, the very same SQL."""
    refs = finding.objects or (finding.object,)
    claims = {(ref.kind, ref.identity) for ref in refs if ref.kind in _WHOLE}
    claims |= {("index", name.lower()) for name in _INDEX.findall(fix.sql)}
    return claims | {("sql", one_line(fix.sql))}


def _rank(sql: str) -> int:
    start = re.sub(r"\A(\s|--[^\n]*\n)+", "", sql)
    for rank, pattern in enumerate(_ORDER):
        if re.match(pattern, start, re.IGNORECASE):
            return rank
    return len(_ORDER)


def _script(pieces: Iterable[tuple[str, str]]) -> str:
    """The pieces with their labels, those that may run in a transaction in one."""
    return "\n\n".join(_blocks(pieces)) + "\n"


def _blocks(pieces: Iterable[tuple[str, str]]) -> Iterator[str]:
    for outside, group in groupby(pieces, key=lambda piece: needs_no_transaction(piece[1])):
        if not outside:
            yield "BEGIN;\nSET LOCAL lock_timeout = '5s';"
        for label, sql in group:
            note = "\n-- Cannot run in a transaction: run each statement by itself." if outside else ""
            # One line, or the rest of a name with a line break in it would run.
            yield f"-- {one_line(label)}{note}\n{terminated(sql)}"
        if not outside:
            yield "COMMIT;"


def needs_no_transaction(sql: str) -> bool:
    """True for SQL that Postgres refuses inside a transaction, or that ends one."""
    return bool(_OUTSIDE.search(sql))


def terminated(sql: str) -> str:
    """The SQL with a semicolon at its end, where no comment can swallow it."""
    sql = sql.strip()
    if sql.endswith(";") and "--" not in sql.splitlines()[-1]:
        return sql
    return f"{sql}\n;" if "--" in (sql.splitlines() or [""])[-1] else f"{sql};"
