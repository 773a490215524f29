"""Which findings the user has said are right as they are."""

from __future__ import annotations

from collections.abc import Iterable

from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.ref import Ref
from pgassay.model.source import Ignore, Location
from pgassay.read.find import shown
from pgassay.rules.context import Context
from pgassay.rules.rule import Rule

#: The pages of the findings that are about ignores themselves; no rule makes them.
PAGES = {
    "ignore-unused": (
        "# ignore-unused\n\nhistory, low by default\n\n"
        "An ignore covers no finding of its rule.\n\n"
        "An ignore that covers nothing hides the next fault at its place. Remove it, or write the rule's name"
        " and the object as the report gives them. It is told only when all rules run.\n"
    ),
    "ignore-without-reason": (
        "# ignore-without-reason\n\nhistory, low by default\n\n"
        "An ignore does not say why the finding is right as it is, so it ignores nothing.\n\n"
        "Write the reason after a colon, `-- pgassay: ignore rls-disabled: the price list is public`, and the"
        " report shows it.\n"
    ),
}


class Ignores:
    """The ignores of the files and of the configuration, and which of them were of use."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._used: set[Ignore] = set()
        self._used_entries: set[int] = set()
        self._files = (*context.migrations, *context.undo.values())
        statements = (statement for migration in self._files for statement in migration.statements)
        self._any = any(statement.ignores for statement in statements)

    def reason(self, finding: Finding) -> str | None:
        """Why a finding is ignored, or None. An ignore without a reason ignores nothing."""
        for number, entry in enumerate(self._context.config.ignore):
            if entry.rule == finding.rule and entry.object in _names(finding.object):
                self._used_entries.add(number)
                return entry.reason
        if not self._any:
            return None
        for ignore in self._covering(finding):
            if ignore.rule == finding.rule and ignore.reason:
                self._used.add(ignore)
                return ignore.reason
        return None

    def _covering(self, finding: Finding) -> Iterable[Ignore]:
        """The ignores of all statements that shaped the object or its relation's column, and of the one it
        stands at.
        """
        ref = finding.object
        for statement in self._context.origins.of(ref):
            yield from statement.ignores
        place = finding.location
        if place is None:
            return
        for migration in self._files:
            if migration.path != place.file:
                continue
            for statement in migration.statements:
                if statement.location.line <= place.line <= statement.location.end_line:
                    yield from statement.ignores

    def complaints(self, rules: Iterable[Rule]) -> list[Finding]:
        """A finding for each ignore that gives no reason, and for each that ignores nothing."""
        names = {rule.name for rule in rules}
        found: list[Finding] = []
        for migration in self._files:
            attached = [ignore for statement in migration.statements for ignore in statement.ignores]
            for ignore in (*attached, *migration.loose_ignores):
                if not ignore.reason:
                    found.append(
                        _complaint(
                            "ignore-without-reason",
                            ignore,
                            "gives no reason, so it ignores nothing; add one after a colon",
                        )
                    )
                elif ignore not in self._used:
                    known = "" if ignore.rule in names else _nearest(ignore.rule, names)
                    found.append(_complaint("ignore-unused", ignore, f"ignores nothing{known}; remove it"))
        for number, entry in enumerate(self._context.config.ignore):
            if number not in self._used_entries:
                ref = Ref(kind="ignore", identity=f"{entry.rule} {entry.object}")
                file = self._context.config.file
                found.append(
                    _finding(
                        "ignore-unused",
                        ref,
                        f"The configured ignore of {entry.rule} for {entry.object} ignores nothing; "
                        "remove it",
                        Location(file=shown(file), line=entry.line or 1) if file is not None else None,
                    )
                )
        return found


def _names(ref: Ref) -> set[str]:
    names = {ref.identity, ref.identity.removeprefix("public.")}
    if ref.relation is not None:
        names |= {ref.relation, ref.relation.removeprefix("public.")}
        if ref.column is not None:
            names |= {f"{ref.relation}.{ref.column}"}
    return names


def _nearest(name: str, names: set[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, names, n=1)
    return f": there is no rule {name}" + (f" (did you mean {close[0]}?)" if close else "")


def _complaint(rule: str, ignore: Ignore, says: str) -> Finding:
    ref = Ref(kind="ignore", identity=f"{ignore.rule} at {ignore.location}")
    return _finding(rule, ref, f"The ignore of {ignore.rule} {says}", ignore.location)


def _finding(rule: str, ref: Ref, message: str, place: Location | None) -> Finding:
    return Finding(
        rule=rule,
        family="history",
        severity=Severity.LOW,
        object=ref,
        message=message,
        why="An ignore that covers nothing hides the next fault at its place.",
        objects=(ref,),
        location=place,
        evidence=(
            Evidence(
                kind="parsed", summary="no finding of that rule is at an object which the statement shaped"
            ),
        ),
    )
