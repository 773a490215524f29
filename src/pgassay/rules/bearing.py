"""Whether a statement that failed would have changed what a finding says."""

from __future__ import annotations

from pgassay.model.finding import Finding, Severity
from pgassay.read.failures import Failure

#: What a trigger that refuses a write can guard; it says nothing of who reads, or of what is asked how often.
_GUARDED_BY_TRIGGERS = frozenset(
    {"membership-self-writable", "policy-write-unbound", "status-writable-around-function"}
)
_OF_ACCESS = ("isolation", "privileges")
_OF_INDEXES = ("integrity", "performance")


def bears_on(failure: Failure, finding: Finding) -> bool:
    """True where the finding could be another one had the statement gone through.

    Nothing would mend what is said of the history that the statement is part of, and nothing is lower than
    a fact to know. A policy changes what is said of itself, or of who reaches a table; a trigger what is said
    of writes; an index what is said of keys and look-ups; what drops an index what is said of that.
    """
    if finding.family == "history" or finding.severity is Severity.INFO:
        return False
    # Statements that were taken back with it count as it does.
    return any(
        _bears(one.kind, str(one.tree.get("policy_name", "")), finding)
        for one in (failure.statement, *failure.undone)
    )


def _bears(kind: str, policy: str, finding: Finding) -> bool:
    about = finding.object.kind
    if kind.endswith("PolicyStmt"):
        if about == "policy":
            return finding.object.identity.partition(" on ")[0].strip('"') == policy
        return finding.family in _OF_ACCESS
    if kind == "CreateTrigStmt":
        return finding.family == "integrity" or finding.rule in _GUARDED_BY_TRIGGERS
    if kind == "IndexStmt":
        return about != "index" and finding.family in _OF_INDEXES
    if about == "index":
        return kind in ("AlterTableStmt", "DoStmt", "DropStmt")
    return True
