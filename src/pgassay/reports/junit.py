"""The report as JUnit XML: a test per finding and per rule that holds, for servers that count tests."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pgassay.model.finding import Finding, Held, Severity
from pgassay.model.report import Report
from pgassay.reports.places import spot
from pgassay.reports.plain import one_line
from pgassay.reports.wording import (
    also,
    count,
    family_rank,
    family_title,
    not_checked_line,
    readable,
    trial,
)

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render(report: Report) -> str:
    """One test suite per family.

    A finding is a failed test, unless it is only to be known (info); a rule without a finding is a passed
    one. What was ignored or could not be checked is skipped, what went wrong is an error.
    """
    report = readable(report)
    root = Element("testsuites", name="pgassay")
    families = {one.family for one in (*report.findings, *report.holds)}
    families |= {finding.family for finding, _ in report.ignored}
    for family in sorted(families, key=family_rank):
        _family(root, family, report)
    _doubts(root, report)
    for suite in root:
        _tally(suite, suite)
    _tally(root, root)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _family(root: Element, family: str, report: Report) -> None:
    suite = SubElement(root, "testsuite", name=family_title(family))
    for finding in report.findings:
        if finding.family == family:
            _finding(_case(suite, finding, report), finding)
    for finding, reason in report.ignored:
        if finding.family == family:
            SubElement(_case(suite, finding, report), "skipped", message=f"ignored: {one_line(reason)}")
    for held in report.holds:
        if held.family == family and not held.found and held.held:
            _holds(suite, held)


def _case(suite: Element, finding: Finding, report: Report) -> Element:
    place = spot(finding, report)
    others = len(finding.objects) - 1
    name = f"{finding.rule}: {one_line(finding.object.identity)}"
    name += f" and {count(others, 'other')}" if others > 0 else ""
    return SubElement(
        suite,
        "testcase",
        classname=f"pgassay.{finding.family}",
        name=name,
        file=place.file,
        line=str(place.line),
    )


def _finding(case: Element, finding: Finding) -> None:
    text = _text(finding)
    if finding.severity is Severity.INFO:
        SubElement(case, "system-out").text = text
        return
    message = one_line(finding.message)
    SubElement(case, "failure", type=finding.severity.value, message=message).text = text


def _text(finding: Finding) -> str:
    lines = [f"{finding.severity.value}: {one_line(finding.message)}"]
    lines += [f"at {one_line(str(finding.location))}"] if finding.location else []
    others = also(finding, most=100)
    lines += [f"also {others}"] if others else []
    lines += [f"{item.kind}: {one_line(item.summary)}" for item in finding.evidence]
    lines += [f"advice: {one_line(finding.advice)}"] if finding.advice else []
    lines += [f"fix ({trial(finding.fix)}):", finding.fix.sql] if finding.fix else []
    return "\n".join(lines)


def _holds(suite: Element, held: Held) -> None:
    case = SubElement(suite, "testcase", classname=f"pgassay.{held.family}", name=held.rule)
    SubElement(case, "system-out").text = f"{len(held.held)} of {held.examined} hold"


def _doubts(root: Element, report: Report) -> None:
    if not report.not_checked and not report.errors:
        return
    suite = SubElement(root, "testsuite", name="Not checked")
    for error in report.errors:
        case = SubElement(suite, "testcase", classname="pgassay", name=one_line(error))
        SubElement(case, "error", message=one_line(error))
    for item in report.not_checked:
        case = SubElement(suite, "testcase", classname="pgassay", name=one_line(item.what))
        SubElement(case, "skipped", message=not_checked_line(item))


def _tally(element: Element, of: Iterable[Element]) -> None:
    cases = [case for part in of for case in ((part,) if part.tag == "testcase" else part)]
    element.set("tests", str(len(cases)))
    for name, tag in _COUNTED.items():
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))
