"""A statement is judged the same wherever it stands: alone, in DO, in EXECUTE, in a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from conftest import Servers
from judging import config_of, judge_files
from pgassay.model.source import Statement
from pgassay.postgres.parse import split_statements
from pgassay.read.sending import runs_alone
from pgassay.rules.discover import rules
from test_rules import CASES, name_of

#: What Postgres refuses in a transaction anyway, which the replay of a block shows by itself.
REFUSED = ("enum-value-in-transaction",)
LOCKS = {rule.name: rule for rule in rules() if rule.family == "locks" and rule.name not in REFUSED}
#: What PL/pgSQL cannot hold, or what means something else there.
UNMOVED = (
    *("TransactionStmt", "VariableSetStmt", "SelectStmt", "DoStmt", "CallStmt", "CreateFunctionStmt"),
    *("PrepareStmt", "ExecuteStmt"),
)
#: Where the comment above a statement says that it was weighed: it does not go along.
BY_COMMENT = ("index_not_concurrent.weighed",)

FIXTURES = [folder for folder in CASES if name_of(folder) in LOCKS and folder.name not in BY_COMMENT]


def in_block(sql: str, _: int) -> str:
    return f"DO $wrap$ BEGIN {sql}; END $wrap$"


def in_execute(sql: str, _: int) -> str:
    quoted = "'" + sql.replace("'", "''") + "'"
    return f"DO $wrap$ BEGIN EXECUTE format('%s', {quoted}); END $wrap$"


def in_function(sql: str, number: int) -> str:
    made = f"CREATE FUNCTION public.wrapped_{number}() RETURNS void LANGUAGE plpgsql AS"
    return f"{made} $wrap$ BEGIN {sql}; END $wrap$; SELECT public.wrapped_{number}()"


FORMS: Mapping[str, Callable[[str, int], str]] = {
    "do": in_block,
    "execute": in_execute,
    "function": in_function,
}


def moves(statement: Statement) -> bool:
    return statement.kind not in UNMOVED and not runs_alone(statement)


def statements(folder: Path) -> list[Statement]:
    return split_statements((folder / "bad.sql").read_text("utf-8"), "bad.sql")[0]


def said(servers: Servers, folder: Path, bad: Path) -> list[tuple[str, str]]:
    """What the rule says: of what, and how bad it is."""
    config = config_of(folder)
    asked = [LOCKS[name_of(folder)]]
    files = [folder / "base.sql", bad]
    context, judgement = judge_files(servers(config.platform), files, config, asked=asked)
    # A role that was assumed is there for the next form else, as one that the migrations name.
    servers.forget_roles()
    assert judgement.errors == ()
    assert [failure.message for failure in context.replay.failures] == []
    # A finding that is about a statement has its place for an identity, which moves with the file.
    return sorted(
        (ref.kind if ref.kind == "statement" else ref.identity, one.severity.value)
        for one in judgement.findings
        for ref in (one.object, *one.objects)
    )


@pytest.mark.parametrize(
    "folder", [one for one in FIXTURES if any(map(moves, statements(one)))], ids=lambda folder: folder.name
)
def test_a_statement_is_judged_the_same(folder: Path, servers: Servers, tmp_path: Path) -> None:
    alone = said(servers, folder, folder / "bad.sql")
    assert alone
    for form, wrap in FORMS.items():
        text = [
            wrap(one.sql, number) if moves(one) else one.sql for number, one in enumerate(statements(folder))
        ]
        wrapped = tmp_path / f"{form}.sql"
        wrapped.write_text(";\n".join(text) + ";\n", "utf-8")
        assert (form, said(servers, folder, wrapped)) == (form, alone)
