"""What comes of it when a session says what a policy wants to hear: tried on planted rows."""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from pgassay.facts.gaps.editable import Editable
from pgassay.facts.gaps.passing import Passing
from pgassay.facts.policies.owners import user_columns
from pgassay.facts.policies.predicates import is_sent_along
from pgassay.model.finding import Evidence
from pgassay.model.relations import Relation
from pgassay.read.experiment import Experiment, Session
from pgassay.read.planting import Row
from pgassay.rules.context import Context, executed
from pgassay.rules.standing import SOMEBODY, asked_flags, stranger
from pgassay.rules.tried import SAMPLES


class Lie(msgspec.Struct, frozen=True, kw_only=True):
    """SOMEBODY, who belongs to nothing, says in `one` what `way` wants to hear of a planted row."""

    context: Context
    relation: Relation
    way: Passing
    one: Editable

    def told(self) -> Evidence | None:
        """The evidence that the row is reached by who says so, and not by who does not; None where trying
        does not show it.
        """
        for listed in (False, True):
            found = self.context.experiment(lambda it, listed=listed: self._at(it, listed=listed))
            if found is not None:
                return found
        return None

    def _at(self, experiment: Experiment, *, listed: bool) -> Evidence | None:
        row = self._row(experiment)
        statement = self._statement(experiment, row)
        said = self._said(row)
        if experiment.run(self._session(), statement).rows > 0:
            return None
        liar = self._liar(experiment, [said] if listed else said)
        if self.one.setter is not None:
            count = len(self.one.setter.function.arguments)
            given = ["NULL"] * count
            given[self.one.setter.position] = experiment.planter.literal(said)
            name = self.one.setter.function.identity.partition("(")[0]
            experiment.run(liar, f"SELECT {name}({', '.join(given)})")
        rows = experiment.run(liar, statement).rows
        who = f"signed in as {liar.user}" if liar.user is not None else "without a session"
        if rows == 0:
            return None
        return executed(
            f"run as {self.way.role} {who}: {self.one.name} = {said} makes the difference "
            f"between none and {rows} of the rows of {self.relation.identity}",
            experiment.sql,
            rows=rows,
        )

    def _row(self, experiment: Experiment) -> Row:
        """A row that the way would let pass if it were SOMEBODY's to reach."""
        tenancy = self.context.facts.tenancy
        if tenancy.table is not None and tenancy.mode == "tenant":
            experiment.planter.planted(tenancy.table)
        wanted = {
            **asked_flags(self.way),
            **dict.fromkeys(user_columns(self.context.facts, self.way.branch), SOMEBODY),
        }
        column = self._column()
        if column is not None and not self.context.catalog.foreign_keys_of(self.relation.identity):
            known = self.relation.column(column)
            wanted.setdefault(column, SAMPLES.get(known.type) if known is not None else None)
        identity = self.relation.identity
        if self.way.command == "insert":
            return experiment.planter.row(identity, wanted)
        return experiment.plant(identity, wanted)

    def _column(self) -> str | None:
        return self.one.column or self.context.facts.tenancy.key_of(self.relation.identity)

    def _said(self, row: Row) -> str:
        word = (self.one.value or "").partition(", ")[0]
        return word or row.get(self._column() or "") or "true"

    def _statement(self, experiment: Experiment, row: Row) -> str:
        identity, where = self.relation.identity, experiment.named(self.relation.identity, row)
        match self.way.command:
            case "insert":
                return experiment.planter.insert(identity, row)
            case "update":
                same = next(column.quoted for column in self.relation.columns if not column.generated)
                return f"UPDATE {identity} SET {same} = {same} WHERE {where}"
            case "delete":
                return f"DELETE FROM {identity} WHERE {where}"
            case _:
                return f"SELECT 1 FROM {identity} WHERE {where}"

    def _liar(self, experiment: Experiment, value: object) -> Session:
        name, *keys = self.one.path
        if self.one.setter is not None:
            return self._session()
        if is_sent_along(self.one.path):
            text = json.dumps(_nested(keys, value)) if keys else str(value)
            return replace(self._session(), settings={**self._session().settings, name: text})
        metadata = _nested(keys, value)
        if name != "user_metadata":
            # As auth.updateUser writes it.
            text = experiment.planter.literal(json.dumps(metadata))
            experiment.prepare(
                f"INSERT INTO auth.users (id, {name}) VALUES ('{SOMEBODY}', {text}) "
                f"ON CONFLICT (id) DO UPDATE SET {name} = EXCLUDED.{name}"
            )
        return replace(self._session(), claims={"user_metadata": metadata})

    def _session(self) -> Session:
        return stranger(self.context, self.way.role)


def _nested(keys: Sequence[str], value: object) -> object:
    for key in reversed(keys):
        value = {key: value}
    return value
