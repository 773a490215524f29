"""Text to statements: every statement is found where it stands, and a broken one costs only itself."""

from __future__ import annotations

import pytest

from pgassay.model.source import Statement, SyntaxFault
from pgassay.postgres import parse
from pgassay.postgres.parse import locate, split_statements, walk


def split(text: str) -> tuple[list[Statement], list[SyntaxFault]]:
    return split_statements(text, "f.sql")


def places(text: str) -> list[tuple[str, int, int, int]]:
    """The first word of each statement with its line, column and last line."""
    return [
        (one.sql.split()[0], one.location.line, one.location.column, one.location.end_line)
        for one in split(text)[0]
    ]


def test_positions_skip_leading_comments_and_blank_lines() -> None:
    text = "-- first\n\n/* second */ create table t (\n  a int\n);\n-- third\n  select 1;"
    assert places(text) == [("create", 3, 14, 5), ("select", 7, 3, 7)]


def test_positions_count_characters_and_not_bytes() -> None:
    text = "/* äöü€𝄞 */ select 'é';  select 2"
    assert places(text) == [("select", 1, 13, 1), ("select", 1, 26, 1)]


def test_positions_with_windows_line_ends() -> None:
    text = "-- a\r\ncreate table t (\r\n  a int\r\n);\r\nselect 1;\r\n"
    assert places(text) == [("create", 2, 1, 4), ("select", 5, 1, 5)]


def test_positions_are_the_same_where_a_neighbour_does_not_parse() -> None:
    good = "-- ä\ncreate table t (a int);\n\n  select 'é', 2;\n"
    before = places(good)
    assert [place[:3] for place in before] == [("create", 2, 1), ("select", 4, 3)]
    assert places(good + "creat x;") == before


def test_a_statement_without_a_keyword_is_a_fault_and_the_others_count() -> None:
    statements, faults = split("select 1;\ncreat tabl x;\nselect 2;")
    assert [(one.number, one.location.line) for one in statements] == [(0, 1), (1, 3)]
    assert [(one.location.line, one.location.column, one.sql) for one in faults] == [(2, 1, "creat tabl x")]
    assert 'syntax error at or near "creat"' in faults[0].message


def test_a_fault_points_at_the_word_that_does_not_fit() -> None:
    (fault,) = split("select 1;\n-- ü\ncreate table t (\n  ü int,\n  b oops oops\n);")[1]
    assert (fault.location.line, fault.location.column) == (5, 10)


@pytest.mark.parametrize("before", ["", "é", "ééé", "€€ ", "𝄞𝄞𝄞𝄞𝄞𝄞 ", "aé€𝄞 'b' "])
def test_a_fault_points_at_its_word_behind_other_scripts(before: str) -> None:
    line = f"select $${before}$$, /* {before} */ 1 from from x;"
    (fault,) = split(line)[1]
    assert fault.location.column == line.index("from x") + 1


def test_each_fault_is_counted() -> None:
    statements, faults = split("selec 1; select 2; insert values; select 3; drop")
    assert [one.sql for one in statements] == ["select 2", "select 3"]
    assert [one.sql for one in faults] == ["selec 1", "insert values", "drop"]


@pytest.mark.parametrize("tail", ["select 'never closed;\nselect 2;", "select $x$ open;", '"open', "/* open"])
def test_what_cannot_be_scanned_is_one_fault_up_to_the_end(tail: str) -> None:
    statements, faults = split(f"select 1;\nselect 'a;b';\n{tail}")
    assert [one.sql for one in statements] == ["select 1", "select 'a;b'"]
    assert [(one.location.line, one.sql) for one in faults] == [(3, tail.strip())]


def test_a_semicolon_in_a_string_before_an_open_quote_cuts_nothing() -> None:
    statements, faults = split("select 1; select 'a;b', 'open; select 2;")
    assert [one.sql for one in statements] == ["select 1"]
    assert [one.sql for one in faults] == ["select 'a;b', 'open; select 2;"]


def test_semicolons_in_bodies_strings_and_comments_end_nothing() -> None:
    text = """
create function f() returns int language sql
begin atomic
  select case when true then 1 else case 2 when 2 then 3 end end;
  select 2;
end;
create function g() returns void language plpgsql as $$ begin perform 1; end; $$;
select ';' /* ; */ -- ;
;
broken;
"""
    statements, faults = split(text)
    assert [(one.kind, one.location.line) for one in statements] == [
        ("CreateFunctionStmt", 2),
        ("CreateFunctionStmt", 7),
        ("SelectStmt", 8),
    ]
    assert [one.sql for one in faults] == ["broken"]


def test_empty_statements_are_none() -> None:
    assert [one.number for one in split(";;select 1;;\n;-- end\n; select 2;;")[0]] == [0, 1]
    assert split("") == ([], [])
    assert split("-- only a comment\n/* and another */\n") == ([], [])


def test_rows_after_copy_from_stdin_are_no_sql() -> None:
    text = "COPY public.t (a, b) FROM stdin;\n1\tO'Brien; drop\n2\t$$\n\\.\n\nselect 'é';\n"
    statements, faults = split(text)
    assert faults == []
    assert [(one.kind, one.location.line) for one in statements] == [("CopyStmt", 1), ("SelectStmt", 6)]
    assert statements[1].sql == "select 'é'"


def test_a_command_of_psql_costs_its_own_line_only() -> None:
    statements, faults = split("\\set ON_ERROR_STOP on\ncreate table t ();\n\\connect other\nselect 1;")
    assert [(one.kind, one.location.line) for one in statements] == [("CreateStmt", 2), ("SelectStmt", 4)]
    assert [one.sql for one in faults] == ["\\set ON_ERROR_STOP on", "\\connect other"]


@pytest.mark.parametrize("depth", [2_000, 100_000])
@pytest.mark.parametrize("shape", ["select {0}1{1}", "select {2}1"])
def test_deep_nesting_is_a_fault_at_worst(shape: str, depth: int) -> None:
    text = shape.format("(" * depth, ")" * depth, "1+" * depth) + "; select 2;"
    statements, faults = split(text)
    assert statements[-1].sql == "select 2"
    assert len(statements) + len(faults) == 2


def test_numbers_go_on_from_the_file_before() -> None:
    assert [one.number for one in split_statements("select 1; select 2", "f", 7)[0]] == [7, 8]


def test_locate_gives_line_and_column_inside_a_statement() -> None:
    text = "-- ä\nselect 1;\ncreate table t (\n  é int, ü text,\n  z date\n);"
    statement = split(text)[0][1]
    found = {
        node["colname"]: locate(statement, node["location"])
        for name, node in walk({statement.kind: statement.tree})
        if name == "ColumnDef"
    }
    assert {name: (place.line, place.column) for name, place in found.items()} == {
        "é": (4, 3),
        "ü": (4, 10),
        "z": (5, 3),
    }
    assert locate(statement, None) == statement.location


def test_locate_agrees_when_a_neighbour_does_not_parse() -> None:
    text = "creat é;\ncreate table t (\n  ü text,\n  z date\n);"
    (statement,) = split(text)[0]
    nodes = [node for name, node in walk({statement.kind: statement.tree}) if name == "ColumnDef"]
    assert [locate(statement, node["location"]).line for node in nodes] == [3, 4]


def test_walk_gives_parents_first_and_in_order() -> None:
    (tree,) = parse.queries("select a, f(b) from t where c = 1")
    names = [name for name, _ in walk(tree)]
    assert names[0] == "SelectStmt"
    columns = [node["fields"][0]["String"]["sval"] for name, node in walk(tree) if name == "ColumnRef"]
    assert columns == ["a", "b", "c"]
    assert "relation" not in names


def test_expressions_and_bodies_that_do_not_parse_are_none() -> None:
    assert parse.expression("a = ") is None
    assert parse.expression("1; drop table t") is None
    assert parse.expression("a = 1") is not None
    assert parse.queries("selec 1") == ()
    assert parse.plpgsql("create function f() returns void language plpgsql as $$ begin oops end $$") is None


@pytest.mark.parametrize(
    "definition",
    [
        "create function s.f(a s.t) returns setof s.t language plpgsql as $$ begin perform 1; end $$",
        "create function f() returns void language plpgsql as $$ declare x s.t; begin x.a := 1; end $$",
        'create function f() returns void language plpgsql as $$ declare x "S".t; begin x.a := 1; end $$',
        "create function f() returns void language plpgsql as $$ "
        "declare x s.mood; y int; begin select 1, 2 into x, y; end $$",
        "do $do$ declare x constant s.mood := 'a'; begin perform x; end $do$",
    ],
)
def test_types_of_other_schemas_are_no_obstacle(definition: str) -> None:
    assert parse.plpgsql(definition) is not None


def test_what_a_body_runs_stays_as_it_is_written() -> None:
    tree = parse.plpgsql(
        "create function f(a s.t) returns void language plpgsql as $$ declare\n"
        "x s.t := s.made();\nc cursor for\nselect s.v from s.r;\n"
        "begin insert into s.r select s.made(), x.a::s.t; end $$"
    )
    assert tree is not None
    queries = [node["query"] for name, node in parse.walk(tree) if name == "PLpgSQL_expr"]
    assert sorted(query.split()[0] for query in queries) == ["insert", "select"]
    assert all("public" not in query for query in queries)
