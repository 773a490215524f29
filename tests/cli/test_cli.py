"""Whole commands: what they print, where, and with which exit code they end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from pgassay.cli.exit import run
from pgassay.errors import MigrationError
from pgassay.model.finding import Fix, NotChecked, Severity
from pgassay.model.report import Report
from pgassay.version import VERSION
from sample_report import finding, report, sample

TESTS = Path(__file__).parents[1]


class Review:
    """Stands where the verb stands: gives `answer` back, or raises it, and keeps what it was called with."""

    def __init__(self) -> None:
        self.answer: Report | BaseException = sample()
        self.paths: tuple[str, ...] = ()
        self.given: dict[str, object] = {}

    def __call__(self, paths: tuple[str, ...], **given: object) -> Report:
        self.paths, self.given = paths, given
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def review(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Review]:
    """The verb's stand-in, an empty folder to be in, and the signal handler put back afterwards."""
    module, verb = ModuleType("pgassay.verbs.review"), Review()
    module.__dict__["review"] = verb
    monkeypatch.setitem(sys.modules, "pgassay.verbs.review", module)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    for name in ("NO_COLOR", "COLUMNS", "PGASSAY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    handler = signal.getsignal(signal.SIGTERM)
    yield verb
    signal.signal(signal.SIGTERM, handler)


UNCHECKED = (NotChecked(what="extension vector", why="stand-in"),)


@pytest.mark.parametrize(
    ("answer", "arguments", "code"),
    [
        (report(), [], 0),
        (report(finding(severity=Severity.MEDIUM)), [], 0),
        (report(finding(severity=Severity.HIGH)), [], 1),
        (report(finding(severity=Severity.CRITICAL)), [], 1),
        (report(finding(severity=Severity.CRITICAL)), ["--fail-on", "never"], 0),
        (report(finding(severity=Severity.HIGH)), ["--fail-on", "critical"], 0),
        (report(finding(severity=Severity.LOW)), ["--fail-on", "low"], 1),
        (report(finding(severity=Severity.INFO)), ["--fail-on", "low"], 0),
        (report(not_checked=UNCHECKED), [], 0),
        (report(not_checked=UNCHECKED), ["--strict"], 3),
        (report(errors=("rule x crashed",)), ["--strict"], 3),
        (report(finding(severity=Severity.LOW), not_checked=UNCHECKED), ["--strict"], 3),
        (report(finding(severity=Severity.HIGH), not_checked=UNCHECKED), ["--strict"], 1),
        (report(), ["--strict"], 0),
        (MigrationError("db: there is no .sql file in it"), [], 2),
        (KeyError("secret"), [], 2),
        (KeyboardInterrupt(), [], 130),
    ],
)
def test_the_exit_code_says_how_it_went(
    review: Review, answer: Report | BaseException, arguments: list[str], code: int
) -> None:
    review.answer = answer
    assert run(["review", "db", *arguments]) == code


def test_standard_output_holds_the_report_alone(review: Review, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "db", "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["summary"]["critical"] == 3
    assert err == ""


def test_options_reach_the_verb(review: Review, tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text("")
    (tmp_path / "sizes.csv").write_text("")
    (tmp_path / "pgassay.toml").write_text('client_roles = ["web"]\n')
    arguments = [
        "a",
        "b.sql",
        "--platform",
        "supabase",
        "--server",
        "postgres:///x",
        "--server-is-disposable",
    ]
    run(
        [
            "review",
            *arguments,
            "--select",
            "isolation,truncate",
            "--select",
            "locks",
            "--ignore",
            "rls-disabled",
            "--since",
            "main~2",
            "--layout",
            "goose",
            "--baseline-schema",
            "schema.sql",
            "--table-sizes",
            "sizes.csv",
        ]
    )
    assert review.paths == ("a", "b.sql")
    config = review.given.pop("config")
    assert getattr(config, "client_roles", None) == ("web",)
    assert review.given == {
        "platform": "supabase",
        "layout": "goose",
        "server": "postgres:///x",
        "server_is_disposable": True,
        "select": ("isolation", "truncate", "locks"),
        "ignore": ("rls-disabled",),
        "since": "main~2",
        "baseline_schema": Path("schema.sql"),
        "table_sizes": Path("sizes.csv"),
        "progress": None,
    }


def test_without_a_path_the_configuration_names_the_migrations(
    review: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review.answer = replace(sample(), sources={"supabase/migrations/1.sql": ("a",)})
    run(["review"])
    assert review.paths == (".",)
    assert "  target   supabase/migrations: 12 files" in capsys.readouterr().out
    (tmp_path / "pgassay.toml").write_text('migrations = "db/migrations"\n')
    run(["review"])
    assert review.paths == ("db/migrations",)


def test_what_is_less_severe_is_not_shown(review: Review, capsys: pytest.CaptureFixture[str]) -> None:
    run(["review", "db", "--format", "json", "--min-severity", "high"])
    value = json.loads(capsys.readouterr().out)
    assert {found["severity"] for found in value["findings"]} == {"critical", "high"}
    assert value["summary"]["medium"] == 0


def test_outputs_are_written_beside_standard_output(
    review: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["review", "db", "--format", "concise", "--output", "json=r.json", "--output", "html=r.html"])
        == 1
    )
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == len(sample().findings)
    assert err.splitlines() == ["wrote r.json", "wrote r.html"]
    assert json.loads((tmp_path / "r.json").read_text())["schema"] == 1
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    run(["review", "db", "--quiet", "--output", "text=r.txt"])
    assert capsys.readouterr().err == ""
    assert "NEEDS FIXES" in (tmp_path / "r.txt").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("reviw db", "there is no command 'reviw'; did you mean \"review\"?"),
        ("review db --formt json", "No such option '--formt'"),
        ("review db --format yaml", "'yaml' is not one of 'text'"),
        ("review db --output yaml=x", "'yaml=x' is not FORMAT=FILE"),
        ("review db --output json", "'json' is not FORMAT=FILE"),
        ("review db --output json=none/x", "'none/x' cannot be written"),
        ("review db --output json=x --output html=./x", "is named twice"),
        ("review db --fail-on info", "'info' is not one of 'critical'"),
        ("review db --config none.toml", "'none.toml' does not exist"),
    ],
)
def test_bad_usage_is_one_message_and_two(
    review: Review, capsys: pytest.CaptureFixture[str], arguments: str, message: str
) -> None:
    assert run(arguments.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "--help" in err


def test_a_bad_configuration_is_told(
    review: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pgassay.toml").write_text('[tenancy]\ncolum = "x"\n')
    assert run(["review", "db"]) == 2
    assert 'pgassay.toml:2: tenancy.colum: unknown key; did you mean "column"?' in capsys.readouterr().err


def test_errors_are_messages_and_tracebacks_are_asked_for(
    review: Review, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    review.answer = MigrationError("db/0001\x1b[31m.sql: cannot be read")
    run(["review", "db"])
    assert capsys.readouterr().err == "pgassay: db/0001\ufffd[31m.sql: cannot be read\n"
    review.answer = ZeroDivisionError("no\nway")
    run(["review", "db"])
    message = capsys.readouterr().err
    assert len(message.splitlines()) == 1
    assert message.startswith("pgassay: a fault of pgassay's own: ZeroDivisionError: no in test_cli.py:")
    assert VERSION in message
    assert "PGASSAY_DEBUG=1" in message
    monkeypatch.setenv("PGASSAY_DEBUG", "1")
    run(["review", "db"])
    assert "Traceback" in capsys.readouterr().err


def test_text_is_plain_where_there_is_no_terminal_and_verbose_on_demand(
    review: Review, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["review", "db"])
    short = capsys.readouterr().out
    run(["review", "db", "--verbose"])
    long = capsys.readouterr().out
    assert "\x1b" not in short
    assert len(long.splitlines()) > len(short.splitlines())


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        ([], {}, True),
        (["--no-color"], {}, False),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    review: Review,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    environment: dict[str, str],
    colored: bool,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    run(["review", "db", *arguments])
    assert ("\x1b[" in capsys.readouterr().out) is colored


def test_progress_is_for_terminals(
    review: Review, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run(["review", "db"])
    assert callable(review.given["progress"])
    run(["review", "db", "--quiet"])
    assert review.given["progress"] is None


def test_rules_are_listed(review: Review, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"name", "family", "severity", "summary"} == set(listed[0])
    assert run(["rules"]) == 0
    out = capsys.readouterr().out
    assert all(rule["name"] in out and rule["summary"] in out for rule in listed)


def test_a_rule_is_explained(
    review: Review, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pgassay.rules.discover import rules

    name = rules()[0].name
    docs = ModuleType("pgassay.rules.docs")
    docs.__dict__["page"] = "# {}\n\nWhat it *means*.\n".format
    monkeypatch.setitem(sys.modules, "pgassay.rules.docs", docs)
    assert run(["explain", name]) == 0
    assert capsys.readouterr().out == f"# {name}\n\nWhat it *means*.\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    run(["explain", name])
    shown = capsys.readouterr().out
    assert name in shown
    assert "*means*" not in shown
    assert run(["explain", "ignore-unused"]) == 0
    assert "covers nothing" in capsys.readouterr().out
    assert run(["explain", name[:-1]]) == 2
    assert f'did you mean "{name}"?' in capsys.readouterr().err


# In a process of its own


def started(script: str, *arguments: str, **options: object) -> subprocess.Popen[str]:
    """The command in another process, with `script` run before it."""
    code = f"import sys\nsys.path[:0] = {[str(TESTS), str(TESTS.parent / 'src')]!r}\n{script}\n"
    code += f"sys.argv = ['pgassay', *{list(arguments)!r}]\nfrom pgassay.cli import main\nmain()\n"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.Popen([sys.executable, "-c", code], text=True, **pipes)  # type: ignore[call-overload]


FAKE = """
from types import ModuleType
from sample_report import sample
module = ModuleType("pgassay.verbs.review")
sys.modules["pgassay.verbs.review"] = module
"""


def test_version_is_answered_before_anything_else_is_imported() -> None:
    script = (
        "import atexit, os\n"
        "slow = {'click', 'msgspec', 'rich', 'jinja2', 'psycopg', 'pglast', 'dataclasses'}\n"
        "atexit.register(lambda: os._exit(3) if slow & set(sys.modules) else None)"
    )
    process = started(script, "--version")
    out, err = process.communicate(timeout=30)
    assert (out, err, process.returncode) == (f"pgassay {VERSION}\n", "", 0)


def test_help_is_answered_before_anything_slow_is_imported() -> None:
    script = (
        "import atexit, os\n"
        "slow = {'rich', 'jinja2', 'psycopg', 'pglast', 'xml'}\n"
        "atexit.register(lambda: os._exit(3) if slow & set(sys.modules) else None)"
    )
    process = started(script, "review", "--help")
    out, err = process.communicate(timeout=30)
    assert (out.startswith("Usage: pgassay review"), err, process.returncode) == (True, "", 0)


def test_the_version_is_the_package_s() -> None:
    import tomllib

    project = tomllib.loads((TESTS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_a_reader_that_leaves_is_no_error() -> None:
    """The pipe is closed before the report comes, as `| head` closes it."""
    script = (
        FAKE
        + "def review(paths, **given):\n    sys.stdin.read()\n    return sample()\nmodule.review = review"
    )
    process = started(script, "review", "db", "--format", "html", stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.close()
    assert process.wait(timeout=30) == 1
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")]
)
def test_a_signal_ends_the_run_with_its_clean_up(number: signal.Signals, code: int, word: str) -> None:
    script = (
        FAKE
        + "import signal, time\n"
        # Whoever runs the tests in the background has SIGINT ignored, which children inherit.
        + "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        + "def review(paths, **given):\n"
        + "    try:\n        print('running', flush=True)\n        time.sleep(60)\n"
        + "    finally:\n        print('cleaned up', flush=True)\n"
        + "module.review = review"
    )
    process = started(script, "review", "db")
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    os.kill(process.pid, number)
    out, err = process.communicate(timeout=30)
    assert (out, err.lstrip("\n"), process.returncode) == ("cleaned up\n", f"pgassay: {word}\n", code)


def test_a_terminal_that_knows_only_ascii_gets_question_marks() -> None:
    script = FAKE + "module.review = lambda paths, **given: sample()"
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    process = started(script, "review", "db", "--format", "html", env=environment)
    out, err = process.communicate(timeout=30)
    assert (err, process.returncode) == ("", 1)
    assert out.isascii()


def test_version_takes_less_than_sixty_milliseconds() -> None:
    """The best of several runs, in processor time, so that a busy machine does not fail it; the interpreter's
    start counts.
    """
    best = min(_seconds() for _ in range(5))
    assert best < 0.06


def _seconds() -> float:
    environment = os.environ | {"PYTHONPATH": str(TESTS.parent / "src")}
    begun = os.times()
    subprocess.run(
        [sys.executable, "-m", "pgassay", "--version"], env=environment, check=True, capture_output=True
    )
    ended = os.times()
    return ended.children_user + ended.children_system - begun.children_user - begun.children_system


def test_findings_hidden_by_min_severity_do_not_fail(review: Review) -> None:
    review.answer = replace(report(), findings=(finding(severity=Severity.LOW),))
    assert run(["review", "db", "--fail-on", "low", "--min-severity", "medium"]) == 0


@pytest.mark.parametrize("format", ["text", "concise", "json", "markdown", "html", "sarif"])
def test_the_runner_of_a_pipeline_gets_no_commands_from_names(
    review: Review, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    name = "a\n::error::b\n  ::stop-commands::c ##[add-mask]d"
    fix = Fix(sql=f"SELECT '{name}'", rollback=f"SELECT '{name}'", tried=True)
    review.answer = report(finding(message=name, fix=fix))
    arguments = ["review", "db", "--format", format, "--verbose", "--output", f"{format}={name.count('x')}"]
    run(arguments)
    assert "##[" in capsys.readouterr().out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    run(arguments)
    out, err = capsys.readouterr()
    assert re.findall(r"^\s*::|##\[", out + err, re.MULTILINE) == []
    assert "stop-commands" in out
    review.answer = MigrationError(name)
    run(["review", "db"])
    assert re.findall(r"^\s*::|##\[", capsys.readouterr().err, re.MULTILINE) == []


def test_the_runner_of_a_pipeline_gets_the_commands_of_annotations(
    review: Review, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    run(["review", "db", "--format", "github"])
    assert capsys.readouterr().out.startswith("::error file=")


def test_files_are_named_from_the_repository_where_its_services_read_them(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "back").mkdir()
    monkeypatch.chdir(tmp_path / "back")
    review.answer = report(finding())
    for format in ("sarif", "github", "gitlab", "junit"):
        run(["review", "db", "--format", format])
        assert "back/migrations/0001_notes.sql" in capsys.readouterr().out
    run(["review", "db", "--format", "concise"])
    assert capsys.readouterr().out.startswith("migrations/0001_notes.sql")


def test_a_baseline_is_written_and_then_holds(
    review: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["review", "db", "--baseline", "known.json"]
    assert run(arguments) == 2
    assert "there is no file 'known.json'; --write-baseline writes it" in capsys.readouterr().err
    assert run([*arguments, "--write-baseline", "--min-severity", "critical"]) == 0
    out, err = capsys.readouterr()
    assert "NOTHING NEW" in out
    assert err == f"wrote {len(sample().findings)} findings to known.json\n"
    assert run(arguments) == 0
    assert f"{len(sample().findings)} findings that known.json holds" in capsys.readouterr().out
    review.answer = report(finding("truncate", severity=Severity.HIGH))
    assert run([*arguments, "--format", "json"]) == 1
    value = json.loads(capsys.readouterr().out)
    assert [found["rule"] for found in value["findings"]] == ["truncate"]
    assert len(value["baseline"]["gone"]) == len(sample().findings)


def test_a_baseline_keeps_what_was_not_asked(
    review: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write = ["review", "db", "--baseline", "known.json", "--write-baseline"]
    run(write)
    review.answer = report()
    run([*write, "--select", "performance"])
    kept = json.loads((tmp_path / "known.json").read_text())["findings"]
    rules = {entry["rule"] for entry in kept}
    assert "foreign-key-without-index" not in rules
    assert "policy-admits-null-tenant" in rules
    run(["review", "db", "--write-baseline"])
    assert "--write-baseline writes the file that --baseline names" in capsys.readouterr().err


def test_what_is_not_shown_is_counted(review: Review, capsys: pytest.CaptureFixture[str]) -> None:
    run(["review", "db", "--min-severity", "high"])
    assert "4 findings below --min-severity" in capsys.readouterr().out
    for format in ("markdown", "html"):
        run(["review", "db", "--min-severity", "high", "--format", format])
        assert "4 findings below --min-severity" in capsys.readouterr().out
