"""Comments that say a finding is right: which statement each covers, and which cover nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Servers
from judging import judge_text
from pgassay.config import Config, load
from pgassay.errors import ConfigError
from pgassay.model.source import Ignore, Statement
from pgassay.postgres.parse import split_statements
from pgassay.read.ignores import attach_ignores


def attached(text: str) -> tuple[list[Statement], tuple[Ignore, ...]]:
    return attach_ignores(text, "f.sql", split_statements(text, "f.sql")[0])


def covered(text: str) -> dict[str, list[tuple[str, str]]]:
    """The statements that ignores cover, by their text's last word, with rule and reason."""
    return {
        one.sql.split()[1]: [(ignore.rule, ignore.reason) for ignore in one.ignores]
        for one in attached(text)[0]
        if one.ignores
    }


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("select 1;\n-- pgassay: ignore some-rule: why\nselect 2;\nselect 3;", "2"),
        ("select 1; -- pgassay: ignore some-rule: why\nselect 2;", "1"),
        ("select 1;\nselect -- pgassay: ignore some-rule: why\n 2;\nselect 3;", "--"),
        ("select 0; select 1; -- pgassay: ignore some-rule: why\nselect 2;", "1"),
        ("select 0; select 1, -- pgassay: ignore some-rule: why\n  4;\nselect 2;", "1,"),
        ("-- pgassay: ignore some-rule: why\n\n\n-- more words\nselect 1;", "1"),
        ("select 1;\nselect 2 -- pgassay: ignore some-rule: why", "2"),
        ("select 1;\r\n-- pgassay: ignore some-rule: why\r\nselect 2;\r\n", "2"),
    ],
)
def test_a_comment_covers_its_own_statement_or_the_next(text: str, statement: str) -> None:
    assert covered(text) == {statement: [("some-rule", "why")]}


def test_several_comments_can_cover_one_statement() -> None:
    text = "-- pgassay: ignore a-rule: one\n-- pgassay: ignore b-rule: two: with a colon\nselect 1;"
    assert covered(text) == {"1": [("a-rule", "one"), ("b-rule", "two: with a colon")]}


def test_a_comment_after_the_last_statement_covers_nothing() -> None:
    _, loose = attached("select 1;\n\n-- pgassay: ignore some-rule: why\n")
    assert [(one.rule, one.location.line) for one in loose] == [("some-rule", 3)]


def test_without_a_reason_the_reason_is_empty() -> None:
    assert covered("-- pgassay: ignore some-rule\nselect 1;") == {"1": [("some-rule", "")]}
    assert covered("-- pgassay: ignore some-rule:   \nselect 1;") == {"1": [("some-rule", "")]}


def test_only_line_comments_of_that_form_count() -> None:
    for text in (
        "select '-- pgassay: ignore some-rule: why';",
        "/* pgassay: ignore some-rule: why */ select 1;",
        "select $$\n-- pgassay: ignore some-rule: why\n$$;",
        "-- pgassay ignore some-rule: why\nselect 1;",
        "-- see pgassay: ignore some-rule: why\nselect 1;",
    ):
        statements, loose = attached(text)
        assert not loose
        assert not any(one.ignores for one in statements)


def test_a_fault_in_the_file_leaves_the_other_comments_in_place() -> None:
    text = "creat x;\n-- pgassay: ignore some-rule: why\nselect 2;"
    assert covered(text) == {"2": [("some-rule", "why")]}


def test_an_ignore_with_a_reason_moves_the_finding_aside(servers: Servers) -> None:
    text = "-- pgassay: ignore migration-fails: another tool makes it\nselect 1 / 0;"
    _, judgement = judge_text(servers("plain"), text)
    assert [(finding.rule, reason) for finding, reason in judgement.ignored] == [
        ("migration-fails", "another tool makes it")
    ]
    assert not {"migration-fails", "ignore-unused"} & {finding.rule for finding in judgement.findings}


def test_an_ignore_without_a_reason_ignores_nothing_and_is_told(servers: Servers) -> None:
    _, judgement = judge_text(servers("plain"), "-- pgassay: ignore migration-fails\nselect 1 / 0;")
    assert judgement.ignored == ()
    found = {finding.rule: finding for finding in judgement.findings}
    assert "migration-fails" in found
    place = found["ignore-without-reason"].location
    assert place is not None
    assert place.line == 1


@pytest.mark.parametrize(
    "text",
    [
        "-- pgassay: ignore migration-fails: nothing fails\nselect 1;",
        "select 1;\n-- pgassay: ignore migration-fails: nothing follows\n",
        "-- pgassay: ignore migration-fials: a slip of the pen\nalter table nowhere add x int;",
    ],
)
def test_an_ignore_that_ignores_nothing_is_told(servers: Servers, text: str) -> None:
    _, judgement = judge_text(servers("plain"), text)
    assert [finding.rule for finding in judgement.findings].count("ignore-unused") == 1
    assert judgement.ignored == ()


def test_a_slip_of_the_pen_is_told_with_the_right_name(servers: Servers) -> None:
    text = "-- pgassay: ignore migration-fials: a slip\nselect 1;"
    _, judgement = judge_text(servers("plain"), text)
    (message,) = [finding.message for finding in judgement.findings if finding.rule == "ignore-unused"]
    assert "did you mean migration-fails?" in message


SPANS = "\n".join(
    f"create table public.{name} (id uuid primary key, starts_at timestamptz, ends_at timestamptz);"
    for name in ("a", "b", "c")
)


def configured(folder: Path, *tables: str) -> Config:
    """The configuration of a file that ignores one rule at some tables."""
    file = folder / "pgassay.toml"
    entries = (
        f'[[ignore]]\nrule = "timestamps-unordered"\nobject = "{name}"\nreason = "as it is"\n'
        for name in tables
    )
    file.write_text("".join(entries))
    return load(file, start=folder)


@pytest.mark.parametrize(
    ("ignored", "says"),
    [
        ((), "3 timestamps of public can lie before the ones that they follow"),
        (("b",), "2 timestamps of public can lie before the ones that they follow"),
        (("b", "a"), "public.c.ends_at can lie before starts_at"),
        (("b", "a", "c"), None),
    ],
)
def test_what_is_ignored_is_not_counted(
    servers: Servers, tmp_path: Path, ignored: tuple[str, ...], says: str | None
) -> None:
    _, judgement = judge_text(servers("supabase"), SPANS, configured(tmp_path, *ignored))
    told = [one.message for one in judgement.findings if one.rule == "timestamps-unordered"]
    assert told == ([says] if says is not None else [])


def test_an_entry_that_ignores_nothing_is_told_at_its_line(servers: Servers, tmp_path: Path) -> None:
    _, judgement = judge_text(servers("supabase"), SPANS, configured(tmp_path, "a", "nowhere"))
    (unused,) = (one for one in judgement.findings if one.rule == "ignore-unused")
    assert unused.location is not None
    assert (Path(unused.location.file).name, unused.location.line) == ("pgassay.toml", 5)


def test_an_entry_states_no_line(tmp_path: Path) -> None:
    (tmp_path / "pgassay.toml").write_text(
        '[[ignore]]\nrule = "rls-disabled"\nobject = "t"\nreason = "r"\nline = 3\n'
    )
    with pytest.raises(ConfigError, match="line"):
        load(tmp_path / "pgassay.toml", start=tmp_path)
