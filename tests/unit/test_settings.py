"""What a review goes by: each value with its origin, in a form that pgassay reads again."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from hostile_report import HOSTILE
from pgassay.config import load
from pgassay.model.report import Target
from pgassay.model.settings import Belonging, Setting, Settings
from pgassay.reports.settings import render_settings, toml
from pgassay.verbs.settings import settings

SCHEMA = """
create table public.tenants (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (tenant_id, user_id)
);
create function public.mine() returns setof uuid language sql stable security definer set search_path = ''
as $$ select tenant_id from public.members where user_id = (select auth.uid()) $$;
create table public.jobs (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'done', 'failed')),
  attempts int not null default 0,
  api_key text
);
create table public.steps (id uuid primary key, job_id uuid not null references public.jobs (id));
create table public.prices (id int primary key);
alter table public.jobs enable row level security;
create policy own on public.jobs using (tenant_id in (select public.mine()));
"""

CONFIG = """
migrations = "db"
[tenancy]
membership = "members"
[tenancy.relations.prices]
scope = "none"
[rules.truncate]
severity = "low"
[[ignore]]
rule = "rls-disabled"
object = "prices"
reason = "public"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "0001_all.sql").write_text(SCHEMA, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def origins(found: Settings) -> dict[tuple[str | int, ...], tuple[object, str]]:
    return {one.place: (one.value, one.origin) for one in found.settings}


def test_what_nobody_states_is_inferred_and_says_so(project: Path) -> None:
    found = settings(["db"])
    assert origins(found) == {
        ("migrations",): (["db"], "named on the command line"),
        ("platform",): ("supabase", "inferred from the migrations, layout plain"),
        ("client_roles",): (["anon", "authenticated"], "of platform supabase"),
        ("tenancy", "mode"): ("tenant", "inferred"),
        ("tenancy", "table"): ("public.tenants", "inferred"),
        ("tenancy", "column"): (["tenant_id"], "inferred"),
        ("tenancy", "membership"): ("public.members", "inferred"),
    }
    scopes = {one.relation: (one.scope, one.column, one.parent) for one in found.belongings}
    assert scopes["public.steps"] == ("path", "job_id", "public.jobs")
    assert scopes["public.prices"][0] == "none"
    kinds = dict(found.kinds)
    assert kinds["queues"] == ("public.jobs",)
    assert kinds["secrets"] == ("public.jobs.api_key",)


def test_the_file_wins_over_what_is_inferred_and_an_option_over_the_file(project: Path) -> None:
    file = project / "pgassay.toml"
    file.write_text('platform = "plain"\n' + CONFIG, "utf-8")
    config = load(None, start=project)
    found = origins(settings(config.migration_paths(), config=config, platform="supabase"))
    assert found[("platform",)] == ("supabase", "--platform")
    assert found[("migrations",)] == ("db", f"{file}:3")
    assert found[("tenancy", "membership")] == ("members", f"{file}:5")
    assert found[("tenancy", "table")] == ("public.tenants", "inferred")
    assert found[("tenancy", "relations", "prices", "scope")] == ("none", f"{file}:7")
    assert found[("ignore", 0)][1] == f"{file}:10"
    elsewhere = origins(settings([project / "db" / "0001_all.sql"], config=config, platform="supabase"))
    assert elsewhere[("migrations",)] == ([str(project / "db" / "0001_all.sql")], "named on the command line")


def test_the_text_kept_as_configuration_confirms_what_it_says(project: Path) -> None:
    file = project / "pgassay.toml"
    file.write_text(CONFIG, "utf-8")
    config = load(None, start=project)
    text = render_settings(settings(config.migration_paths(), config=config), "text")
    file.write_text(text, "utf-8")
    kept = load(None, start=project)
    assert kept.tenancy.table == "public.tenants"
    assert kept.tenancy.membership == "public.members"
    assert kept.tenancy.relations == config.tenancy.relations
    assert kept.rules == config.rules
    # The entries stand on other lines.
    stated = [[replace(one, line=None) for one in each.ignore] for each in (kept, config)]
    assert stated[0] == stated[1]
    again = settings(kept.migration_paths(), config=kept)
    assert all(origin.startswith(f"{file}:") for _, origin in origins(again).values())
    # Every comment on a table is a line that the configuration takes.
    relations = [line[2:] for line in text.splitlines() if line.startswith('# "public.') and "=" in line]
    assert len(relations) == 4
    tables = tomllib.loads("[tenancy.relations]\n" + "\n".join(relations))["tenancy"]["relations"]
    assert tables["public.steps"] == {"via": "job_id"}


def test_an_application_role_that_is_assumed_is_told(project: Path) -> None:
    (project / "migrations").mkdir()
    (project / "migrations" / "1.sql").write_text("create table public.a (id int primary key);", "utf-8")
    found = origins(settings(["."], platform="plain"))
    assert found[("client_roles",)] == (["app"], "assumed: the migrations name none")
    assert found[("migrations",)] == (["migrations"], "found in the working folder")
    assert found[("tenancy", "mode")] == ("none", "inferred")


HELD = Settings(
    target=Target(
        paths=(HOSTILE,), files=1, statements=2, platform="plain", postgres="18.6", server="embedded"
    ),
    file=HOSTILE,
    settings=(
        Setting(place=("tenancy", "table"), value=HOSTILE, origin=HOSTILE),
        Setting(place=("rules", HOSTILE, "severity"), value=HOSTILE, origin=HOSTILE),
        Setting(
            place=("ignore", 0), value={"rule": HOSTILE, "n": [1, True, 1.5, {"a": HOSTILE}]}, origin="x"
        ),
    ),
    belongings=(
        Belonging(relation=HOSTILE, scope="path", column=HOSTILE, parent=HOSTILE, rests_on=HOSTILE),
        Belonging(relation=HOSTILE, scope="root", column=None, parent=None, rests_on=""),
    ),
    kinds=(("queues", (HOSTILE,)),),
)


def test_hostile_names_stay_in_their_quotes_and_comments() -> None:
    text = render_settings(HELD, "text")
    named = HOSTILE.replace("\ud800", "\ufffd")
    table = tomllib.loads(text)
    assert set(table) == {"tenancy", "rules", "ignore"}
    assert table["tenancy"] == {"table": named}
    assert table["rules"] == {named: {"severity": named}}
    assert table["ignore"] == [{"rule": named, "n": [1, True, 1.5, {"a": named}]}]
    assert not any(character in text for character in "\x1b\r\x07\x9b\u202e\u2028\ud800")
    value = json.loads(render_settings(HELD, "json"))
    assert value["settings"][0]["key"] == ["tenancy", "table"]
    assert value["kinds"]["queues"] == [HOSTILE]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="known: text, json"):
        render_settings(HELD, "yaml")


@pytest.mark.parametrize(
    "value", ["", 'a"b\\c', "\x00\x7f\U000e0041é😀", ["a", []], {"a b": {"c": 1}}, {}, 3, False]
)
def test_values_are_read_as_they_were(value: object) -> None:
    assert tomllib.loads(f"a = {toml(value)}") == {"a": value}
