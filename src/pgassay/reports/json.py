"""The report as JSON, schema version 1; report.schema.json beside this file describes it."""

from __future__ import annotations

import msgspec

from pgassay.model.finding import Evidence, Finding, Fix, Held, Related, Severity
from pgassay.model.ref import Ref
from pgassay.model.report import Baseline, Report, Target, TenancySummary
from pgassay.model.source import Location
from pgassay.reports.wording import cleaned
from pgassay.version import VERSION

SCHEMA = 1
_Object = dict[str, object]


def render(report: Report) -> str:
    """The report as one indented JSON object. Every key is always there; what is not known is null."""
    report = cleaned(report)
    encoded = msgspec.json.encode(
        {
            "schema": SCHEMA,
            "pgassay": VERSION,
            "verb": report.verb,
            "target": _target(report.target),
            "tenancy": _tenancy(report.tenancy) if report.tenancy else None,
            "summary": {
                **{severity.value: report.count(severity) for severity in Severity},
                "assessment": report.assessment,
            },
            "findings": [_finding(finding) for finding in report.findings],
            "ignored": [
                {"reason": reason, "finding": _finding(finding)} for finding, reason in report.ignored
            ],
            "holds": [_held(held) for held in report.holds],
            "not_checked": [
                {"what": item.what, "why": item.why, "where": item.where} for item in report.not_checked
            ],
            "baseline": _baseline(report.baseline) if report.baseline else None,
            "hidden": report.hidden,
            "changes": [],
            "plan": None,
            "proofs": [],
            "errors": list(report.errors),
        }
    )
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _target(target: Target) -> _Object:
    return {
        "paths": list(target.paths),
        "files": target.files,
        "statements": target.statements,
        "failed_statements": target.failed_statements,
        "platform": target.platform,
        "postgres": target.postgres,
        "server": target.server,
        "layout": target.layout,
        "watched": {"files": target.watched, "how": target.watched_how},
    }


def _tenancy(tenancy: TenancySummary) -> _Object:
    return {
        "mode": tenancy.mode,
        "table": tenancy.table,
        "columns": list(tenancy.columns),
        "membership": tenancy.membership,
        "inferred": tenancy.inferred,
        "client_roles": list(tenancy.client_roles),
        "scoped": tenancy.scoped,
        "unscoped": list(tenancy.unscoped),
        "notes": list(tenancy.notes),
    }


def _baseline(baseline: Baseline) -> _Object:
    return {"file": baseline.file, "known": baseline.known, "gone": list(baseline.gone)}


def _finding(finding: Finding) -> _Object:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity.value,
        "object": _ref(finding.object),
        "objects": [_ref(ref) for ref in finding.objects],
        "related": [_related(item) for item in finding.related],
        "location": _location(finding.location),
        "message": finding.message,
        "why": finding.why,
        "evidence": [_evidence(item) for item in finding.evidence],
        "fix": _fix(finding.fix) if finding.fix else None,
        "advice": finding.advice,
    }


def _ref(ref: Ref) -> _Object:
    return {"kind": ref.kind, "identity": ref.identity, "relation": ref.relation, "column": ref.column}


def _related(related: Related) -> _Object:
    return {"rule": related.rule, "location": _location(related.location), "note": related.note}


def _location(location: Location | None) -> _Object | None:
    if location is None:
        return None
    return {
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "end_line": max(location.line, location.end_line),
    }


def _evidence(evidence: Evidence) -> _Object:
    return {"kind": evidence.kind, "summary": evidence.summary, "sql": evidence.sql, "rows": evidence.rows}


def _fix(fix: Fix) -> _Object:
    return {
        "sql": fix.sql,
        "rollback": fix.rollback,
        "tried": fix.tried,
        "note": fix.note,
        "instead": fix.instead,
    }


def _held(held: Held) -> _Object:
    return {
        "rule": held.rule,
        "family": held.family,
        "examined": held.examined,
        "found": held.found,
        "ignored": held.ignored,
        "unchecked": held.unchecked,
        "held": list(held.held),
    }
