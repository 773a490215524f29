"""The house rules: sizes, floors, a fixture and a page a rule, a comment a query, and no stray words."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import pgassay
from conftest import Servers
from pgassay.rules.discover import rules
from pgassay.rules.docs import page
from pgassay.rules.rule import Rule
from pgassay.version import VERSION

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "pgassay"
FIXTURES = ROOT / "tests" / "rules"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

MODULES = sorted(SOURCE.rglob("*.py"))
SQL = sorted(SOURCE.rglob("*.sql"))

LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module with its number of lines, its docstring not counted: a rule's is its page."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node) is not None:
                length -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, length


def test_files_are_short() -> None:
    lengths = {relative(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_fit_a_screen() -> None:
    lengths = {f"{relative(path)} {name}": length for path in MODULES for name, length in functions_of(path)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_modules_say_what_they_are_for() -> None:
    assert [relative(path) for path in MODULES if not (ast.get_docstring(tree_of(path)) or "").strip()] == []


def test_sql_files_open_with_a_comment() -> None:
    firsts = {relative(path): path.read_text("utf-8").partition("\n")[0] for path in SQL}
    assert {path: line for path, line in firsts.items() if not re.match(r"-- \S", line)} == {}


def test_queries_give_their_rows_in_order() -> None:
    queries = [path for path in SQL if path.parent.name == "queries" and path.parent.parent.name == "read"]
    assert queries
    assert [
        relative(path) for path in queries if not re.search(r"\bORDER BY\b[^;]*\Z", path.read_text("utf-8"))
    ] == []


def test_the_floors_hold(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    told = capsys.readouterr().out
    assert code == 0, told
    assert re.search(r"\b0 broken\b", told)


@pytest.mark.parametrize(
    "contract", PYPROJECT["tool"]["importlinter"]["contracts"], ids=lambda one: one["name"]
)
def test_every_package_stands_on_a_floor(contract: dict[str, list[str]]) -> None:
    floors = {name.strip(" ()") for layer in contract["layers"] for name in re.split(r"[|:]", layer)}
    (container,) = contract["containers"]
    folder = SOURCE.parent / container.replace(".", "/")
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    assert packages - floors == set()


def rule_id(rule: Rule) -> str:
    return rule.name


@pytest.mark.parametrize("rule", rules(), ids=rule_id)
def test_a_rule_has_a_fixture(rule: Rule) -> None:
    folder = FIXTURES / rule.name.replace("-", "_")
    assert {"bad.sql", "good.sql", "expected.json"} - {path.name for path in folder.glob("*")} == set()


@pytest.mark.parametrize("rule", rules(), ids=rule_id)
def test_a_rule_has_a_page_that_is_current(rule: Rule) -> None:
    file = ROOT / "docs" / "rules" / f"{rule.name}.md"
    assert file.exists(), "python -m pgassay.rules.docs writes it"
    assert file.read_text("utf-8") == page(rule.name, FIXTURES), (
        "python -m pgassay.rules.docs writes it again"
    )


@pytest.mark.parametrize("rule", rules(), ids=rule_id)
def test_a_rules_page_says_what_why_and_when(rule: Rule) -> None:
    paragraphs = [paragraph.strip() for paragraph in rule.doc.split("\n\n")]
    assert len(paragraphs) >= 3, "one sentence, what happens if it is left, and when it is silent"
    assert re.fullmatch(r"[A-Z][^.]*\.(?:[a-z_][^.]*\.)*", " ".join(paragraphs[0].split())), "one sentence"


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "rules").glob("*.md")} - {"README"}
    assert pages - {rule.name for rule in rules()} == set()


def test_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names))
    assert {name for rule in rules() for name in rule.yields_to} - set(names) == set()


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the project, by path."""
    tops = [ROOT / name for name in ("src", "tests", "docs", "examples", "bench")]
    files = [path for top in tops for path in top.rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file()]
    for path in sorted(files):
        if "__pycache__" in path.parts or path.suffix in (".pyc", ".html", ".png"):
            continue
        try:
            yield relative(path), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


#: Hosts that the project may speak of: standards, Postgres, what it reviews, and names that are nobody's.
HOSTS = re.compile(
    r"(?:[\w.-]+\.)?(?:postgresql\.org|supabase\.com|supabase\.co|json-schema\.org|oasis-open\.org|w3\.org|apache\.org|github\.com|"
    r"github\.io|python\.org|importlinter\.org|example\.(?:com|org|net)|example|test|invalid|localhost|127\.0\.0\.1)"
)


def test_no_host_is_named_that_does_not_belong() -> None:
    strays = {
        f"{path}: {host}"
        for path, text in texts()
        for host in re.findall(r"https?://([\w-]+(?:\.[\w-]+)+)", text)
        if not HOSTS.fullmatch(host)
    }
    assert strays == set()


STRAY = {
    "a path of one machine": re.compile(r"(?<![\w.~-])/(?:root|home|Users)/\w+"),
    "an index of packages": re.compile(r"--(?:extra-)?index-url|find[-]links"),
}


@pytest.mark.parametrize("what", STRAY)
def test_no_word_is_there_that_does_not_belong(what: str) -> None:
    found = {f"{path}: {match.group()}" for path, text in texts() for match in STRAY[what].finditer(text)}
    assert found == set()


_DEFINERS = """
SELECT p.oid::pg_catalog.regprocedure::text, r.rolsuper, coalesce(p.proconfig, '{}')
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_roles AS r ON r.oid = p.proowner
WHERE p.prosecdef
ORDER BY 1
"""
#: What is done to a relation can run code as its owner: a foreign key's check does, with its casts.
_OWNED_BY_SUPERUSER = """
SELECT c.oid::pg_catalog.regclass::text
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_roles AS r ON r.oid = c.relowner
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE r.rolsuper AND c.relkind NOT IN ('i', 'c', 't')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pgassay')
ORDER BY 1
"""
_TRUSTED = "SELECT DISTINCT name FROM pg_catalog.pg_available_extension_versions WHERE trusted ORDER BY 1"


@pytest.mark.parametrize("platform", ["plain", "supabase"])
def test_nothing_that_migrations_reach_acts_for_a_superuser(servers: Servers, platform: str) -> None:
    """Holds for the platform, the replay's recorder, and every extension that a migration can create."""
    server = servers(platform)
    with server.database() as database:
        with server.migrator(database) as connection:
            connection.autocommit = True
            names = [name for (name,) in connection.execute(_TRUSTED)]
            assert {"pg_cron", "pgcrypto", "hstore"} <= set(names)
            for name in names:
                connection.execute(f'CREATE EXTENSION IF NOT EXISTS "{name}" CASCADE')  # pyright: ignore
        with server.admin(database) as admin:
            definers = admin.execute(_DEFINERS).fetchall()
            relations = admin.execute(_OWNED_BY_SUPERUSER).fetchall()
    assert "pgassay.record_command()" in {name for name, _, _ in definers}
    assert [name for name, superuser, _ in definers if superuser] == []
    # A caller cannot put anything in front of this path: pg_temp is named, or it would come first.
    path = "search_path=pg_catalog, pg_temp"
    assert {name: settings for name, _, settings in definers if path not in settings} == {}
    assert relations == []


def test_one_version_is_told_everywhere() -> None:
    assert PYPROJECT["project"]["version"] == VERSION
    assert getattr(pgassay, "__version__", VERSION) == VERSION
    assert re.search(rf"^## {re.escape(VERSION)}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)


@pytest.mark.parametrize("name", pgassay.__all__)
def test_public_names_say_what_they_are(name: str) -> None:
    public = getattr(pgassay, name)
    doc = inspect.getdoc(public) or ""
    assert len(doc.split()) >= 3
    # What a dataclass writes for itself says nothing.
    assert not doc.startswith(f"{name}(")
