"""Made-up rows, asked what they pass before a change and after it, as the same session."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

import msgspec

from pgassay.facts import Facts
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Literal, Test
from pgassay.model.finding import Evidence
from pgassay.model.relations import Column, Relation
from pgassay.read.experiment import Experiment, Session
from pgassay.rules.context import Context, executed

#: Whoever asks; settings that hold numbers hold _NUMBER.
_SELF = "00000000-0000-4000-8000-000000000001"
_OTHER = "00000000-0000-4000-8000-000000000002"
_NUMBER = "1"
#: No more rows than this are made up.
_MOST = 256

_SETTING = re.compile(r"current_setting\(\s*'([a-z_]\w*(?:\.\w+)+)'", re.I)
_WORD = re.compile(r"\w+")
_INTEGER = re.compile(r"-?\d{1,9}")


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: whether rows pass that did not before, and whether rows no longer pass."""

    more: bool
    fewer: bool
    evidence: Evidence


def rows_tried(
    context: Context, relation: Relation, role: str, before: tuple[Test, str], now: tuple[Test, str]
) -> Came | None:
    """What rows that the two tests tell apart come to; None where none does, or that cannot be run."""
    rows = _Rows.of(context, relation, (before[0], now[0]), (before[1], now[1]))
    for session in _sessions(context, role, (before[1], now[1])):
        came = context.experiment(lambda one, session=session: rows.tried(one, session, before[1], now[1]))
        if came is not None:
            return came if came.more or came.fewer else None
    return None


def _sessions(context: Context, role: str, texts: Sequence[str]) -> Iterator[Session]:
    """The session of somebody, with what the schema's settings could hold: a key of either kind."""
    bodies = [one.body for one in context.catalog.functions if context.facts.is_own(one)]
    names = sorted({name for text in (*texts, *bodies) for name in _SETTING.findall(text)})
    mine = [name for name in names if not name.startswith("request.")]
    user = _SELF if context.facts.platform == "supabase" and role != "anon" else None
    for value in (_SELF, _NUMBER) if mine else (_SELF,):
        yield Session(role=role, user=user, settings=dict.fromkeys(mine, value))


class _Rows(msgspec.Struct, frozen=True, kw_only=True):
    """A relation's rows, made up: the columns that tests name hold each of a few values."""

    relation: Relation
    named: tuple[Column, ...]
    values: tuple[tuple[str | None, ...], ...]
    checks: tuple[str, ...]

    @classmethod
    def of(
        cls, context: Context, relation: Relation, tests: tuple[Test, Test], texts: tuple[str, str]
    ) -> _Rows:
        words = {word for text in texts for word in _WORD.findall(text)}
        literals = [
            node.value
            for test in tests
            for node in inside(test)
            if isinstance(node, Literal) and node.value is not None
        ]
        named = tuple(column for column in relation.columns if column.name in words)
        choices = [_choices(context.facts, column, literals) for column in named]
        checks = (
            one.definition.removeprefix("CHECK ")
            for one in context.catalog.constraints_of(relation.identity, "check")
            if one.definition.startswith("CHECK (") and one.definition.endswith(")")
        )
        values = tuple(islice(product(*choices), _MOST))
        return cls(relation=relation, named=named, values=values, checks=tuple(checks))

    def tried(self, experiment: Experiment, session: Session, before: str, now: str) -> Came | None:
        more = experiment.run(session, self._asking(experiment, f"({now}) AND ({before}) IS NOT TRUE"))
        fewer = experiment.run(session, self._asking(experiment, f"({before}) AND ({now}) IS NOT TRUE"))
        if more.error or fewer.error:
            return None
        said = [f"{more.rows} pass that did not before"] if more.rows else []
        said += [f"{fewer.rows} no longer pass"] if fewer.rows else []
        summary = f"run as {session.role}: of {len(self.values)} made-up rows {' and '.join(said)}"
        evidence = executed(summary, experiment.sql, rows=more.rows + fewer.rows)
        return Came(more=more.rows > 0, fewer=fewer.rows > 0, evidence=evidence)

    def _asking(self, experiment: Experiment, test: str) -> str:
        at = {column.name: f"v.c{number}" for number, column in enumerate(self.named)}
        columns = ", ".join(
            f"{at.get(column.name, 'NULL')}::{column.type} AS {column.quoted}"
            for column in self.relation.columns
        )
        literal = experiment.planter.literal
        listed = ", ".join(f"({', '.join(map(literal, row))})" for row in self.values) or "(NULL)"
        names = ", ".join(f"c{number}" for number in range(max(len(self.named), 1)))
        alias = self.relation.identity.rpartition(".")[2]
        wanted = " AND ".join((*(f"({check}) IS NOT FALSE" for check in self.checks), test))
        rows = f"SELECT {columns} FROM (VALUES {listed}) AS v({names})"
        return f"SELECT 1 FROM ({rows}) AS {alias} WHERE {wanted}"


def _choices(facts: Facts, column: Column, literals: Sequence[str]) -> list[str | None]:
    """The values to try in a column: the session's, somebody else's, those that the tests name, and NULL."""
    labels = next((one.labels for one in facts.catalog.types if one.identity == column.type), ())
    empty: list[str | None] = [] if column.not_null else [None]
    match column.type_category:
        case "U" if column.type == "uuid":
            found = [_SELF, _OTHER]
        case "N":
            near = [int(one) for one in literals if _INTEGER.fullmatch(one)]
            found = [_NUMBER, "2", *(str(one + step) for one in near[:2] for step in (0, 1, -1))]
        case "S":
            found = ["another", *literals[:3], _SELF, _NUMBER]
        case "B":
            found = ["true", "false"]
        case "E":
            found = [one for one in literals if one in labels][:3] + list(labels[:2])
        case "D":
            found = ["2024-01-01 10:00:00+00", "2999-01-01 10:00:00+00"]
        case _:
            found = []
    return list(dict.fromkeys((*found, *(empty or ([] if found else [None])))))
