"""Stand-ins: each does what applications use of it, and is created, moved and dropped as the real one is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from conftest import Servers
from pgassay.postgres.connect import run
from pgassay.postgres.extensions import names_listed, offered, other_versions, stand_ins
from pgassay.postgres.install import installed
from pgassay.postgres.on_behalf import MoveExtension
from pgassay.postgres.parse import split_statements
from pgassay.postgres.server import Server

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "pgassay" / "postgres" / "stand_ins"
FIXTURES = ROOT / "tests" / "stand_ins"

CONTROLS = {path.stem: path.read_text("utf-8") for path in sorted((FOLDER / "extension").glob("*.control"))}
TRUSTED = names_listed(FOLDER / "trusted.txt")


@pytest.fixture(params=["plain", "supabase"])
def server(servers: Servers, request: pytest.FixtureRequest) -> Server:
    return servers(request.param)


@pytest.fixture
def migrator(server: Server) -> Iterator[psycopg.Connection]:
    """The migration role in a fresh database without any of the extensions."""
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        for (name,) in connection.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'"):
            run(connection, f'DROP EXTENSION "{name}" CASCADE')
        yield connection


def schema_of(connection: psycopg.Connection, name: str) -> str | None:
    row = connection.execute(
        "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = %s", (name,)
    ).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize("name", CONTROLS)
def test_its_common_surface_works(migrator: psycopg.Connection, name: str) -> None:
    """Asserts in SQL, run as a migration is."""
    statements, failures = split_statements((FIXTURES / f"{name}.sql").read_text("utf-8"), name)
    assert statements and not failures
    for statement in statements:
        try:
            run(migrator, statement.sql)
        except psycopg.Error as error:
            pytest.fail(f"{statement.location}: {error}")


@pytest.mark.parametrize("name", [*CONTROLS, *TRUSTED])
def test_it_is_created_twice_and_dropped(migrator: psycopg.Connection, name: str) -> None:
    run(migrator, f'CREATE EXTENSION "{name}" CASCADE')
    run(migrator, f'CREATE EXTENSION IF NOT EXISTS "{name}" WITH SCHEMA public')
    with pytest.raises(psycopg.errors.DuplicateObject):
        run(migrator, f'CREATE EXTENSION "{name}"')
    run(migrator, f'ALTER EXTENSION "{name}" UPDATE')
    run(migrator, f'DROP EXTENSION "{name}" CASCADE')
    assert schema_of(migrator, name) is None
    run(migrator, f'CREATE EXTENSION "{name}" CASCADE')


@pytest.mark.parametrize("name", [*CONTROLS, *TRUSTED])
def test_it_goes_where_it_is_told(server: Server, migrator: psycopg.Connection, name: str) -> None:
    control = CONTROLS.get(name, "relocatable = true")
    run(migrator, 'CREATE SCHEMA "Add-ons"')
    create = f'CREATE EXTENSION "{name}" WITH SCHEMA "Add-ons"'
    if re.search(r"^schema =", control, re.M):
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            run(migrator, create)
        return
    run(migrator, f"{create} CASCADE")
    assert schema_of(migrator, name) == '"Add-ons"'
    database = migrator.info.dbname
    if "relocatable = true" in control:
        assert server.act(database, MoveExtension(extension=name, schema="public"))
        assert schema_of(migrator, name) == "public"
    else:
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            server.act(database, MoveExtension(extension=name, schema="public"))


@pytest.mark.parametrize("name", ["pg_net", "vector", "postgis"])
def test_it_has_any_version(server: Server, migrator: psycopg.Connection, name: str) -> None:
    server.offer_versions([(name, "0.1.7")])
    run(migrator, f"CREATE EXTENSION {name} VERSION '0.1.7'")
    run(migrator, f"ALTER EXTENSION {name} UPDATE")
    run(migrator, f"ALTER EXTENSION {name} UPDATE TO '0.1.7'")
    row = migrator.execute("SELECT extversion FROM pg_extension WHERE extname = %s", (name,)).fetchone()
    assert row == ("0.1.7",)


@pytest.mark.parametrize("version", ["../1", "1--2", "1/2", "", "1" * 41, "1.0", "a b", "1\n"])
def test_a_version_that_is_no_file_name_makes_none(version: str) -> None:
    files = {"ours.control": b"default_version = '1.0'\n"}
    assert other_versions(files, [("ours", version), ("other", "2"), ("../ours", "2")]) == {}


def test_a_stand_in_says_that_it_is_one() -> None:
    """The report knows it by the comment of its control file, which SQL cannot change."""
    for name, control in CONTROLS.items():
        assert re.search(r"^comment = 'pgassay stand-in: [^']+'$", control, re.M), name
        assert re.search(r"^trusted = true$", control, re.M), name


def test_every_stand_in_is_tried() -> None:
    assert {path.stem for path in FIXTURES.glob("*.sql")} == set(CONTROLS)


def test_what_the_server_lets_everybody_create_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "mine.control").write_text("default_version = '1.1'\n")
    for script in ("mine--1.0.sql", "mine--1.0--1.1.sql", "mine-other--1.0.sql"):
        (tmp_path / script).write_text("")
    (tmp_path / "whole.control").write_text("default_version = '1.1'\n")
    for script in ("whole--1.1.sql", "whole--1.0--1.1.sql"):
        (tmp_path / script).write_text("")
    files = offered({}, ["mine", "whole", "absent"], tmp_path)
    assert set(files) == {
        "mine.control",
        "mine--1.0.sql",
        "mine--1.0--1.1.sql",
        "whole.control",
        "whole--1.1.sql",
    }
    assert b"trusted = true" in files["mine.control"].splitlines()


def test_the_server_has_what_it_is_trusted_with() -> None:
    shipped = installed().extension_scripts
    assert [name for name in TRUSTED if not (shipped / f"{name}.control").exists()] == []
    assert set(TRUSTED) & set(CONTROLS) == set()
    assert stand_ins(FOLDER / "extension").keys() >= {"pgcrypto.control", "postgis--types.sql"}


def test_the_page_tells_of_every_stand_in_and_of_what_is_trusted() -> None:
    page = (ROOT / "docs" / "extensions.md").read_text("utf-8")
    control = re.compile(
        r"^comment = 'pgassay stand-in: (?P<says>.+)'\ndefault_version = '(?P<version>.+)'$", re.M
    )
    rows = [(name, control.search(text)) for name, text in CONTROLS.items()]
    table = "\n".join(f"| {name} | {found['version']} | {found['says']} |" for name, found in rows if found)
    assert table.count("\n") == len(CONTROLS) - 1
    assert f"|---|---|---|\n{table}\n\n" in page
    assert ", ".join(TRUSTED) in page
