"""What pipelines take from here: the action, the hook, and the recipes of docs/ci.md."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from hostile_report import hostile
from pgassay.cli.commands import pgassay
from pgassay.model.finding import Fix, Severity
from pgassay.reports import render
from pgassay.reports.comment import MARKER
from sample_report import finding, report, sample

ROOT = Path(__file__).parents[1]


def yaml(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def schema(name: str) -> dict[str, Any]:
    path = files("check_jsonschema.builtin_schemas.vendor").joinpath(f"{name}.json")
    return json.loads(path.read_text("utf-8"))


ACTION = yaml((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}


# The action


def test_the_action_is_what_github_describes() -> None:
    jsonschema.validate(ACTION, schema("github-actions"))
    broken = ACTION | {"runs": {"using": "composite"}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema("github-actions"))


def test_no_input_is_part_of_a_script() -> None:
    """What comes from outside reaches a shell as a variable, never as its source."""
    for step in STEPS.values():
        assert "${{" not in step.get("run", "")
        assert "run" not in step or step["shell"] == "bash"
    named = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert named == set(ACTION["inputs"])


def test_code_scanning_that_is_not_there_fails_no_job(tmp_path: Path) -> None:
    """A private repository has none unless it is paid for: the job warns, and its code is the review's."""
    names = list(STEPS)
    upload, warns = STEPS["Upload to code scanning"], STEPS["Upload refused"]
    assert upload["continue-on-error"] is True
    assert warns["if"] == f"steps.{upload['id']}.outcome == 'failure'"
    assert names.index("Upload to code scanning") < names.index("Upload refused") < names.index("Result")
    done = Runner(tmp_path).run("Upload refused")
    assert done.returncode == 0
    assert done.stdout.startswith("::warning title=pgassay::code scanning did not take the findings")
    assert done.stdout.count("\n") == 1


class Runner:
    """Runs a step as a runner does, with stand-ins for the commands that it calls."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.temp, self.bin = folder, folder / "temp", folder / "bin"
        self.temp.mkdir()
        self.bin.mkdir()
        self.calls = folder / "calls"
        self.calls.touch()

    def command(self, name: str, script: str) -> None:
        file = self.bin / name
        file.write_text(
            f'#!/bin/bash\nprintf "%s\\n" "$(basename "$0") $*" >> {self.calls}\n{script}\n', "utf-8"
        )
        file.chmod(file.stat().st_mode | stat.S_IXUSR)

    def run(self, step: str, **variables: str) -> subprocess.CompletedProcess[str]:
        names = dict.fromkeys(STEPS[step].get("env", {}), "")
        runner = {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_PATH": str(self.folder / "path"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_REPOSITORY": "owner/name",
        }
        script = self.folder / "step.sh"
        script.write_text(STEPS[step]["run"], "utf-8")
        # As the runner calls bash for `shell: bash`.
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        return subprocess.run(
            command,
            env=names | runner | variables,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=self.folder,
        )

    def read(self, name: str) -> str:
        file = self.folder / name
        return file.read_text("utf-8") if file.exists() else ""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


#: Writes what it is asked to write, prints an annotation, and ends with the code in CODE.
REVIEW = """
for word in "$@"; do
  case "$word" in
    sarif=*) [ "$EXIT" = 2 ] || echo '{}' > "${word#sarif=}" ;;
    comment=*) [ "$EXIT" = 2 ] || printf '%s' "$COMMENT" > "${word#comment=}" ;;
  esac
done
printf '<%s>' "$@" > given
echo "::error::x"
exit "$EXIT"
"""


def test_the_review_gets_what_the_inputs_say(runner: Runner) -> None:
    runner.command("pgassay", REVIEW)
    done = runner.run(
        "Review",
        PATHS="db/one two\nother; echo pwned\n",
        FAIL_ON="low",
        BASELINE="known.json",
        OPTIONS="--platform\nsupabase",
        EXIT="1",
        COMMENT="found",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "::error::x\n", "")
    given = runner.read("given")
    assert given.endswith(
        "<--fail-on><low><--baseline><known.json><--platform><supabase><--><db/one two><other; echo pwned>"
    )
    assert f"<sarif={runner.temp}/pgassay.sarif>" in given
    assert runner.read("output") == f"code=1\nsarif={runner.temp}/pgassay.sarif\n"
    assert runner.read("summary") == "found"


def test_the_options_of_the_review_are_ours(runner: Runner) -> None:
    runner.command("pgassay", REVIEW)
    runner.run("Review", FAIL_ON="high", EXIT="0", COMMENT="")
    given = re.findall(r"<(.*?)>", runner.read("given"))
    verb, *arguments = given
    command = pgassay.get_command(None, verb)  # type: ignore[arg-type]
    assert command is not None
    with command.make_context(verb, arguments) as context:
        assert context.params["paths"] == ()
        assert context.params["fail_on"] is Severity.HIGH
        assert [format for format, _ in context.params["outputs"]] == ["sarif", "comment"]


def test_a_review_that_could_not_run_reports_nothing_and_fails_at_the_end(runner: Runner) -> None:
    runner.command("pgassay", REVIEW)
    assert runner.run("Review", FAIL_ON="high", EXIT="2", COMMENT="").returncode == 0
    assert runner.read("output") == "code=2\n"
    assert runner.read("summary") == ""
    assert runner.run("Result", CODE="2").returncode == 2
    assert runner.run("Result", CODE="0").returncode == 0


#: Answers the question for comments with what ID says.
GH = 'case "$*" in *graphql*) printf "%s" "$ID" ;; esac'


@pytest.mark.parametrize(
    ("comment", "ids", "call"),
    [
        (
            "found",
            "",
            "gh api --silent --method POST repos/owner/name/issues/7/comments -F body=@{temp}/pgassay.md",
        ),
        (
            "found",
            "41\n42\n",
            "gh api --silent --method PATCH repos/owner/name/issues/comments/41 -F body=@{temp}/pgassay.md",
        ),
        ("", "41\n", "gh api --silent --method DELETE repos/owner/name/issues/comments/41"),
        ("", "", None),
    ],
    ids=["first", "again", "clean again", "clean"],
)
def test_there_is_one_comment_and_none_when_all_is_well(
    runner: Runner, comment: str, ids: str, call: str | None
) -> None:
    runner.command("gh", GH)
    (runner.temp / "pgassay.md").write_text(comment, "utf-8")
    done = runner.run("Comment", NUMBER="7", GH_TOKEN="t", ID=ids)
    assert (done.returncode, done.stderr) == (0, "")
    asked = [line for line in runner.read("calls").splitlines() if "--method" in line]
    assert asked == ([call.format(temp=runner.temp)] if call else [])


def test_the_comment_is_known_by_the_mark_that_the_format_writes() -> None:
    assert f'startswith("{MARKER.format(verb="review")}")' in STEPS["Comment"]["run"]
    assert render(sample(), "comment").startswith(MARKER.format(verb="review") + "\n")


def test_a_question_that_fails_fails_the_step(runner: Runner) -> None:
    runner.command("gh", "exit 4")
    (runner.temp / "pgassay.md").write_text("found", "utf-8")
    assert runner.run("Comment", NUMBER="7").returncode != 0
    assert "POST" not in runner.read("calls")


# The comment


def test_a_comment_is_short_whatever_there_is_to_say() -> None:
    long = "x" * 5000
    fixes = [Fix(sql=f"SELECT {number} -- {long}", rollback="SELECT 1", tried=True) for number in range(500)]
    many = [finding(f"rule-{n}", message=long, advice=long, fix=fix) for n, fix in enumerate(fixes)]
    text = render(report(*many, errors=(long,) * 50), "comment")
    assert len(text) < 65_536
    assert "490 more findings" in text
    assert "went wrong" in text
    assert "SELECT" not in text
    assert text.count("<details>") == text.count("</details>")
    assert "SELECT 0" in render(report(*many[:2]), "comment")


def test_there_is_no_comment_without_findings() -> None:
    assert render(report(not_checked=sample().not_checked), "comment") == ""
    assert "went wrong: rule x failed" in render(report(errors=("rule x failed",)), "comment")


def test_no_name_breaks_out_of_a_comment() -> None:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(render(hostile(), "comment"))
    html = [token.content.strip() for token in tokens if token.type == "html_block"]
    assert all(re.fullmatch(r"<!-- pgassay:review -->|</?details>.*", one) for one in html)
    inside = [child for token in tokens for child in token.children or []]
    assert {token.type for token in inside}.isdisjoint({"html_inline", "link_open", "image"})
    headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings == ["pgassay: needs fixes, 1 critical, 1 low"]


# The hook


def test_the_hook_calls_a_command_that_is_there() -> None:
    (hook,) = yaml((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {"id", "name", "entry", "language", "files"} <= set(hook)
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    program, verb, *arguments = shlex.split(hook["entry"])
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert program in scripts
    command = pgassay.get_command(None, verb)  # type: ignore[arg-type]
    assert command is not None
    with command.make_context(verb, [*arguments, "db"]) as context:
        assert (context.params["format"], context.params["paths"]) == ("concise", ("db",))
    assert [bool(re.search(hook["files"], name)) for name in ("db/1.sql", "pgassay.toml", "a.py")] == [
        True,
        True,
        False,
    ]


# The recipes

RECIPES = re.findall(r"```(\w+)\n(.*?)```", (ROOT / "docs" / "ci.md").read_text("utf-8"), re.DOTALL)


def recipe_schema(recipe: Any) -> dict[str, Any] | None:
    if "jobs" in recipe:
        return schema("github-workflows")
    return schema("gitlab-ci") if "migrations" in recipe else None


@pytest.mark.parametrize("text", [text for language, text in RECIPES if language == "yaml"])
def test_a_recipe_is_what_its_service_describes(text: str) -> None:
    recipe = yaml(text)
    described = recipe_schema(recipe)
    if described is None:
        assert [hook["id"] for repo in recipe["repos"] for hook in repo["hooks"]] == ["pgassay"]
    else:
        jsonschema.validators.validator_for(described)(described).validate(recipe)


def commands() -> list[str]:
    """Every call of pgassay in the recipes."""
    lines = [line for _, text in RECIPES for line in text.splitlines()]
    return [match.group(1) for line in lines if (match := re.search(r"(?:^|[ /])pgassay (review .*)", line))]


@pytest.mark.parametrize("line", commands())
def test_a_recipe_calls_pgassay_as_it_is(line: str) -> None:
    verb, *arguments = shlex.split(line)
    command = pgassay.get_command(None, verb)  # type: ignore[arg-type]
    assert command is not None
    command.make_context(verb, arguments).close()


def test_the_recipes_are_there() -> None:
    assert len(commands()) == 4
    used = [
        step
        for language, text in RECIPES
        if language == "yaml" and "jobs" in text
        for step in yaml(text)["jobs"]["review"]["steps"]
    ]
    given = [step["with"] for step in used if "pgassay@" in step.get("uses", "")]
    assert all(set(one) <= set(ACTION["inputs"]) for one in given)
    assert len(given) == 1


@pytest.mark.parametrize("text", [text for language, text in RECIPES if language == "sh"])
def test_a_recipe_for_shells_is_one(text: str) -> None:
    done = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")
