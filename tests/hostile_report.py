"""A report in which every name tries to be more than a name."""

from __future__ import annotations

from msgspec.structs import replace

from pgassay.model.finding import Evidence, Fix, Held, NotChecked, Related, Severity
from pgassay.model.ref import Ref
from pgassay.model.report import Report, TenancySummary
from pgassay.model.source import Location
from pgassay.reports.plain import safe
from sample_report import finding, report, sample

HOSTILE = (
    "x<script>alert(1)</script>`` ``` | **b** [a](http://e.example) @team $x$ {{ 7*7 }}"
    "\n; DROP TABLE tenants; --\n# Heading\r\x1b]8;;http://e.example\x07\x1b[31m\x9b31m\u202egnp.exe\u2028\ud800"
    "<!-- -->]]>%0A::error file=a,line=1::x##[group]y:,\ufffe\U000e0041"
)


def hostile() -> Report:
    """A report in which every text is hostile."""
    ref = Ref(kind="table", identity=HOSTILE, relation=HOSTILE, column=HOSTILE)
    place = Location(file=HOSTILE, line=1, column=1)
    found = finding(
        object=ref,
        objects=(ref, replace(ref, identity=HOSTILE + "2")),
        message=HOSTILE,
        why=HOSTILE,
        fingerprint=HOSTILE,
        location=place,
        evidence=(Evidence(kind="executed", summary=HOSTILE, sql=HOSTILE, rows=1),),
        related=(Related(note=HOSTILE, rule=HOSTILE, location=place),),
        fix=Fix(sql="SELECT 1", rollback="SELECT 2", tried=True),
        advice=HOSTILE,
    )
    untried = replace(found, severity=Severity.LOW, fix=Fix(sql=HOSTILE, rollback=HOSTILE, note=HOSTILE))
    names = (HOSTILE,)
    return report(
        found,
        untried,
        target=replace(sample().target, paths=names, platform=HOSTILE),
        tenancy=TenancySummary(
            mode="tenant",
            table=HOSTILE,
            columns=names,
            membership=HOSTILE,
            inferred=True,
            client_roles=names,
            unscoped=names,
            notes=names,
        ),
        holds=(
            Held(
                rule="truncate", family="isolation", examined=1, found=0, ignored=0, unchecked=0, held=names
            ),
        ),
        not_checked=(NotChecked(what=HOSTILE, why=HOSTILE, where=HOSTILE),),
        ignored=((found, HOSTILE),),
        errors=names,
        sources={HOSTILE: names, safe(HOSTILE): names},
    )
