"""What pgassay.toml may say, and how a mistake in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgassay.config import Config, load
from pgassay.config.stated import line_of
from pgassay.errors import ConfigError
from pgassay.model.finding import Severity

EVERYTHING = """
migrations = "supabase/migrations"
platform = "supabase"
postgres = "17"
code = ["src"]
client_roles = ["anon", "authenticated"]

[tenancy]
mode = "tenant"
table = "tenants"
column = ["tenant_id", "organization_id"]
membership = "tenant_members"
claims = ["app_metadata.tenant_id"]
settings = ["app.tenant_id"]
publish = ["public.plans"]
reference = ["countries"]
global_rows = ["public.templates"]
dead_letters = ["app.event_failures"]
platform_roles = ["support"]
public_functions = ["public.signup"]

[tenancy.relations."notes"]
column = "org_id"

[tenancy.relations."public.tasks"]
via = "project_id"

[expect]
rls = "all"
policies = { "agents" = 4 }
published = { supabase_realtime = ["agents"] }
columns = { "public.agents" = 15 }

[rules.index-redundant-prefix]
severity = "info"

[rules.trigger-row-level-on-bulk-table]
enabled = false
bulk_rows = 100_000

[[ignore]]
rule = "rls-disabled"
object = "public.spatial_ref_sys"
reason = "owned by PostGIS"
"""


def read(folder: Path, text: str, name: str = "pgassay.toml") -> Config:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return load(file, start=folder)


def fault(folder: Path, text: str, name: str = "pgassay.toml") -> str:
    """The message, without the folder in front of it."""
    with pytest.raises(ConfigError) as caught:
        read(folder, text, name)
    return str(caught.value).replace(f"{folder}/", "")


def test_everything_that_can_be_stated_is_read(tmp_path: Path) -> None:
    config = read(tmp_path, EVERYTHING)
    assert (config.migrations, config.platform, config.postgres_major) == (
        ("supabase/migrations",),
        "supabase",
        17,
    )
    assert (config.code, config.client_roles) == (("src",), ("anon", "authenticated"))
    tenancy = config.tenancy
    assert (tenancy.mode, tenancy.table, tenancy.membership) == (
        "tenant",
        "public.tenants",
        "public.tenant_members",
    )
    assert (tenancy.column, tenancy.claims) == (("tenant_id", "organization_id"), ("app_metadata.tenant_id",))
    assert (tenancy.settings, tenancy.platform_roles) == (("app.tenant_id",), ("support",))
    assert (tenancy.publish, tenancy.reference) == (("public.plans",), ("public.countries",))
    assert (tenancy.global_rows, tenancy.dead_letters) == (("public.templates",), ("app.event_failures",))
    assert tenancy.public_functions == ("public.signup",)
    assert tenancy.relations["public.notes"].column == "org_id"
    assert tenancy.relations["public.tasks"].via == "project_id"
    assert config.expect.rls == "all"
    assert config.expect.policies == {"public.agents": 4}
    assert config.expect.published == {"supabase_realtime": ("public.agents",)}
    assert config.expect.columns == {"public.agents": 15}
    assert config.severity_of("index-redundant-prefix", Severity.LOW) is Severity.INFO
    assert not config.enabled("trigger-row-level-on-bulk-table")
    assert config.rules["trigger-row-level-on-bulk-table"].options == {"bulk_rows": 100_000}
    assert config.file == tmp_path / "pgassay.toml"


def test_what_is_not_stated_is_left_to_be_inferred(tmp_path: Path) -> None:
    config = load(None, start=tmp_path)
    assert config == Config()
    assert (config.tenancy.mode, config.tenancy.table, config.tenancy.column) == (None, None, ())
    assert config.severity_of("rls-disabled", Severity.CRITICAL) is Severity.CRITICAL
    assert config.enabled("rls-disabled")


def test_one_string_stands_for_a_list_of_one(tmp_path: Path) -> None:
    config = read(tmp_path, 'code = "src"\n[tenancy]\ncolumn = "org_id"\npublish = "plans"\n')
    assert config.code == ("src",)
    assert (config.tenancy.column, config.tenancy.publish) == (("org_id",), ("public.plans",))


def test_ignore_entries_cover_one_rule_on_one_object(tmp_path: Path) -> None:
    config = read(
        tmp_path, '[[ignore]]\nrule = "rls-disabled"\nobject = "plans"\nreason = "prices are public"\n'
    )
    covered = config.ignored("rls-disabled", "public.plans")
    assert covered is not None
    assert covered.reason == "prices are public"
    assert config.ignored("rls-disabled", "other.plans") is None
    assert config.ignored("truncate", "public.plans") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tenancy]\ncolum = "x"\n', 'pgassay.toml:2: tenancy.colum: unknown key; did you mean "column"?'),
        ('mode = "tenant"\n', "pgassay.toml:1: mode: unknown key; it belongs in [tenancy]"),
        ("\n[expect]\npolicy = 3\n", 'pgassay.toml:3: expect.policy: unknown key; did you mean "policies"?'),
        (
            '[tenancy.relations."public.notes"]\nkey = "x"\n',
            'pgassay.toml:2: tenancy.relations."public.notes".key: unknown key;'
            " known here: column, via, scope",
        ),
        (
            "[tenancy]\ncolumn = 3\n",
            "pgassay.toml:2: tenancy.column: expected a list of strings, got a whole number",
        ),
        (
            'platform = "mysql"\n',
            'pgassay.toml:1: platform: expected one of auto, plain, supabase, got "mysql"',
        ),
        ('postgres = "latest"\n', 'pgassay.toml:1: postgres: expected a version such as "17", got "latest"'),
        ("tenancy = 3\n", "pgassay.toml:1: tenancy: expected a table"),
        (
            '[tenancy]\ntable = "a.b.c"\n',
            "pgassay.toml:2: tenancy.table: 'a.b.c' has 3 parts; write schema.name",
        ),
        (
            '[expect]\npolicies = { "agents" = "4" }\n',
            "pgassay.toml:2: expect.policies.agents: expected a whole number, got a string",
        ),
        (
            '[expect]\nrls = "some"\n',
            'pgassay.toml:2: expect.rls: expected "all" or a list of relations, got "some"',
        ),
        (
            '[rules.truncate]\nseverity = "hgh"\n',
            "pgassay.toml:2: rules.truncate.severity: expected one of critical, high, medium, low, info, got"
            ' "hgh"',
        ),
        (
            '[tenancy.relations.notes]\ncolumn = "a"\nvia = "b"\n',
            'pgassay.toml:1: tenancy.relations.notes: state one of column = "…", via = "…" or scope = "none"',
        ),
        ("ignore = 3\n", "pgassay.toml:1: ignore: expected [[ignore]], a list of tables"),
        ("code = [\n", "pgassay.toml:1:1: is not TOML: Invalid value"),
        ("code = = 1\n", "pgassay.toml:1:8: is not TOML: Invalid value"),
        (f"code = {'[' * 5000}\n", "pgassay.toml: is nested too deeply"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    assert fault(tmp_path, text) == message


def test_an_ignore_without_a_reason_is_refused(tmp_path: Path) -> None:
    entry = '[[ignore]]\nrule = "rls-disabled"\nobject = "public.plans"\n'
    expected = "ignore number 2: the reason is missing: say why the finding is right as it is"
    for reason in ("", 'reason = "  "\n'):
        text = f'{entry}reason = "prices"\n{entry}{reason}'
        assert fault(tmp_path, text) == f"pgassay.toml:5: {expected}"


def test_unknown_rules_are_named_once_the_rules_are_known(tmp_path: Path) -> None:
    config = read(tmp_path, "[rules.rls-disable]\nenabled = false\n")
    with pytest.raises(ConfigError, match=r"\[rules\.rls-disable\].*did you mean \"rls-disabled\""):
        config.check_rules(["rls-disabled", "truncate"])
    config = read(tmp_path, '[[ignore]]\nrule = "truncat"\nobject = "a"\nreason = "b"\n')
    with pytest.raises(ConfigError, match=r"\[\[ignore\]\] for a: .*did you mean \"truncate\""):
        config.check_rules(["rls-disabled", "truncate"])
    config.check_rules(["truncat"])


def test_the_nearest_file_above_counts_and_the_search_ends_at_the_repository(tmp_path: Path) -> None:
    (tmp_path / "pgassay.toml").write_text('code = ["outside"]\n')
    repository = tmp_path / "repository"
    start = repository / "supabase" / "migrations"
    start.mkdir(parents=True)
    assert load(None, start=start).code == ("outside",)
    (repository / ".git").mkdir()
    assert load(None, start=start).code == ()
    (repository / "pyproject.toml").write_text('[tool.pgassay]\ncode = ["inside"]\n')
    assert load(None, start=start).code == ("inside",)
    (repository / "supabase" / "pgassay.toml").write_text('code = ["nearest"]\n')
    assert load(None, start=start).code == ("nearest",)


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = = broken\n")
    assert load(None, start=tmp_path) == Config()
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["pgassay"]\n')
    assert load(None, start=tmp_path) == Config()
    with pytest.raises(ConfigError, match=r"there is no \[tool\.pgassay\] table"):
        load(tmp_path / "pyproject.toml", start=tmp_path)


def test_a_mistake_in_pyproject_has_its_line(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n\n[tool.pgassay.tenancy]\ntabl = "tenants"\n'
    assert fault(tmp_path, text, "pyproject.toml") == (
        'pyproject.toml:5: tenancy.tabl: unknown key; did you mean "table"?'
    )


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        load(tmp_path / "none.toml", start=tmp_path)
    (tmp_path / "pgassay.toml").write_bytes(b'code = "\xff"\n')
    with pytest.raises(ConfigError, match="is not UTF-8"):
        load(None, start=tmp_path)


def test_migrations_are_paths_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "below").mkdir()
    config = read(tmp_path, 'migrations = "db"\n')
    monkeypatch.chdir(tmp_path / "below")
    assert config.migration_paths() == ("../db",)


def test_the_documented_configuration_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text("utf-8")
    config = read(tmp_path, page.split("```toml\n")[1].split("```")[0])
    from pgassay.rules.discover import rules

    config.check_rules([rule.name for rule in rules()])
    stated = {*config.tenancy.__struct_fields__, *config.expect.__struct_fields__, *config.__struct_fields__}
    assert {key for key in stated - {"file", "code"} if f"{key}" not in page} == set()
    assert config.expect.policies == {"public.agents": 4}


def test_the_line_that_names_a_relation_is_found(tmp_path: Path) -> None:
    file = tmp_path / "pgassay.toml"
    file.write_text('code = "a"\n[expect]\nrls = ["a", "x.b"]\n[expect.policies]\nc = 1\n', "utf-8")
    assert [line_of(file, "expect", name) for name in ("public.a", "x.b", "public.c", "public.d")] == [
        3,
        3,
        5,
        None,
    ]
    file.write_text("[", "utf-8")
    assert line_of(file, "expect", "public.a") is None
