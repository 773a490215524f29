"""What SARIF is told of a rule: what it says, why it counts, its page, and how bad it is."""

from __future__ import annotations

from collections.abc import Sequence

from pgassay.model.finding import Finding, Severity
from pgassay.reports.plain import one_line

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
#: Where GitHub draws its lines: 9.0 and more is critical, 7.0 high, 4.0 medium, less is low.
_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.1",
}
#: Families whose findings are about who may see or do what.
_SECURITY = ("isolation", "privileges", "proof")


def described(name: str, findings: Sequence[Finding]) -> dict[str, object]:
    """The metadata of the rule `name`, which `findings` of one report are of; at least one is given."""
    from pgassay.rules.discover import named
    from pgassay.rules.docs import page

    rule = named(name)
    first = findings[0]
    summary = rule.summary if rule is not None else one_line(first.why)
    help_text = page(name) if rule is not None else first.why
    worst = max((finding.severity for finding in findings), key=lambda severity: severity.rank)
    return {
        "id": name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": rule.why if rule is not None else one_line(first.why)},
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": LEVELS[rule.severity if rule is not None else worst]},
        "properties": _properties(first.family, worst),
    }


def _properties(family: str, worst: Severity) -> dict[str, object]:
    """Tags, and a grade as GitHub reads it, which knows one per rule: that of its worst finding here."""
    if family in _SECURITY:
        return {"tags": ["security", family], "security-severity": _SCORES[worst]}
    grade = {"error": "error", "warning": "warning", "note": "recommendation"}[LEVELS[worst]]
    return {"tags": [family], "problem.severity": grade}
