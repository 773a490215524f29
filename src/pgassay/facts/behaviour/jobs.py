"""Jobs that migrations schedule, and the tables that their SQL names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pgassay.model.source import Migration, Statement, Tree
from pgassay.postgres.parse import walk
from pgassay.read.inner import inner

_WORD = re.compile(r"\w+")
_SETTING = ("schedule", "schedule_in_database", "alter_job")


def named_by_jobs(migrations: Iterable[Migration]) -> frozenset[str]:
    """The words of the SQL of every job that is scheduled and not taken away again, in lower case.

    Of functions that schedule one nothing is said here.
    """
    jobs: dict[str, str] = {}
    for migration in migrations:
        for statement in migration.statements:
            if "cron" in statement.sql:
                for called, texts in _calls(statement):
                    _carry_out(called, texts, jobs)
    return frozenset(word.lower() for text in jobs.values() for word in _WORD.findall(text))


def _carry_out(called: str, texts: tuple[str, ...], jobs: dict[str, str]) -> None:
    if called == "unschedule":
        jobs.pop(texts[0] if texts else "", None)
    elif called in _SETTING:
        # Without a name of its own a job is its schedule and its SQL: nothing takes it away by name.
        name = texts[0] if len(texts) > 2 else "\n".join(texts)
        jobs[name] = "\n".join(texts[1:])


def _calls(statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The calls of pg_cron's functions, each with the texts that it is given."""
    for one in (statement, *inner(statement, {})):
        for name, node in walk(one.tree) if one.kind == "SelectStmt" else ():
            if name == "FuncCall":
                parts = [part["String"]["sval"] for part in node["funcname"]]
                if len(parts) == 2 and parts[0] == "cron":
                    yield parts[1], tuple(_texts(node.get("args", ())))


def _texts(arguments: Iterable[Tree]) -> Iterator[str]:
    for name, node in walk(list(arguments)):
        value: object = node.get("sval") if name == "A_Const" else None
        if isinstance(value, Mapping):
            yield str(value.get("sval", ""))
