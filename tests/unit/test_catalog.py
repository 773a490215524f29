"""The catalog reader: every kind of object under odd names, on the bundled server and on older ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from msgspec.structs import fields, replace

import older
from pgassay.errors import ServerError
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Dependency, PublishedRelation
from pgassay.model.relations import Column, Kind
from pgassay.model.roles import DefaultGrant, Grant, Membership
from pgassay.postgres.connect import run
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog

SCHEMA = (Path(__file__).parent / "odd_schema.sql").read_text("utf-8")
SCHEMA_18 = (Path(__file__).parent / "odd_schema_18.sql").read_text("utf-8")

ODD = '"Weird Schema"."Weird ""Name"" ü"'

ROLES = """
CREATE ROLE "Odd Role" NOINHERIT;
CREATE ROLE plain_role LOGIN;
ALTER ROLE plain_role SET statement_timeout = '3s';
GRANT "Odd Role" TO plain_role, CURRENT_USER;
"""


@contextmanager
def odd_roles(connection: psycopg.Connection) -> Iterator[None]:
    """The roles that the odd schema names: they belong to the server, so they are dropped at the end."""
    run(connection, ROLES)
    connection.commit()
    try:
        yield
    finally:
        run(connection, 'DROP ROLE "Odd Role", plain_role')
        connection.commit()


@pytest.fixture(scope="module")
def odd(server: Server) -> Iterator[str]:
    """The name of a database with one of everything."""
    with server.migrator() as keeper, odd_roles(keeper), server.database() as name:
        with server.migrator(name) as connection:
            run(connection, SCHEMA + SCHEMA_18)
        yield name


@pytest.fixture
def connection(server: Server, odd: str) -> Iterator[psycopg.Connection]:
    """A connection of the migration role to that database."""
    with server.migrator(odd) as connection:
        yield connection


@pytest.fixture(scope="module")
def catalog(server: Server, odd: str) -> Catalog:
    """The catalog of that database."""
    with server.migrator(odd) as connection:
        return read_catalog(connection)


def found(items: tuple[Any, ...], **facts: object) -> Any:
    """The one item that has these facts."""
    (item,) = [item for item in items if all(getattr(item, name) == value for name, value in facts.items())]
    return item


_OURS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')"

#: A NOT NULL that says nothing its column does not: it is not in the catalog.
_ORDINARY = """c.contype = 'n' AND c.conrelid <> 0 AND c.convalidated AND NOT c.connoinherit AND EXISTS (
        SELECT FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid
        WHERE r.oid = c.conrelid AND a.attnum = c.conkey[1]
        AND c.conname = r.relname || '_' || a.attname || '_not_null')"""

#: For each kind, what Postgres calls each of its objects.
IDENTITIES = {
    "schemas": f"""SELECT i.identity FROM pg_namespace n,
        pg_identify_object('pg_namespace'::regclass, n.oid, 0) i WHERE {_OURS}""",
    "relations": f"""SELECT i.identity FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace,
        pg_identify_object('pg_class'::regclass, c.oid, 0) i
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND {_OURS}""",
    "constraints": f"""SELECT i.identity FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace
        LEFT JOIN pg_constraint p ON p.oid = c.conparentid,
        pg_identify_object('pg_constraint'::regclass, c.oid, 0) i
        WHERE c.contype <> 't' AND p.conrelid IS DISTINCT FROM c.conrelid AND {_OURS}
        AND NOT ({_ORDINARY})""",
    "indexes": f"""SELECT i.identity FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace,
        pg_identify_object('pg_class'::regclass, c.oid, 0) i WHERE relkind IN ('i', 'I') AND {_OURS}""",
    "policies": f"""SELECT i.identity FROM pg_policy p JOIN pg_class c ON c.oid = polrelid
        JOIN pg_namespace n ON n.oid = relnamespace,
        pg_identify_object('pg_policy'::regclass, p.oid, 0) i WHERE {_OURS}""",
    "functions": f"""SELECT i.identity FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace,
        pg_identify_object('pg_proc'::regclass, p.oid, 0) i
        WHERE prosrc !~ '^(range|multirange)_con' AND {_OURS}""",
    "triggers": f"""SELECT i.identity FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
        JOIN pg_namespace n ON n.oid = relnamespace,
        pg_identify_object('pg_trigger'::regclass, t.oid, 0) i WHERE NOT tgisinternal AND {_OURS}""",
    "sequences": f"""SELECT i.identity FROM pg_sequence s JOIN pg_class c ON c.oid = seqrelid
        JOIN pg_namespace n ON n.oid = relnamespace,
        pg_identify_object('pg_class'::regclass, c.oid, 0) i WHERE {_OURS}""",
    "types": f"""SELECT i.identity FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
        LEFT JOIN pg_class c ON c.oid = typrelid,
        pg_identify_object('pg_type'::regclass, t.oid, 0) i
        WHERE typtype <> 'm' AND typarray <> 0 AND coalesce(relkind, 'c') = 'c' AND {_OURS}""",
}


@pytest.mark.parametrize("kind", IDENTITIES)
def test_identities_are_those_of_postgres(
    connection: psycopg.Connection, catalog: Catalog, kind: str
) -> None:
    theirs = [row[0] for row in run(connection, IDENTITIES[kind]).fetchall()]
    assert len(theirs) > 1
    assert [item.identity for item in getattr(catalog, kind)] == sorted(theirs)


def test_grants_and_dependencies_name_objects_as_postgres_does(
    connection: psycopg.Connection, catalog: Catalog
) -> None:
    known = {
        tuple(row)
        for table in (
            "class",
            "proc",
            "type",
            "namespace",
            "constraint",
            "policy",
            "trigger",
            "opclass",
            "operator",
        )
        for row in run(
            connection,
            f"SELECT i.type, i.identity FROM pg_{table} x,"
            f" pg_identify_object('pg_{table}'::regclass, x.oid, 0) i",
        ).fetchall()
    }
    columns = run(
        connection,
        "SELECT i.type, i.identity FROM pg_attribute a,"
        " pg_identify_object('pg_class'::regclass, attrelid, attnum) i",
    ).fetchall()
    rules = {("rule", "quiet on public.children")}
    members = {
        ("publication relation", f"public.{name} in publication All of it") for name in ("tenants", "events")
    }
    named = known | {tuple(row) for row in columns} | rules | members
    granted = {(grant.kind, grant.object) for grant in catalog.grants}
    needed = {(item.kind, item.object) for item in catalog.dependencies}
    needs = {(item.needs_kind, item.needs) for item in catalog.dependencies}
    assert (granted | needed | needs) - named == set()


def test_every_kind_is_sorted_by_bytes(catalog: Catalog) -> None:
    for kind in IDENTITIES:
        identities = [item.identity.encode() for item in getattr(catalog, kind)]
        assert identities == sorted(identities), kind
    keys = [(g.kind, g.object, g.column or "", g.grantee, g.grantor, g.privilege) for g in catalog.grants]
    assert keys == sorted(keys)


def test_what_the_server_brings_is_left_out(catalog: Catalog) -> None:
    assert [schema.name for schema in catalog.schemas] == ["Weird Schema", "public"]
    assert not [role for role in catalog.roles if role.name.startswith("pg_")]
    assert not [grant for grant in catalog.grants if "pgassay." in grant.object]


def test_columns(catalog: Catalog) -> None:
    columns = {column.name: column for column in catalog.relation[ODD].columns}
    assert list(columns)[:4] == ["Id", "tenant_id", "select", "other_id"]
    assert columns["select"] == Column(
        name="select",
        quoted='"select"',
        type="integer",
        type_schema="pg_catalog",
        type_category="N",
        not_null=False,
        default="(1 + 2)",
        identity="",
        generated="",
        comment="a column",
    )
    assert (columns["Id"].identity, columns["other_id"].identity) == ("always", "by default")
    assert (
        columns["serial_id"].default
        == """nextval('"Weird Schema"."Weird ""Name"" ü_serial_id_seq"'::regclass)"""
    )
    assert (columns["mood"].type, columns["mood"].type_schema) == ('"Weird Schema"."Mood"', "Weird Schema")
    assert columns["moods"].type == '"Weird Schema"."Mood"[]'
    assert (columns["price_twice"].generated, columns["price_twice"].default) == (
        "stored",
        "(price * (2)::numeric)",
    )
    twice = catalog.column("public.newer", "twice")
    assert twice is not None
    assert (twice.generated, twice.default) == ("virtual", "(price * 2)")


def test_relations(catalog: Catalog) -> None:
    relation = catalog.relation
    assert (relation[ODD].comment, relation[ODD].schema) == ("a table", "Weird Schema")
    tenants = relation["public.tenants"]
    assert (tenants.rls_enabled, tenants.rls_forced, tenants.replica_identity) == (True, True, "index")
    view = relation['public."Safe View"']
    assert (view.kind, view.options) == (Kind.VIEW, ("security_barrier=true", "security_invoker=true"))
    assert view.definition is not None
    assert view.definition.startswith("SELECT t.id,")
    assert view.definition.endswith("WHERE public.is_member(t.id)")
    assert relation["public.above"].options == ("check_option=cascaded",)
    assert relation["public.counted"].kind is Kind.MATERIALIZED
    assert relation["public.children"].options == ("autovacuum_enabled=off", "fillfactor=70")
    scratch = relation["public.scratch"]
    assert (scratch.parent, scratch.persistence, scratch.replica_identity) == (
        "public.children",
        "unlogged",
        "full",
    )
    first, rest = relation["public.events_2020"], relation["public.events_rest"]
    assert first.partition_bound == "FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')"
    assert (rest.kind, rest.parent, rest.partition_bound) == (Kind.PARTITIONED, "public.events", "DEFAULT")
    assert relation["public.routed"].partition_key == 'LIST (lower(region) COLLATE "C")'


def test_constraints(catalog: Catalog) -> None:
    key = found(catalog.constraints, name="Child of")
    assert key == replace(
        key,
        identity='"Child of" on public.children',
        relation="public.children",
        kind="foreign key",
        columns=("tenant_id", "parent_id"),
        references=ODD,
        referenced_columns=("tenant_id", "Id"),
        on_delete="set null",
        on_update="no action",
        match_full=True,
        deferrable=True,
        validated=True,
        inherited=False,
    )
    tenant = found(catalog.constraints, name="tenant")
    assert (tenant.validated, tenant.on_delete, tenant.on_update) == (False, "cascade", "set null")
    overlap = found(catalog.constraints, name="no_overlap")
    assert (overlap.kind, overlap.columns) == ("exclusion", ("tenant_id", "during"))
    domain = found(catalog.constraints, name="lower_case")
    assert (domain.relation, domain.domain) == (None, "public.slug")
    assert domain.expression == "(VALUE = lower(VALUE))"
    assert not found(catalog.constraints, name="short").validated
    assert not found(catalog.constraints, name="unwatched").enforced
    assert not found(catalog.constraints, name="loose").enforced
    late = found(catalog.constraints, name="later_filled")
    assert (late.kind, late.columns, late.validated) == ("not null", ("late",), False)
    assert found(catalog.constraints, relation="public.events_2020", kind="foreign key").inherited
    # One for the partitioned table, none for the partitions that Postgres checks behind it.
    assert len(catalog.foreign_keys_of("public.notes")) == 1


def words_of_indexes(catalog: Catalog) -> dict[str, tuple[str, list[str]]]:
    """Each index's definition and keys as they were read."""
    return {index.identity: (index.definition, list(index.keys)) for index in catalog.indexes}


def words_of_postgres(connection: psycopg.Connection) -> dict[str, tuple[str, list[str]]]:
    """The same, asked of Postgres index by index."""
    rows = run(
        connection,
        "SELECT i.identity, pg_get_indexdef(indexrelid),"
        " ARRAY(SELECT pg_get_indexdef(indexrelid, n, true) FROM generate_series(1, indnkeyatts) n)"
        " FROM pg_index, pg_identify_object('pg_class'::regclass, indexrelid, 0) i"
        " WHERE indexrelid >= 16384 AND i.schema NOT IN ('pg_toast', 'pgassay')",
    ).fetchall()
    assert len(rows) >= 30
    return {identity: (definition, keys) for identity, definition, keys in rows}


def test_words_that_are_put_together_here_are_those_of_postgres(
    connection: psycopg.Connection, catalog: Catalog
) -> None:
    """NOT NULL, plain keys and plain indexes are not asked for one by one: it would take too long."""
    definitions = run(
        connection,
        "SELECT i.identity, pg_get_constraintdef(k.oid) FROM pg_constraint k,"
        " pg_identify_object('pg_constraint'::regclass, k.oid, 0) i"
        " WHERE contype = 'n' AND conrelid >= 16384",
    ).fetchall()
    shown = {item.identity: item.definition for item in catalog.constraints if item.kind == "not null"}
    asked = {identity: text for identity, text in definitions if "pgassay" not in identity}
    assert {identity: shown.get(identity, text) for identity, text in asked.items()} == asked
    ordinary = asked.keys() - shown.keys()
    assert "tenants_name_not_null on public.tenants" in ordinary
    assert all(identity.partition(" on ")[0].strip('"').endswith("_not_null") for identity in ordinary)
    assert {"NOT NULL price NO INHERIT", "NOT NULL late NOT VALID"} <= set(shown.values())
    assert words_of_indexes(catalog) == words_of_postgres(connection)


def test_indexes(catalog: Catalog) -> None:
    odd = found(catalog.indexes, name="Odd Index")
    assert odd.keys == ("lower(body)", '"select"', "(price + 1::numeric)", "made")
    assert odd.columns == (None, "select", None, "made")
    assert odd.included == ("moods", "Id")
    assert odd.operator_classes == ("text_pattern_ops", "int4_ops", "numeric_ops", "timestamptz_ops")
    assert odd.descending == (False, True, False, False)
    assert odd.predicate == '("select" > 0)'
    late = found(catalog.indexes, name="late")
    assert (late.constraint, late.nulls_not_distinct, late.unique) == ("late", True, True)
    assert found(catalog.indexes, name="by_moods").method == "gin"
    assert found(catalog.indexes, name="tenants_pkey").primary


def test_policies(catalog: Catalog) -> None:
    everyone, several = catalog.policies_of("public.tenants")
    assert (everyone.name, everyone.roles, everyone.command) == ('Members, "all"', ("public",), "all")
    assert (everyone.using, everyone.check, everyone.permissive) == ("public.is_member(id)", None, True)
    assert (several.roles, several.command) == (("Odd Role", "plain_role"), "update")
    assert (several.permissive, several.comment) == (False, "a policy")
    assert several.using == "(name OPERATOR(public.<>) ''::public.citext)"
    assert several.check is not None
    assert "public.children" in several.check


def test_functions(catalog: Catalog) -> None:
    definer, plain = catalog.functions_named["public.plain"][::-1]
    assert definer.identity == "public.plain(integer,pg_catalog.text,public.slug[])"
    assert definer.arguments == ("a", "B c", "rest")
    assert definer.argument_types == ("integer", "text", "public.slug[]")
    assert (definer.settings, definer.search_path) == (('search_path=""', "work_mem=4MB"), '""')
    assert (definer.security_definer, definer.returns_set, definer.volatility) == (True, True, "stable")
    assert (plain.result, plain.volatility, plain.strict) == (
        "TABLE(x integer, y public.citext)",
        "immutable",
        True,
    )
    assert (plain.arguments, plain.parallel, plain.comment) == (("",), "safe", "a function")
    (standard,) = catalog.functions_named["Weird Schema.Of Row"]
    assert standard.arguments == ("r", "n")
    assert standard.body.startswith("BEGIN ATOMIC")
    assert "public.tenants" in standard.body
    work = catalog.function["public.work(integer,integer)"]
    assert (work.kind, work.result, work.arguments) == ("procedure", "", ("a", "b"))
    assert catalog.function["public.touch()"].is_trigger
    assert {function.extension for function in catalog.functions} == {None, "citext", "btree_gist"}


def test_the_definition_of_an_aggregate_makes_it_again(
    connection: psycopg.Connection, catalog: Catalog
) -> None:
    aggregates = [item for item in catalog.functions if item.kind == "aggregate" and not item.extension]
    assert [item.name for item in aggregates] == ["highest", "total"]
    for aggregate in aggregates:
        run(connection, f"DROP AGGREGATE {aggregate.identity}")
        run(connection, aggregate.definition)
    again = read_catalog(connection)
    connection.rollback()
    assert again.functions == catalog.functions


def test_triggers(catalog: Catalog) -> None:
    (touch,) = catalog.triggers_of(ODD)
    assert (touch.timing, touch.events, touch.per_row) == ("before", ("insert", "update"), True)
    assert touch.update_columns == ("select", "body")
    assert touch.condition == "(new.body IS DISTINCT FROM ' FOR EACH ROW WHEN ('::text)"
    assert touch.arguments == ("a", "", "it's \\ ü")
    assert (touch.function, touch.constraint, touch.enabled) == ("public.touch()", False, "origin")
    after, deferred = catalog.triggers_of("public.tenants")
    assert (after.events, after.per_row, after.enabled) == (("delete", "truncate"), False, "disabled")
    assert (deferred.constraint, deferred.enabled) == (True, "always")
    assert deferred.condition == "(old.* IS DISTINCT FROM new.*)"
    (instead,) = catalog.triggers_of('public."Safe View"')
    assert instead.timing == "instead of"
    assert len(catalog.triggers_of("public.events_2020")) == 1


def test_sequences_and_types(catalog: Catalog) -> None:
    tickets = found(catalog.sequences, name="Ticket Numbers")
    facts = [
        getattr(tickets, name)
        for name in ("type", "start", "increment", "minimum", "maximum", "cache", "cycles")
    ]
    assert facts == ["smallint", 5, -3, -100, 50, 7, True]
    owned = found(catalog.sequences, name='Weird "Name" ü_Id_seq')
    assert (owned.owned_by, owned.start, owned.maximum) == (f'{ODD}."Id"', 10, 2**63 - 1)
    types = {item.name: item for item in catalog.types}
    assert types["Mood"].labels == ("first", "sad", "so-so", 'it\'s "fine"', "größer")
    assert (types["slug"].kind, types["slug"].base, types["slug"].not_null) == ("domain", "text", True)
    assert types["slug"].default == "'none'::text"
    assert types["code"].base == "character varying(5)"
    assert types["address"].attributes == (
        "street text",
        '"Zip Code" character varying(10)',
        "geo double precision[]",
    )
    assert (types["span"].kind, types["span"].base) == ("range", "numeric")
    assert (types["citext"].kind, types["citext"].extension) == ("base", "citext")


def test_grants(catalog: Catalog) -> None:
    def of(object_: str, column: str | None = None) -> set[tuple[str, str, bool]]:
        return {
            (grant.grantee, grant.privilege, grant.grantable)
            for grant in catalog.grants
            if (grant.object, grant.column) == (object_, column) and grant.grantee != "postgres"
        }

    assert of("public.tenants") == {
        ("Odd Role", "select", False),
        ("public", "select", False),
        ("plain_role", "update", True),
    }
    assert of("public.tenants", "id") == {("Odd Role", "insert", False), ("Odd Role", "update", False)}
    assert of('public."Safe View"') == of("public.counted") == {("plain_role", "select", False)}
    assert of('"Weird Schema"') == {("Odd Role", "usage", False)}
    assert of('public."Ticket Numbers"') == {("plain_role", "usage", False), ("plain_role", "update", False)}
    # Never granted: what Postgres gives by itself; revoked: nothing.
    assert of("public.touch()") == {("public", "execute", False)}
    assert of("public.plain(integer)") == of("public.work(integer,integer)") == set()
    assert of("public.slug") == {("public", "usage", False)}
    assert of('"Weird Schema"."Mood"') == set()
    assert found(catalog.grants, object="public.above", privilege="insert") == Grant(
        kind="view",
        object="public.above",
        column=None,
        grantee="postgres",
        grantor="postgres",
        privilege="insert",
        grantable=False,
    )


def test_default_grants(catalog: Catalog) -> None:
    def default(
        schema: str | None, kind: str, grantee: str, privilege: str, grantable: bool = False
    ) -> DefaultGrant:
        return DefaultGrant(
            role="postgres",
            schema=schema,
            kind=kind,
            grantee=grantee,
            privilege=privilege,
            grantable=grantable,
        )

    granted = set(catalog.default_grants)
    assert {item for item in granted if item.schema} == {
        default("Weird Schema", "table", "Odd Role", "insert"),
        default("Weird Schema", "table", "Odd Role", "select"),
    }
    # The list of functions is there, and PUBLIC is not on it.
    assert {item for item in granted if item.kind == "function"} == {
        default(None, "function", "postgres", "execute")
    }
    assert default(None, "sequence", "plain_role", "usage", True) in granted


def test_roles_and_memberships(catalog: Catalog) -> None:
    assert catalog.role["plain_role"].settings == ("statement_timeout=3s",)
    assert (catalog.role["plain_role"].can_login, catalog.role["plain_role"].inherits) == (True, True)
    assert (catalog.role["Odd Role"].can_login, catalog.role["Odd Role"].inherits) == (False, False)
    assert (catalog.role["postgres"].superuser, catalog.role["postgres"].bypasses_rls) == (False, True)
    assert Membership(role="Odd Role", member="plain_role", inherits=True, can_set=True, admin=False) in (
        catalog.memberships
    )


def test_publications(catalog: Catalog) -> None:
    (publication,) = catalog.publications
    assert (publication.name, publication.operations) == ("All of it", ("insert", "delete"))
    assert publication.relations == (
        PublishedRelation(relation="public.children", columns=(), condition=None),
        PublishedRelation(relation="public.events", columns=(), condition="(id > 5)"),
        PublishedRelation(relation="public.tenants", columns=("id", "name"), condition=None),
    )


def test_dependencies(catalog: Catalog) -> None:
    def needs(kind: str, object_: str) -> set[tuple[str, str, str | None]]:
        return {
            (item.needs_kind, item.needs, item.needs_column)
            for item in catalog.dependencies
            if (item.kind, item.object) == (kind, object_)
        }

    assert needs("view", 'public."Safe View"') >= {
        ("table", "public.tenants", "id"),
        ("table", ODD, "mood"),
        ("function", "public.is_member(pg_catalog.uuid)", None),
    }
    assert needs("view", "public.above") == {("view", 'public."Safe View"', "id")}
    assert needs("policy", "several on public.tenants") >= {
        ("table", "public.children", "tenant_id"),
        ("table", "public.tenants", "name"),
    }
    assert needs("table constraint", "checked on public.tenants") >= {
        ("function", "public.is_member(pg_catalog.uuid)", None)
    }
    # A foreign key says itself what it references.
    assert needs("table constraint", '"Child of" on public.children') == set()
    assert needs("table column", f"{ODD}.moods") == {("type", '"Weird Schema"."Mood"', None)}
    assert needs("table column", "public.newer.twice") == {("table", "public.newer", "price")}
    assert needs("trigger", f'"Touch It" on {ODD}') >= {("function", "public.touch()", None)}
    (row,) = {
        item.object for item in catalog.dependencies if item.kind == "function" and "Of Row" in item.object
    }
    assert needs("function", row) >= {("table", "public.tenants", None), ("table", ODD, None)}
    assert needs("rule", "quiet on public.children") >= {("table", "public.children", "before")}
    assert not [item for item in catalog.dependencies if "citext" in item.object and item.kind == "function"]
    assert len(set(catalog.dependencies)) == len(catalog.dependencies)
    assert all(isinstance(item, Dependency) for item in catalog.dependencies)


def test_a_stand_in_stays_one_under_another_comment(server: Server, database: str) -> None:
    with server.migrator(database) as connection:
        run(
            connection,
            "CREATE EXTENSION pgcrypto; COMMENT ON EXTENSION pgcrypto IS 'cryptographic functions'",
        )
        run(connection, "CREATE EXTENSION hstore")
        extensions = {item.name: item for item in read_catalog(connection).extensions}
    assert (extensions["pgcrypto"].stand_in, extensions["pgcrypto"].schema) == (True, "public")
    assert (extensions["hstore"].stand_in, extensions["plpgsql"].stand_in) == (False, False)


def test_every_role_reads_the_same(server: Server, odd: str, catalog: Catalog) -> None:
    with server.admin(odd) as connection:
        assert read_catalog(connection) == catalog
    with server.migrator(odd) as connection:
        run(connection, 'SET ROLE "Odd Role"')
        connection.commit()
        assert read_catalog(connection) == catalog


def test_another_database_reads_the_same(server: Server, odd: str, database: str, catalog: Catalog) -> None:
    """Its objects have other OIDs, so none of those has got out."""
    with server.migrator(database) as connection:
        run(connection, "CREATE TABLE shift_the_numbers (id serial); DROP TABLE shift_the_numbers")
        run(connection, SCHEMA + SCHEMA_18)
        connection.commit()
        assert read_catalog(connection) == catalog


def test_the_callers_settings_do_not_show_and_come_back(
    connection: psycopg.Connection, catalog: Catalog
) -> None:
    connection.autocommit = True
    run(
        connection,
        """SET search_path = "Weird Schema", public; SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German';
        SET quote_all_identifiers = on; SET client_encoding = 'LATIN1'""",
    )
    assert read_catalog(connection) == catalog
    kept = [
        run(connection, f"SHOW {name}").fetchone() for name in ("search_path", "TimeZone", "client_encoding")
    ]
    assert kept == [('"Weird Schema", public',), ("Asia/Tokyo",), ("LATIN1",)]
    assert connection.info.encoding == "iso8859-1"


def test_a_running_transaction_is_read_and_goes_on(connection: psycopg.Connection, catalog: Catalog) -> None:
    run(connection, "SET LOCAL search_path = public; CREATE TABLE fresh (id integer)")
    assert read_catalog(connection).relation["public.fresh"].columns[0].name == "id"
    assert run(connection, "SHOW search_path").fetchone() == ("public",)
    run(connection, "INSERT INTO fresh VALUES (1)")
    connection.rollback()
    assert read_catalog(connection) == catalog


def test_a_lost_server_is_told(server: Server, odd: str) -> None:
    with server.migrator(odd) as connection, server.admin() as admin:
        run(admin, "SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
        with pytest.raises(ServerError, match="the database's catalog could not be read"):
            read_catalog(connection)


def _without_what_differs(catalog: Catalog) -> dict[str, object]:
    """What every version says alike: extensions, MAINTAIN, NOT NULL as a constraint and view text are not."""
    extensions = {
        item.identity for kind in ("functions", "types") for item in getattr(catalog, kind) if item.extension
    }
    kept: dict[str, object] = {
        kind.name: tuple(item for item in getattr(catalog, kind.name) if not getattr(item, "extension", None))
        for kind in fields(Catalog)
        if kind.name not in ("version", "roles", "memberships", "extensions", "schemas", "statistics")
    }
    kept["relations"] = tuple(replace(item, definition=None) for item in catalog.relations)
    kept["constraints"] = tuple(item for item in catalog.constraints if item.kind != "not null")
    kept["grants"] = tuple(
        item for item in catalog.grants if item.privilege != "maintain" and item.object not in extensions
    )
    return kept


def _without_extensions(schema: str) -> str:
    """The schema for a server that has none: a domain for their type, and no equality in a GiST index."""
    for words, instead in (
        ("CREATE EXTENSION citext;", "CREATE DOMAIN public.citext AS text;"),
        ("CREATE EXTENSION btree_gist;", ""),
        ("(tenant_id WITH =, during WITH &&, lower(body) WITH =)", "(during WITH &&)"),
    ):
        assert words in schema
        schema = schema.replace(words, instead)
    return schema


@older.each_version
@pytest.mark.usefixtures("odd")
def test_an_older_postgres_says_the_same(server: Server, database: str, version: int) -> None:
    schema = SCHEMA if older.has_extensions(version) else _without_extensions(SCHEMA)
    with server.migrator(database) as connection:
        run(connection, schema)
        newest = read_catalog(connection)
        connection.rollback()
    with older.postgres(version, "-E", "UTF8") as url, psycopg.connect(url) as connection:
        run(connection, f"{ROLES}; ALTER SCHEMA public OWNER TO postgres; {schema}")
        oldest = read_catalog(connection)
        assert words_of_indexes(oldest) == words_of_postgres(connection)
    assert (newest.version // 10000, oldest.version // 10000) == (18, version)
    theirs, ours = _without_what_differs(oldest), _without_what_differs(newest)
    for kind in ours:
        assert theirs[kind] == ours[kind], kind
    assert [item.name for item in oldest.roles] == ["Odd Role", "plain_role", "postgres"]
    # Before 16 the member's own INHERIT decides.
    assert Membership(role="Odd Role", member="plain_role", inherits=True, can_set=True, admin=False) in (
        oldest.memberships
    )
