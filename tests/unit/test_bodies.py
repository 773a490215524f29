"""What functions read, write, return and catch, from their text."""

from __future__ import annotations

from typing import Any

import pytest

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import (
    And,
    Call,
    Claim,
    ColumnOf,
    Compare,
    Constant,
    Exists,
    Holds,
    IsNull,
    Literal,
    Member,
    Not,
    Opaque,
    Or,
    Parameter,
    Query,
    Session,
    Setting,
    Subquery,
)
from pgassay.facts.functions.bodies import Body, trigger_row
from pgassay.facts.functions.read import body_of
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function
from pgassay.model.relations import Column, Kind, Relation
from pgassay.postgres import parse


def table(name: str, *columns: str) -> Relation:
    """A table of the public schema, as far as bodies look at it."""
    return Relation(
        identity=f"public.{name}",
        schema="public",
        name=name,
        kind=Kind.TABLE,
        owner="owner",
        columns=tuple(column(one) for one in columns),
        rls_enabled=False,
        rls_forced=False,
        persistence="permanent",
        replica_identity="default",
        options=(),
        parent=None,
        partition_bound=None,
        definition=None,
        extension=None,
        comment=None,
    )


def column(name: str) -> Column:
    """A column of which only the name counts."""
    return Column(
        name=name,
        quoted=name,
        type="text",
        type_schema="pg_catalog",
        type_category="S",
        not_null=False,
        default=None,
        identity="",
        generated="",
        comment=None,
    )


CATALOG = Catalog(
    version=180000,
    relations=(
        table("members", "tenant_id", "user_id", "role"),
        table("jobs", "id", "tenant_id", "state", "tries", "note"),
        table("events", "id", "tenant_id", "what"),
        table("lost", "what", "error"),
    ),
)


def body(text: str) -> Body:
    """The body of the function that a CREATE FUNCTION makes."""
    return body_of(function(text), CATALOG)


def function(text: str) -> Function:
    """A function as the catalog would give it, from its CREATE FUNCTION."""
    (tree,) = parse.queries(text)
    made: Any = tree["CreateFunctionStmt"]
    options = {option["DefElem"]["defname"]: option["DefElem"]["arg"] for option in made["options"]}
    returns = made.get("returnType", {"names": [{"String": {"sval": "void"}}]})
    source = options.get("as", {"List": {"items": [{"String": {"sval": ""}}]}})["List"]["items"][0]["String"][
        "sval"
    ]
    parameters = [one["FunctionParameter"] for one in made.get("parameters", [])]
    taken = [one for one in parameters if one.get("mode") != "FUNC_PARAM_TABLE"]
    settings = ("search_path=public",) if "search_path" in text else ()
    return Function(
        identity="public.f()",
        schema="public",
        name=made["funcname"][-1]["String"]["sval"],
        kind="function",
        language=options["language"]["String"]["sval"],
        owner="owner",
        arguments=tuple(one.get("name", "") for one in taken),
        argument_types=tuple(one["argType"]["names"][-1]["String"]["sval"] for one in taken),
        result={"bool": "boolean"}.get(name := returns["names"][-1]["String"]["sval"], name),
        returns_set=bool(returns.get("setof")),
        volatility="volatile",
        strict=False,
        security_definer=False,
        leakproof=False,
        parallel="unsafe",
        settings=settings,
        body=source,
        definition=text,
        extension=None,
        comment=None,
    )


def said(item: object) -> str:
    """A term, test or query in one line."""
    match item:
        case ColumnOf(alias, _, name):
            return f"{alias}.{name}" if alias else name
        case Parameter(_, name):
            return f":{name}"
        case Literal(value):
            return "NULL" if value is None else f"'{value}'"
        case Session(what):
            return f"<{what}>"
        case Claim(path):
            return f"<claim {'.'.join(path)}>"
        case Setting(name):
            return f"<setting {name}>"
        case Call(name, arguments):
            return f"{name}({', '.join(map(said, arguments))})"
        case Opaque(what, parts):
            return f"{what}[{', '.join(map(said, parts))}]" if parts else what
        case Subquery(query) | Exists(query):
            return f"{'exists ' if isinstance(item, Exists) else ''}({said(query)})"
        case Query():
            sources = ", ".join(str(relation).removeprefix("public.") for _, relation in item.sources)
            where = "" if item.where == And(()) else f" where {said(item.where)}"
            return f"{', '.join(map(said, item.output))} from {sources}{where}"
        case Compare(operator, left, right):
            return f"{said(left)} {operator} {said(right)}"
        case Member(term, among):
            return (
                f"{said(term)} in "
                f"({said(among) if isinstance(among, Query) else ', '.join(map(said, among))})"
            )
        case IsNull(term):
            return f"{said(term)} is null"
        case Holds(term):
            return said(term)
        case Not(part):
            return f"not {said(part)}"
        case And(parts):
            return " and ".join(map(said, parts)) or "true"
        case Or(parts):
            return f"({' or '.join(map(said, parts))})"
        case Constant(value):
            return str(value).lower()
        case _:
            raise TypeError(f"no words for {item!r}")


def writes(found: Body) -> list[str]:
    """The writes of a body, one line each."""
    lines: list[str] = []
    for write in found.writes:
        values = ", ".join(f"{name} = {said(value)}" for name, value in write.values)
        marks = "".join(f" [{mark}]" for mark in ("upsert", "caught", "in_loop") if getattr(write, mark))
        where = "" if write.where == Constant(True) else f" where {said(write.where)}"
        path = f" after {' and '.join(map(said, write.path))}" if write.path else ""
        relation = (write.relation or "?").removeprefix("public.")
        lines.append(f"{write.command} {relation}: {values}{where}{path}{marks}")
    return lines


def sql(text: str, arguments: str = "", returns: str = "void") -> str:
    return f"CREATE FUNCTION f({arguments}) RETURNS {returns} LANGUAGE sql AS $body$ {text} $body$"


def plpgsql(text: str, arguments: str = "", returns: str = "void", declare: str = "") -> str:
    return (
        f"CREATE FUNCTION f({arguments}) RETURNS {returns} LANGUAGE plpgsql AS $body$ "
        f"DECLARE {declare} BEGIN {text} END $body$"
    )


WRITES = {
    "values": (
        sql("INSERT INTO jobs (id, tenant_id) VALUES (1, p_tenant)", "p_tenant uuid"),
        ["insert jobs: id = '1', tenant_id = :p_tenant"],
    ),
    "positional parameter": (
        sql("INSERT INTO jobs (tenant_id) VALUES ($1)", "uuid"),
        ["insert jobs: tenant_id = :$1"],
    ),
    "without a list of columns": (
        sql("INSERT INTO events VALUES (1, p_tenant, 'made')", "p_tenant uuid"),
        ["insert events: id = '1', tenant_id = :p_tenant, what = 'made'"],
    ),
    "several rows agree on one column": (
        sql("INSERT INTO events (tenant_id, what) VALUES (p_tenant, 'a'), (p_tenant, 'b')", "p_tenant uuid"),
        ["insert events: tenant_id = :p_tenant, what = case['a', 'b']"],
    ),
    "from a select": (
        sql("INSERT INTO events (tenant_id) SELECT j.tenant_id FROM jobs j WHERE j.id = p_id", "p_id text"),
        ["insert events: tenant_id = j.tenant_id where j.id = :p_id"],
    ),
    "all columns of one table": (
        sql("INSERT INTO events SELECT * FROM events e WHERE e.id = p_id", "p_id text"),
        ["insert events: id = e.id, tenant_id = e.tenant_id, what = e.what where e.id = :p_id"],
    ),
    "all columns of several": (
        sql("INSERT INTO events SELECT * FROM jobs j, members m WHERE j.id = p_id", "p_id text"),
        ["insert events:  where j.id = :p_id"],
    ),
    "on conflict": (
        sql(
            "INSERT INTO jobs (id) VALUES ('x') ON CONFLICT (id) DO UPDATE SET state = "
            "'new' WHERE jobs.tries > 0"
        ),
        ["insert jobs: id = 'x'", "update jobs: state = 'new' where jobs.tries > '0' [upsert]"],
    ),
    "on conflict do nothing": (
        sql("INSERT INTO jobs (id) VALUES ('x') ON CONFLICT DO NOTHING"),
        ["insert jobs: id = 'x'"],
    ),
    "update from a join": (
        sql(
            "UPDATE jobs SET state = 'done' FROM events e JOIN members m ON m.tenant_id = "
            "e.tenant_id WHERE e.id = jobs.id"
        ),
        ["update jobs: state = 'done' where m.tenant_id = e.tenant_id and e.id = jobs.id"],
    ),
    "a row of columns": (
        sql("UPDATE jobs SET (state, note) = ('done', p_note)", "p_note text"),
        ["update jobs: state = 'done', note = :p_note"],
    ),
    "delete using": (
        sql("DELETE FROM jobs USING members m WHERE m.tenant_id = jobs.tenant_id AND m.user_id = auth.uid()"),
        ["delete jobs:  where m.tenant_id = jobs.tenant_id and m.user_id = <user>"],
    ),
    "inside WITH": (
        sql(
            "WITH gone AS (DELETE FROM jobs WHERE state = 'done' RETURNING id) INSERT INTO "
            "events (id) SELECT id FROM gone"
        ),
        ["insert events: id = gone.id where true", "delete jobs:  where jobs.state = 'done'"],
    ),
    "several statements": (
        sql("UPDATE jobs SET state = 'a'; DELETE FROM events;"),
        ["update jobs: state = 'a'", "delete events: "],
    ),
    "BEGIN ATOMIC": (
        "CREATE FUNCTION f(p_tenant uuid) RETURNS void LANGUAGE sql BEGIN ATOMIC "
        "INSERT INTO jobs (tenant_id) VALUES (p_tenant); UPDATE jobs SET state = 'x' WHERE "
        "tenant_id = p_tenant; END",
        ["insert jobs: tenant_id = :p_tenant", "update jobs: state = 'x' where jobs.tenant_id = :p_tenant"],
    ),
    "a variable": (
        plpgsql("v := p; INSERT INTO jobs (tenant_id) VALUES (v);", "p uuid", declare="v uuid;"),
        ["insert jobs: tenant_id = :p"],
    ),
    "a variable with a default": (
        plpgsql("INSERT INTO jobs (tenant_id) VALUES (v);", "p uuid", declare="v uuid := p;"),
        ["insert jobs: tenant_id = :p"],
    ),
    "a variable never set": (
        plpgsql("INSERT INTO jobs (tenant_id) VALUES (v);", declare="v uuid;"),
        ["insert jobs: tenant_id = NULL"],
    ),
    "the function's own name": (
        plpgsql("UPDATE jobs SET note = 'x' WHERE jobs.id = f.id;", "id text"),
        ["update jobs: note = 'x' where jobs.id = :id"],
    ),
    "SELECT INTO": (
        plpgsql(
            "SELECT m.tenant_id INTO v FROM members m WHERE m.user_id = p; UPDATE jobs SET "
            "note = 'x' WHERE tenant_id = v;",
            "p uuid",
            declare="v uuid;",
        ),
        ["update jobs: note = 'x' where jobs.tenant_id = (m.tenant_id from members where m.user_id = :p)"],
    ),
    "SELECT INTO a record": (
        plpgsql(
            "SELECT * INTO r FROM members m WHERE m.user_id = p; DELETE FROM jobs WHERE "
            "tenant_id = r.tenant_id;",
            "p uuid",
            declare="r record;",
        ),
        ["delete jobs:  where jobs.tenant_id = (m.tenant_id from members where m.user_id = :p)"],
    ),
    "RETURNING INTO": (
        plpgsql(
            "UPDATE jobs SET state = 'x' WHERE id = p RETURNING tenant_id INTO v; INSERT "
            "INTO events (tenant_id) VALUES (v);",
            "p text",
            declare="v uuid;",
        ),
        [
            "update jobs: state = 'x' where jobs.id = :p",
            "insert events: tenant_id = (jobs.tenant_id from jobs where jobs.id = :p)",
        ],
    ),
    "IF with several arms": (
        plpgsql(
            "IF p = 'a' THEN v := '1'; ELSIF p = 'b' THEN v := '2'; ELSE v := '3'; END IF; "
            "UPDATE jobs SET note = v;",
            "p text",
            declare="v text;",
        ),
        ["update jobs: note = case['1', '2', '3']"],
    ),
    "IF that keeps a value": (
        plpgsql(
            "v := p; IF p IS NULL THEN v := auth.uid(); END IF; DELETE FROM jobs WHERE id = v;",
            "p uuid",
            declare="v uuid;",
        ),
        ["delete jobs:  where jobs.id = case[<user>, :p]"],
    ),
    "in an arm": (
        plpgsql("IF p THEN DELETE FROM jobs; ELSE DELETE FROM events; END IF;", "p boolean"),
        ["delete jobs:  after :p", "delete events:  after not :p"],
    ),
    "after a test that raises": (
        plpgsql("IF p <= 0 THEN RAISE EXCEPTION 'no'; END IF; DELETE FROM jobs;", "p integer"),
        ["delete jobs:  after not :p <= '0'"],
    ),
    "after a test that only warns": (
        plpgsql("IF p <= 0 THEN RAISE WARNING 'no'; END IF; DELETE FROM jobs;", "p integer"),
        ["delete jobs: "],
    ),
    "after a test that returns": (
        plpgsql("IF auth.uid() IS NULL THEN RETURN; END IF; DELETE FROM jobs;"),
        ["delete jobs:  after not <user> is null"],
    ),
    "after ELSE RAISE": (
        plpgsql("IF p > 0 THEN NULL; ELSE RAISE EXCEPTION 'no'; END IF; DELETE FROM jobs;", "p integer"),
        ["delete jobs:  after :p > '0'"],
    ),
    "after IF NOT FOUND": (
        plpgsql(
            "PERFORM 1 FROM members m WHERE m.user_id = auth.uid(); IF NOT FOUND THEN "
            "RAISE EXCEPTION 'no'; END IF; DELETE FROM jobs;"
        ),
        ["delete jobs:  after not not exists ('1' from members where m.user_id = <user>)"],
    ),
    "after ASSERT": (
        plpgsql("ASSERT p > 0; DELETE FROM jobs;", "p integer"),
        ["delete jobs:  after :p > '0'"],
    ),
    "after a function that can raise": (
        plpgsql("PERFORM check_member(p); DELETE FROM jobs;", "p uuid"),
        ["delete jobs:  after performed[check_member(:p)]"],
    ),
    "a test inside a block does not reach out of it": (
        plpgsql(
            "IF p > 0 THEN IF p > 5 THEN RETURN; END IF; DELETE FROM events; END IF; DELETE FROM jobs;",
            "p integer",
        ),
        ["delete events:  after :p > '0' and not :p > '5'", "delete jobs: "],
    ),
    "a loop over an array": (
        plpgsql(
            "FOREACH v IN ARRAY p LOOP DELETE FROM jobs WHERE id = v; END LOOP;",
            "p text[]",
            declare="v text;",
        ),
        ["delete jobs:  where jobs.id = element[:p] [in_loop]"],
    ),
    "a loop over a query": (
        plpgsql(
            "FOR r IN SELECT m.tenant_id FROM members m LOOP DELETE FROM jobs WHERE "
            "tenant_id = r.tenant_id; END LOOP;",
            declare="r record;",
        ),
        ["delete jobs:  where jobs.tenant_id = (m.tenant_id from members) [in_loop]"],
    ),
    "CONTINUE WHEN": (
        plpgsql(
            "FOREACH v IN ARRAY p LOOP CONTINUE WHEN v IS NULL; DELETE FROM jobs WHERE id = v; END LOOP;",
            "p text[]",
            declare="v text;",
        ),
        ["delete jobs:  where jobs.id = element[:p] after not element[:p] is null [in_loop]"],
    ),
    "WHILE and LOOP": (
        plpgsql(
            "WHILE p > 0 LOOP DELETE FROM jobs; END LOOP; LOOP DELETE FROM events; EXIT; END LOOP;",
            "p integer",
        ),
        ["delete jobs:  [in_loop]", "delete events:  [in_loop]"],
    ),
    "CASE": (
        plpgsql("CASE p WHEN 'a' THEN DELETE FROM jobs; ELSE DELETE FROM events; END CASE;", "p text"),
        ["delete jobs:  after :p in ('a')", "delete events:  after not :p in ('a')"],
    ),
    "caught": (
        plpgsql(
            "BEGIN DELETE FROM jobs; EXCEPTION WHEN OTHERS THEN INSERT INTO lost (error) "
            "VALUES (SQLERRM); END; DELETE FROM events;"
        ),
        ["delete jobs:  [caught]", "insert lost: error = sqlerrm", "delete events: "],
    ),
    "caught only in part": (
        plpgsql("DELETE FROM jobs; EXCEPTION WHEN unique_violation THEN NULL;"),
        ["delete jobs: "],
    ),
    "caught and raised again": (
        plpgsql("DELETE FROM jobs; EXCEPTION WHEN OTHERS THEN RAISE;"),
        ["delete jobs: "],
    ),
    "EXECUTE of fixed text": (
        plpgsql("EXECUTE 'DELETE FROM jobs WHERE state = ''done''';"),
        ["delete jobs:  where jobs.state = 'done'"],
    ),
    "a trigger's row": (
        plpgsql(
            "INSERT INTO events (tenant_id, what) VALUES (COALESCE(NEW.tenant_id, "
            "OLD.tenant_id), TG_ARGV[0]); RETURN NULL;",
            returns="trigger",
        ),
        ["insert events: tenant_id = coalesce[new.tenant_id, old.tenant_id], what = element[tg_argv]"],
    ),
    "a trigger by operation": (
        plpgsql(
            "IF TG_OP = 'DELETE' THEN DELETE FROM events WHERE id = OLD.id; END IF; RETURN NULL;",
            returns="trigger",
        ),
        ["delete events:  where events.id = old.id after tg_op = 'DELETE'"],
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_writes(name: str) -> None:
    text, expected = WRITES[name]
    found = body(text)
    assert found.understood
    assert writes(found) == expected


RESULTS = {
    "sql": (
        sql("SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()", returns="uuid"),
        "(m.tenant_id from members where m.user_id = <user>)",
    ),
    "sql RETURN": (
        "CREATE FUNCTION f(p uuid) RETURNS boolean LANGUAGE sql RETURN p = auth.uid()",
        ":p = <user>",
    ),
    "BEGIN ATOMIC": (
        "CREATE FUNCTION f() RETURNS uuid LANGUAGE sql BEGIN ATOMIC SELECT auth.uid(); END",
        "<user>",
    ),
    "sql EXISTS": (
        sql("SELECT EXISTS (SELECT 1 FROM members m WHERE m.user_id = p)", "p uuid", "boolean"),
        "exists ('1' from members where m.user_id = :p)",
    ),
    "RETURN": (plpgsql("RETURN auth.uid();", returns="uuid"), "<user>"),
    "RETURN after SELECT INTO": (
        plpgsql(
            "SELECT m.tenant_id INTO v FROM members m WHERE m.user_id = auth.uid(); RETURN v;",
            returns="uuid",
            declare="v uuid;",
        ),
        "(m.tenant_id from members where m.user_id = <user>)",
    ),
    "RETURN QUERY": (
        plpgsql("RETURN QUERY SELECT j.id FROM jobs j WHERE j.tenant_id = p;", "p uuid", "SETOF text"),
        "(j.id from jobs where j.tenant_id = :p)",
    ),
    "several RETURNs": (
        plpgsql("IF p THEN RETURN '1'; END IF; RETURN '2';", "p boolean", "text"),
        "several returns['1', '2']",
    ),
    "a boolean by its ways to true": (
        plpgsql("IF p IS NULL THEN RETURN false; END IF; RETURN p = auth.uid();", "p uuid", "boolean"),
        "not :p is null and :p = <user>",
    ),
    "true in one arm": (
        plpgsql("IF auth.role() = 'service_role' THEN RETURN true; END IF; RETURN false;", returns="boolean"),
        "<role> = 'service_role' and true",
    ),
    "FOUND": (
        plpgsql("UPDATE jobs SET state = 'x' WHERE id = p; RETURN FOUND;", "p text", "boolean"),
        "exists ( from jobs where jobs.id = :p)",
    ),
    "a count of rows": (
        plpgsql(
            "DELETE FROM jobs; GET DIAGNOSTICS v = ROW_COUNT; RETURN v;",
            returns="integer",
            declare="v integer;",
        ),
        "row_count",
    ),
    "nothing": (plpgsql("DELETE FROM jobs;"), None),
}


@pytest.mark.parametrize("name", RESULTS)
def test_results(name: str) -> None:
    text, expected = RESULTS[name]
    found = body(text)
    assert found.understood
    assert (said(found.result) if found.result is not None else None) == expected


def test_reads_and_calls() -> None:
    found = body(
        plpgsql(
            "PERFORM note(j.id) FROM jobs j; IF EXISTS (SELECT 1 FROM members) THEN "
            "PERFORM public.done(); END IF;"
        )
    )
    assert found.reads == {"public.jobs", "public.members"}
    assert found.calls == {"note", "public.done"}
    assert found.bare_calls == found.calls


def test_calls_in_a_block_that_swallows_are_not_bare() -> None:
    found = body(plpgsql("BEGIN PERFORM note(1); EXCEPTION WHEN OTHERS THEN PERFORM keep(2); END;"))
    assert (found.calls, found.bare_calls) == ({"note", "keep"}, {"keep"})


HANDLERS = {
    "none": ("DELETE FROM jobs;", (), False, False),
    "swallowed": ("DELETE FROM jobs; EXCEPTION WHEN OTHERS THEN NULL;", ("others",), False, False),
    "kept": (
        "DELETE FROM jobs; EXCEPTION WHEN OTHERS THEN INSERT INTO lost (error) VALUES ('x');",
        ("others",),
        True,
        False,
    ),
    "raised again": ("DELETE FROM jobs; EXCEPTION WHEN OTHERS THEN RAISE;", ("others",), True, False),
    "several": (
        "DELETE FROM jobs; EXCEPTION WHEN unique_violation OR check_violation THEN NULL;",
        ("unique_violation", "check_violation"),
        False,
        False,
    ),
    "raises of its own": ("RAISE EXCEPTION 'no';", (), False, True),
    "warns": ("RAISE WARNING 'well';", (), False, False),
}


@pytest.mark.parametrize("name", HANDLERS)
def test_handlers(name: str) -> None:
    text, handlers, handler_writes, raises = HANDLERS[name]
    found = body(plpgsql(text))
    assert (found.handlers, found.handler_writes, found.raises) == (handlers, handler_writes, raises)


ROWS = {
    "assigned": ("NEW.note := 'x'; RETURN NEW;", {"note"}, False),
    "assigned with =": ("NEW.note = now(); RETURN NEW;", {"note"}, False),
    "in an arm": ("IF NEW.state <> OLD.state THEN NEW.note := 'x'; END IF; RETURN NEW;", {"note"}, False),
    "SELECT INTO": ("SELECT 'x' INTO NEW.note; RETURN NEW;", {"note"}, False),
    "quoted": ('NEW."note" := 1; RETURN NEW;', {"note"}, False),
    "as a whole": ("NEW := jsonb_populate_record(NEW, '{}'); RETURN NEW;", set[str](), True),
    "not at all": ("RETURN NEW;", set[str](), False),
}


@pytest.mark.parametrize("name", ROWS)
def test_row_changes(name: str) -> None:
    text, changes, whole = ROWS[name]
    found = body(plpgsql(text, returns="trigger"))
    assert (found.row_changes, found.whole_row) == (changes, whole)


@pytest.mark.parametrize(
    ("expression", "column"),
    [
        ("NEW.tenant_id", "tenant_id"),
        ("OLD.tenant_id", "tenant_id"),
        ("COALESCE(NEW.tenant_id, OLD.tenant_id)", "tenant_id"),
        ("CASE WHEN TG_OP = 'DELETE' THEN OLD.tenant_id ELSE NEW.tenant_id END", "tenant_id"),
        ("auth.uid()", None),
        ("'x'", None),
    ],
)
def test_trigger_row(expression: str, column: str | None) -> None:
    found = body(
        plpgsql(f"INSERT INTO events (tenant_id) VALUES ({expression}); RETURN NULL;", returns="trigger")
    )
    (write,) = found.writes
    value = write.value("tenant_id")
    assert value is not None
    assert trigger_row(value) == column


@pytest.mark.parametrize(
    ("text", "dynamic"),
    [
        ("EXECUTE format('DELETE FROM %I', 'jobs');", True),
        ("FOR v IN EXECUTE 'SELECT 1' LOOP DELETE FROM jobs; END LOOP;", True),
        ("DELETE FROM jobs;", False),
    ],
)
def test_dynamic(text: str, dynamic: bool) -> None:
    assert body(plpgsql(text, declare="v text;")).dynamic is dynamic


def test_other_languages_are_not_understood() -> None:
    assert not body("CREATE FUNCTION f() RETURNS void LANGUAGE plperl AS 'return 1'").understood


def test_a_variable_that_doubles_is_soon_not_understood() -> None:
    """Each assignment uses the variable twice: written out, it would have 2 to the 60th parts."""
    found = body(plpgsql("total := total + coalesce(total, 1);" * 60, declare="total integer := 0;"))
    assert not found.understood


def test_what_stands_in_many_places_is_one_part() -> None:
    text = "total := total + coalesce(total, 1);" * 7 + "DELETE FROM jobs WHERE id = total;"
    found = body(plpgsql(text, declare="total integer := 0;"))
    assert found.understood
    (write,) = found.writes
    parts = list(inside(write.where))
    assert len(parts) == len({id(part) for part in parts})
    assert len(parts) < 60


def test_text_that_does_not_parse_is_not_understood() -> None:
    assert not body(plpgsql("DELETE FORM jobs;")).understood


def test_a_value_set_in_a_loop_is_one_of_two_after_it() -> None:
    found = body(
        plpgsql("FOR i IN 1..3 LOOP v := 'b'; END LOOP; UPDATE jobs SET note = v;", declare="v text := 'a';")
    )
    assert writes(found) == ["update jobs: note = case['a', 'b']"]
