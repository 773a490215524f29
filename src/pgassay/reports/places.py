"""Where findings stand, for readers that know a repository and not a working directory."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from msgspec.structs import replace

from pgassay.model.finding import Finding, Related
from pgassay.model.report import Report
from pgassay.model.source import Location


def rooted(report: Report, *, root: str, here: str) -> Report:
    """The report with its files named from the folder `root`; they were named from `here`.

    Both are absolute. Files outside `root` get their whole path, standard input keeps its name.
    """

    def moved(file: str) -> str:
        if file.startswith("<"):
            return file
        whole = posixpath.normpath(posixpath.join(here, file))
        return posixpath.relpath(whole, root) if whole.startswith(root.rstrip("/") + "/") else whole

    def placed(location: Location | None) -> Location | None:
        return replace(location, file=moved(location.file)) if location is not None else None

    def related(item: Related) -> Related:
        return replace(item, location=placed(item.location))

    def found(finding: Finding) -> Finding:
        around = tuple(map(related, finding.related))
        return replace(finding, location=placed(finding.location), related=around)

    return replace(
        report,
        findings=tuple(map(found, report.findings)),
        sources={moved(file): lines for file, lines in report.sources.items()},
    )


def spot(finding: Finding, report: Report) -> Location:
    """Where a finding is shown by readers that show nothing without a place.

    What nothing in a file shaped stands at the top of the newest file: there it can be mended.
    """
    if finding.location is not None:
        return finding.location
    newest = next(reversed(report.sources), None)
    return Location(file=newest or next(iter(report.target.paths), "."), line=1)


def uri(file: str) -> str:
    """A file as a URI: relative as it is, or with the scheme file."""
    return ("file://" if file.startswith("/") else "") + quote(file, safe="/")
