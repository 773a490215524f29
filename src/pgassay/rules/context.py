"""What a rule may look at, and how it speaks."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec
from msgspec.structs import replace

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Fix, Related, Severity
from pgassay.model.objects import Function, Type
from pgassay.model.objects import Sequence as SequenceObject
from pgassay.model.observed import Watched
from pgassay.model.ref import Ref
from pgassay.model.relations import Constraint, Index, Policy, Relation, Trigger
from pgassay.model.sizes import TableSizes
from pgassay.model.source import Location, Migration, Statement
from pgassay.rules.rule import Holds, Rule

if TYPE_CHECKING:
    from pgassay.config import Config
    from pgassay.facts import Facts
    from pgassay.read.experiment import Experiment
    from pgassay.read.origins import Origins
    from pgassay.read.probe import Probe
    from pgassay.read.replayed import Replay
    from pgassay.read.rollbacks import WayBack

Subject = (
    Relation | Constraint | Index | Policy | Function | Trigger | Type | SequenceObject | Statement | Ref
)

_Result = TypeVar("_Result")


def catalog(summary: str, sql: str | None = None) -> Evidence:
    """A fact read from the system catalogs."""
    return Evidence(kind="catalog", summary=summary, sql=sql)


def parsed(summary: str) -> Evidence:
    """A fact of the parse tree."""
    return Evidence(kind="parsed", summary=summary)


def executed(summary: str, sql: str, rows: int | None = None) -> Evidence:
    """What Postgres did when it ran `sql`."""
    return Evidence(kind="executed", summary=summary, sql=sql, rows=rows)


def measured(summary: str) -> Evidence:
    """A count of a database in use."""
    return Evidence(kind="measured", summary=summary)


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """The database, what it means, and where it comes from, as one rule sees them.

    `before` are the facts of the database without the new migrations; None where there was none. `undo` holds
    what takes a migration back, by its path, and `ways_back` what came of running that. `baseline` made what
    was there before the first migration. `changed` holds the bare names of what a trial of fixes has changed,
    None where the database is as the migrations left it; `came_to` what experiments on that one came to.
    """

    catalog: Catalog
    facts: Facts
    config: Config
    origins: Origins
    migrations: tuple[Migration, ...]
    replay: Replay
    before: Facts | None = None
    watched: Watched = msgspec.field(default_factory=lambda: Watched(new=(), how=""))
    undo: Mapping[str, Migration] = msgspec.field(default_factory=dict[str, Migration])
    ways_back: tuple[WayBack, ...] = ()
    baseline: Migration | None = None
    sizes: TableSizes = msgspec.field(default_factory=TableSizes)
    probe: Probe | None = None
    changed: Container[str] | None = None
    came_to: dict[tuple[str, ...], object] = msgspec.field(default_factory=dict[tuple[str, ...], object])
    asking: Rule | None = None

    @property
    def rule(self) -> Rule:
        """The rule that is asking."""
        if self.asking is None:
            raise RuntimeError("no rule is asking")
        return self.asking

    def ref(self, subject: Subject, column: str | None = None) -> Ref:
        """The reference to an object, or to one of its columns."""
        return ref_of(subject, column)

    def holds(self, subject: Subject, column: str | None = None) -> Holds:
        """Says that an object was examined and found right."""
        return Holds(ref=ref_of(subject, column))

    def finding(
        self,
        subject: Subject,
        message: str,
        *,
        column: str | None = None,
        severity: Severity | None = None,
        evidence: Sequence[Evidence] = (),
        fix: str | None = None,
        rollback: str | None = None,
        instead: bool = False,
        differs: bool = False,
        advice: str | None = None,
        related: Sequence[Related] = (),
        location: Location | None = None,
        detail: str = "",
        cause: str | None = None,
        together: str | None = None,
    ) -> Finding:
        """A finding of this rule at an object, or at one of its columns.

        The message names the object first. `fix` and `rollback` come together and will be tried, with
        `instead` in the place of the statement at `location`, of which it makes the same unless it
        `differs`; `advice` says what to do where no SQL can. `detail` tells two findings at one object apart.
        Findings of one rule that share a `cause` and a severity become one finding with several objects; its
        message is then `together`, with their number for {count}, or else one that fits all of them.
        """
        ref = ref_of(subject, column)
        place = location or (
            subject.location if isinstance(subject, Statement) else self.origins.location(ref)
        )
        return Finding(
            rule=self.rule.name,
            family=self.rule.family,
            severity=severity or self.rule.severity,
            object=ref,
            # Types of Postgres's own read better without their schema; identities keep it.
            message=message.replace("pg_catalog.", ""),
            why=self.rule.why,
            fingerprint=f"{detail}|{cause}" if cause is not None else f"{detail}|",
            objects=(ref,),
            location=place,
            evidence=tuple(evidence),
            related=tuple(related),
            fix=_fix(fix, rollback, place, instead=instead, differs=differs),
            advice=advice,
            together=together,
        )

    def tested(
        self,
        relation: Relation,
        expression: str,
        role: str,
        row: Mapping[str, str | None],
        user: str | None = None,
    ) -> tuple[bool, Evidence] | None:
        """Whether a row passes a policy's expression when `role` runs it, as `user` or with no session, and
        the evidence of it.

        None where there is no server to run it on, or Postgres refuses to.
        """
        answer = self.probe.passes(relation, expression, role, row, user) if self.probe is not None else None
        if answer is None:
            return None
        values = (
            ", ".join(f"{name} = {'NULL' if value is None else value}" for name, value in row.items())
            or "any values"
        )
        session = f"signed in as {user}" if user is not None else "without a session"
        says = "passes" if answer.passes else "does not pass"
        return answer.passes, executed(
            f"run as {role} {session}: a row with {values} {says}", answer.sql, rows=1
        )

    def refused(self, statement: str, role: str | None = None) -> Evidence | None:
        """The evidence that Postgres refuses a statement to a role (None: to the migration role); None where
        there is no server to ask, or it carries the statement out.
        """
        answer = self.probe.refusal(statement, role) if self.probe is not None else None
        if answer is None:
            return None
        who = f" as {role}" if role is not None else ""
        return executed(f"run{who}: Postgres refuses it: {answer.message} ({answer.sqlstate})", statement)

    def experiment(self, done: Callable[[Experiment], _Result]) -> _Result | None:
        """What `done` makes of an experiment: rows are planted, clients act, all of it is rolled back.

        None where there is no server to make it on, or a row that it needs cannot be planted.
        """
        return self.probe.experiment(self.catalog, done) if self.probe is not None else None

    def once(self, name: tuple[str, ...], relations: Iterable[str], work: Callable[[], _Result]) -> _Result:
        """What `work`, an experiment of that name on these relations, comes to: what it came to before where
        a trial has changed other relations only.
        """
        if self.changed is None:
            self.came_to[name] = found = work()
            return found
        bare = {self.catalog.relation[one].name for one in relations if one in self.catalog.relation}
        if name in self.came_to and not any(one in self.changed for one in bare):
            return cast("_Result", self.came_to[name])
        return work()

    def place(self, subject: Subject, column: str | None = None) -> Location | None:
        """Where an object comes from, for `related`."""
        return self.origins.location(ref_of(subject, column))

    def own_relations(self) -> Iterable[Relation]:
        """The relations that the migrations made, without the platform's and extensions' own."""
        return (relation for relation in self.catalog.relations if self.facts.is_own(relation))


def ref_of(subject: Subject, column: str | None = None) -> Ref:
    """The reference to an object; with `column`, to that column of a relation."""
    match subject:
        case Ref():
            return subject
        case Relation():
            return _relation_ref(subject, column)
        case Constraint():
            kind = "table constraint" if subject.relation else "domain constraint"
            only = subject.columns[0] if len(subject.columns) == 1 else None
            return Ref(kind=kind, identity=subject.identity, relation=subject.relation, column=only)
        case Index() | Policy() | Trigger():
            kind = type(subject).__name__.lower()
            return Ref(kind=kind, identity=subject.identity, relation=subject.relation)
        case Function():
            kind = "procedure" if subject.kind == "procedure" else "function"
            return Ref(kind=kind, identity=subject.identity)
        case Type() | SequenceObject():
            return Ref(kind=type(subject).__name__.lower(), identity=subject.identity)
        case Statement():
            return Ref(kind="statement", identity=str(subject.location))


def _relation_ref(relation: Relation, column: str | None) -> Ref:
    if column is None:
        # pg_identify_object calls a partitioned table a table.
        kind = "table" if relation.is_table else relation.kind.value
        return Ref(kind=kind, identity=relation.identity, relation=relation.identity)
    found = relation.column(column)
    identity = f"{relation.identity}.{found.quoted if found else column}"
    return Ref(kind="table column", identity=identity, relation=relation.identity, column=column)


def for_rule(context: Context, rule: Rule) -> Context:
    """The same view for another rule."""
    return replace(context, asking=rule)


def _fix(
    sql: str | None, rollback: str | None, place: Location | None, *, instead: bool, differs: bool
) -> Fix | None:
    if sql is None or rollback is None:
        return None
    places = (place,) if instead and place is not None else ()
    return Fix(sql=sql, rollback=rollback, instead=instead, replaces=places, differs=differs)
