"""Every format tells the same facts, and none of them obeys what a hostile name says."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace
from rich.console import Console

from hostile_report import hostile
from pgassay.model.finding import Evidence, Finding, Fix, Severity
from pgassay.model.ref import Ref
from pgassay.model.report import Report
from pgassay.model.source import Location
from pgassay.reports import FORMATS, render
from pgassay.reports.markdown import text
from pgassay.reports.script import fix_script
from pgassay.reports.terminal import LINES
from pgassay.reports.terminal import render as render_text
from pgassay.reports.wording import ordered
from sample_report import FILE, finding, report, sample


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_report_gives_the_same_text_whatever_its_order(format: str) -> None:
    first, backwards = sample(), replace(sample(), findings=sample().findings[::-1])
    assert render(first, format) == render(backwards, format)


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_lets_control_characters_or_half_characters_through(format: str) -> None:
    text = render(hostile(), format)
    assert (
        re.findall(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\ufffe\ud800-\udfff\U000e0041]", text
        )
        == []
    )
    assert text.encode()


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_names_every_critical_finding(format: str) -> None:
    text = render(sample(), format)
    for found in sample().findings:
        if found.severity is Severity.CRITICAL:
            assert found.rule in text
            assert str(found.location.line if found.location else None) in text or format == "text"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("verbose", [False, True])
def test_sql_that_nobody_tried_is_not_there_to_be_copied(format: str, verbose: bool) -> None:
    untried = Fix(sql="REVOKE ALL ON a FROM b", rollback="GRANT ALL ON a TO b", note="time ran out")
    for advice in (None, "Ask first."):
        given = report(finding(fix=untried, advice=advice))
        text = render_text(given, verbose=verbose) if format == "text" else render(given, format)
        assert ("REVOKE" in text) is (format == "json")
        assert "time ran out" in text or format in ("concise", "gitlab", "comment")
        assert "Ask first.." not in text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="known: text, concise, json"):
        render(sample(), "yaml")


def test_findings_stand_worst_first_then_by_family_and_place() -> None:
    low = finding(severity=Severity.LOW)
    locks = finding(family="locks", severity=Severity.HIGH)
    later = finding(severity=Severity.HIGH, location=Location(file="b.sql", line=9))
    sooner = finding(severity=Severity.HIGH, location=Location(file="b.sql", line=2))
    nowhere = finding(severity=Severity.HIGH, location=None)
    assert ordered([low, locks, nowhere, later, sooner]) == (sooner, later, nowhere, locks, low)


# JSON


def schema(*, closed: bool) -> dict[str, Any]:
    """The shipped schema; closed, it also refuses keys that it does not describe."""
    text = files("pgassay.reports").joinpath("report.schema.json").read_text(encoding="utf-8")

    def close(table: dict[str, Any]) -> dict[str, Any]:
        return table | ({"additionalProperties": False} if closed and "properties" in table else {})

    return json.loads(text, object_hook=close)


@pytest.mark.parametrize("given", [sample(), hostile(), report()], ids=["sample", "hostile", "empty"])
def test_json_is_what_the_schema_describes_and_nothing_else(given: Report) -> None:
    described = schema(closed=True)
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.validate(json.loads(render(given, "json")), described)


def test_the_schema_notices_what_is_wrong() -> None:
    value = json.loads(render(sample(), "json"))
    value["findings"][0]["severity"] = "awful"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, schema(closed=False))


def test_json_holds_the_promised_keys() -> None:
    value = json.loads(render(sample(), "json"))
    assert (value["schema"], value["verb"]) == (1, "review")
    assert value["target"] | {"files": 12, "statements": 240, "platform": "supabase"} == value["target"]
    assert value["tenancy"] | {"table": "public.tenants", "columns": ["tenant_id"]} == value["tenancy"]
    assert value["summary"] == {
        "critical": 3,
        "high": 6,
        "medium": 2,
        "low": 1,
        "info": 1,
        "assessment": "needs fixes",
    }
    assert (value["changes"], value["plan"], value["proofs"], value["errors"]) == ([], None, [], [])
    found = next(item for item in value["findings"] if item["rule"] == "policy-admits-null-tenant")
    assert found["object"] == {
        "kind": "policy",
        "identity": '"Users can view triggers in their tenant or global" on public.agent_triggers',
        "relation": "public.agent_triggers",
        "column": None,
    }
    assert found["location"] == {"file": FILE, "line": 216, "column": 1, "end_line": 221}
    assert found["evidence"][1]["rows"] == 1
    assert found["fix"]["tried"] is True
    assert value["not_checked"][0] == {
        "what": "extension vector",
        "why": "stand-in: no operator classes",
        "where": f"{FILE}:4",
    }
    assert "sources" not in value


# Text for a terminal


def many(*severities: Severity, rules: int = 1, each: int = 100) -> list[Finding]:
    """So many findings of each severity, of so many rules."""
    return [
        finding(
            f"rule-{number % rules}" if rules > 1 else "foreign-key-without-index",
            family="performance",
            severity=severity,
            fingerprint=f"{severity}{number}",
            object=Ref(kind="table", identity=f"public.t{number}"),
            message=f"public.t{number} " + "is wrong " * 30,
            advice="Do better. " * 40,
        )
        for severity in severities
        for number in range(each)
    ]


def test_text_is_a_screenful_and_says_that_it_is_shortened() -> None:
    text = render_text(sample())
    assert len(text.splitlines()) <= LINES
    assert "--verbose shows every detail" in text
    assert text.rstrip().endswith(
        "Next: start with membership-self-writable: pgassay explain membership-self-writable"
    )


@pytest.mark.parametrize("width", [40, 100, 200])
@pytest.mark.parametrize(
    "given",
    [
        report(*many(*Severity)),
        report(*many(*Severity, rules=90)),
        report(*many(*Severity, rules=3, each=4)),
        report(finding(), *many(Severity.INFO, each=3)),
        replace(
            sample(), errors=("e",) * 9, not_checked=sample().not_checked * 9, ignored=sample().ignored * 9
        ),
        sample(),
    ],
    ids=["many", "many rules", "some", "two", "doubts", "sample"],
)
def test_however_many_findings_text_is_a_screenful(given: Report, width: int) -> None:
    lines = render_text(given, width=width).splitlines()
    assert len(lines) <= LINES
    shown = "\n".join(lines)
    assert all(
        f"{given.count(severity)} {severity}" in shown for severity in Severity if given.count(severity)
    )


def test_what_is_slight_gets_no_more_detail_than_what_is_worse() -> None:
    findings = [*many(Severity.MEDIUM, rules=30, each=60), finding("slight", severity=Severity.INFO)]
    text = render_text(report(*findings))
    assert re.search(r"^  medium    \d+ findings: ", text, re.MULTILINE)
    assert "  info      1 finding: slight" in text


def test_no_line_is_wider_than_the_terminal() -> None:
    lines = render_text(report(*many(*Severity, rules=30)), width=100).splitlines()
    assert max(map(len, lines)) <= 100


def test_text_shows_the_worst_in_full_and_names_the_others() -> None:
    text = render_text(report(finding(), *many(Severity.HIGH, Severity.MEDIUM, Severity.LOW)))
    assert "critical rls-disabled  migrations/0001_notes.sql:1:1" in text
    assert re.search(r"^  high      foreign-key-without-index  9\d more: public\.t", text, re.MULTILINE)
    assert re.search(
        r"^  medium    foreign-key-without-index  100: public\.t0, public\.t1", text, re.MULTILINE
    )
    assert re.search(r"^  low +(foreign-key-without-index  )?100", text, re.MULTILINE)


def test_text_shows_each_bad_rule_in_full_before_a_second_finding_of_one() -> None:
    first = [finding("a", object=Ref(kind="table", identity=f"public.t{number}")) for number in range(9)]
    text = render_text(report(*first, finding("b", severity=Severity.HIGH)))
    assert "  high b  migrations/0001_notes.sql:1:1" in text


def test_text_shows_more_of_a_finding_where_there_is_room() -> None:
    few = report(finding("a", severity=Severity.MEDIUM), finding("b", severity=Severity.INFO))
    assert "info b  migrations/0001_notes.sql:1:1" in render_text(few)


def test_what_is_slight_is_not_shown_in_full_above_what_is_worse() -> None:
    """Two findings of one rule come before a slighter one of another rule."""
    several = [*many(Severity.MEDIUM, each=9), *many(Severity.LOW, rules=9, each=9)]
    text = render_text(report(*several))
    assert "  medium foreign-key-without-index" in text
    assert "  low rule-" not in text


def test_verbose_text_shows_everything() -> None:
    text = render_text(sample(), verbose=True)
    for found in sample().findings:
        assert f"{found.severity} {found.rule}  {found.location}" in text
        if found.fix and found.fix.tried:
            assert all(
                line.strip() in text for line in (found.fix.sql + "\n" + found.fix.rollback).splitlines()
            )
    assert "--verbose" not in text


def test_the_caret_stands_under_the_column() -> None:
    place = Location(file="a.sql", line=1, column=19)
    found = finding(location=place)
    line = "CREATE TABLE 表名表 (tenant uuid);"
    lines = render_text(report(found, sources={"a.sql": (line,)}), verbose=True).splitlines()
    at = next(number for number, text in enumerate(lines) if line in text)
    before = lines[at + 1].index("^")
    assert Console(width=200).measure(lines[at][: lines[at].index("tenant")]).maximum == before


def test_a_long_line_is_cut_around_the_column() -> None:
    line = "SELECT " + "a, " * 200 + "secret FROM t;"
    found = finding(location=Location(file="a.sql", line=1, column=line.index("secret") + 1))
    lines = render_text(report(found, sources={"a.sql": (line,)}), width=80, verbose=True).splitlines()
    at = next(number for number, text in enumerate(lines) if "secret" in text)
    assert lines[at + 1].index("^") == lines[at].index("secret")
    assert len(lines[at]) <= 80


def test_text_is_coloured_only_when_asked() -> None:
    assert "\x1b[" not in render_text(sample())
    assert "\x1b[" in render_text(sample(), color=True)
    assert (
        re.sub("\x1b\\[[0-9;]*m", "", render_text(sample(), color=True)).split()
        == render_text(sample()).split()
    )


def test_head_and_tail_tell_what_is_known_and_what_is_not() -> None:
    text = render_text(sample())
    assert "public.tenants, by tenant_id; members in public.tenant_members" in text
    assert "pgassay config shows it" in text
    assert "holds       23 of 24 checks; 3 rules found nothing wrong" in text
    assert "extension vector: stand-in: no operator classes" in text
    assert "1 finding, each with a reason" in text
    stated = sample().tenancy
    assert stated is not None
    assert "inferred" not in render_text(replace(sample(), tenancy=replace(stated, inferred=False)))


def test_verbose_text_lists_what_holds_and_what_was_ignored() -> None:
    text = render_text(sample(), verbose=True)
    assert 'table = "public.tenants"' in text
    assert "without  public.plans, public.countries" in text
    assert "Tenant isolation   1 rule without a finding, 4 of 4 checks hold" in text
    assert "rls-disabled on public.plans: the price list is public" in text


def test_nothing_found_is_said() -> None:
    assert "CLEAN" in render_text(report())
    assert "Next: nothing to do" in render_text(report())
    assert render(report(), "concise") == ""


# One line per finding


def test_concise_is_one_line_per_finding() -> None:
    lines = render(sample(), "concise").splitlines()
    assert len(lines) == len(sample().findings)
    assert lines[1].startswith(
        f"{FILE}:74:3: critical tenant-column-nullable public.agent_triggers.tenant_id may be"
    )
    assert lines[1].endswith("(also public.agent_events.tenant_id)")
    assert len(render(hostile(), "concise").splitlines()) == 2


# Markdown


def test_markdown_has_the_sections_of_a_review() -> None:
    text = render(sample(), "markdown")
    headings = [line for line in text.splitlines() if line.startswith(("# ", "## "))]
    assert headings == [
        "# Database review: supabase/migrations",
        "## Executive summary",
        "## 1. Tenant isolation",
        "## 2. Privileges",
        "## 3. Integrity",
        "## 4. Locks",
        "## 5. Performance",
        "## What holds",
        "## Not checked",
        "## Recommended actions",
        "## Quick fix script",
    ]
    for label in ("**Location**", "**Issue**", "**Risk**", "**Evidence**", "**Fix**", "**Rollback**"):
        assert label in text
    assert "**Overall assessment**: **NEEDS FIXES**: 3 critical, 6 high" in text
    assert text.count("- [ ] ") == len(sample().findings)


def test_no_name_breaks_out_of_markdown() -> None:
    """What a Markdown parser makes of hostile names is text and code: no tag, link or heading of theirs."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(render(hostile(), "markdown"))
    inside = [child for token in tokens for child in token.children or []]
    kinds = {token.type for token in (*tokens, *inside)}
    assert kinds.isdisjoint({"html_block", "html_inline", "link_open", "image"})
    headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert not any(heading.startswith(("DROP", ";", "Heading")) for heading in headings)
    rows = [token for token in tokens if token.type == "tr_open"]
    cells = [token for token in tokens if token.type in ("td_open", "th_open")]
    assert len(cells) == 6 * len(rows)
    shown = [child.content for child in inside if child.type in ("text", "code_inline")]
    assert any("<script>alert(1)</script>" in text for text in shown)


def test_no_sql_ends_its_own_block() -> None:
    sql = "SELECT 'a\n```\n# Heading\n`````\n'"
    given = report(finding(fix=Fix(sql=sql, rollback="SELECT 1", tried=True)))
    tokens = MarkdownIt("commonmark").parse(render(given, "markdown"))
    assert [token.content for token in tokens if token.type == "fence"].count(f"{sql};\n") == 1
    assert "Heading" not in [token.content for token in tokens if token.type == "inline"]


@pytest.mark.parametrize(
    ("given", "escaped"),
    [
        ("public.agent_runs is _bare_", "public.agent_runs is \\_bare\\_"),
        ("see https://e.example or WWW.e.example", "see https&#58;//e.example or WWW&#46;e.example"),
        ("@team, #12", "&#64;team, #12"),
        ("1. one", "1\\. one"),
        ("- two\n# three", "\\- two # three"),
        ("# four", "\\# four"),
    ],
)
def test_text_is_escaped_for_markdown_and_no_more_than_that(given: str, escaped: str) -> None:
    assert text(given) == escaped


# The script of all fixes


def test_the_script_orders_fixes_and_keeps_concurrent_ones_out_of_the_transaction() -> None:
    script = fix_script([(str(number), found) for number, found in enumerate(sample().findings)])
    assert script is not None
    inside, outside = script.forward.split("COMMIT;")
    assert inside.startswith("BEGIN;\nSET LOCAL lock_timeout")
    assert inside.index("ALTER COLUMN tenant_id SET NOT NULL") < inside.index("ALTER POLICY")
    assert "CONCURRENTLY" not in inside
    assert outside.count("CREATE INDEX CONCURRENTLY") == 3
    assert "action_config" not in script.forward, "what is only info is not to be done"
    assert "REVOKE" not in script.forward, "an untried fix"
    forward = re.findall(r"^-- (\d+) ", script.forward, re.MULTILINE)
    assert re.findall(r"^-- back: (\d+) ", script.back, re.MULTILINE) == forward[::-1]


def test_two_fixes_of_one_policy_do_not_meet_in_the_script() -> None:
    policy = Ref(kind="policy", identity="p on public.notes", relation="public.notes")
    worse = finding(
        object=policy, fix=Fix(sql="ALTER POLICY p ON notes USING (a)", rollback="SELECT 1", tried=True)
    )
    better = finding(
        object=policy,
        severity=Severity.LOW,
        fix=Fix(sql="ALTER POLICY p ON notes USING (b)", rollback="SELECT 2", tried=True),
    )
    script = fix_script([("1", better), ("2", worse)])
    assert script is not None
    assert "USING (a);" in script.forward
    assert "USING (b)" not in script.forward
    assert script.waiting == ("1",)


def test_the_same_sql_runs_once() -> None:
    fix = Fix(sql="CREATE INDEX i ON a (b)", rollback="DROP INDEX i", tried=True)
    other = finding("x", object=Ref(kind="table", identity="public.b"), fix=fix)
    script = fix_script([("1", finding(fix=fix)), ("2", other)])
    assert script is not None
    assert script.forward.count("CREATE INDEX") == 1


def test_no_name_becomes_a_statement_of_the_script() -> None:
    script = fix_script([("1", hostile().findings[0])])
    assert script is not None
    code = [
        line for line in (script.forward + script.back).splitlines() if line and not line.startswith("--")
    ]
    assert set(code) == {"BEGIN;", "SET LOCAL lock_timeout = '5s';", "SELECT 1;", "SELECT 2;", "COMMIT;"}


def test_a_comment_at_the_end_does_not_swallow_the_semicolon() -> None:
    fix = Fix(sql="SELECT 1 -- last;", rollback="SELECT 2;", tried=True)
    script = fix_script([("1", finding(fix=fix))])
    assert script is not None
    assert "SELECT 1 -- last;\n;" in script.forward


# HTML


class Tags(HTMLParser):
    """Collects start tags, attributes and text outside style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.shown = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside not in ("style", "script"):
            self.shown += data


def test_html_is_one_file_that_asks_the_network_for_nothing() -> None:
    page = Tags(render(sample(), "html"))
    names = {name for name, _ in page.attributes}
    assert "src" not in names
    assert {value for name, value in page.attributes if name == "href"} == {
        *(f"#finding-{n}" for n in range(1, 14)),
        "#fixes",
    }
    assert not any(name.startswith("on") or name == "style" for name in names)
    policy = next(
        value for name, value in page.attributes if name == "content" and value and "default-src" in value
    )
    assert "default-src 'none'" in policy
    assert (page.tags.count("script"), page.tags.count("style"), page.tags.count("article")) == (1, 1, 13)


def test_html_shows_hostile_names_as_text() -> None:
    tame, page = Tags(render(sample(), "html")), Tags(render(hostile(), "html"))
    assert page.tags.count("script") == 1
    assert set(page.tags) <= set(tame.tags)
    assert "x<script>alert(1)</script>" in page.shown
    assert "{{ 7*7 }}" in page.shown


def test_html_is_complete_without_its_script() -> None:
    page = Tags(render(sample(), "html"))
    for found in sample().findings:
        assert found.message in page.shown
        assert found.fix is None or not found.fix.tried or found.fix.rollback in page.shown


def test_html_folds_long_evidence_and_long_lists_of_actions_and_keeps_them() -> None:
    facts = tuple(Evidence(kind="catalog", summary=f"fact {number}") for number in range(9))
    few, many = (
        report(finding(evidence=facts)),
        report(*(finding(f"r{n}", evidence=facts) for n in range(16))),
    )
    assert all(f"fact {number}" in Tags(render(few, "html")).shown for number in range(9))
    assert "4 more facts" in Tags(render(few, "html")).shown
    assert ("open", None) in Tags(render(few, "html")).attributes
    assert ("open", None) not in Tags(render(many, "html")).attributes


def test_a_short_statement_is_shown_whole_and_of_a_long_one_its_first_line() -> None:
    lines = ("create policy p", "    on t", "    using (true);", *(f"-- {n}" for n in range(20)))
    made = replace(sample(), sources={FILE: lines})

    def shown(end_line: int) -> tuple[str, ...]:
        return made.source_lines(Location(file=FILE, line=1, end_line=end_line))

    assert (shown(3), shown(8), shown(9)) == (lines[:3], lines[:8], lines[:1])
    assert (shown(0), shown(1)) == (lines[:1], lines[:1])
    assert made.source_lines(Location(file="elsewhere.sql", line=1)) == made.source_lines(None) == ()
    whole = replace(
        made, findings=(replace(finding(), location=Location(file=FILE, line=1, column=1, end_line=3)),)
    )
    assert "```sql\ncreate policy p\n    on t\n    using (true);\n```" in render(whole, "markdown")
