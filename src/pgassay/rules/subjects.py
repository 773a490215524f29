"""What each rule is called with: the objects of its noun that the migrations made."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pgassay.model.catalog import Catalog
from pgassay.model.objects import Extension, Function, Sequence, Type
from pgassay.model.observed import Observation
from pgassay.model.relations import Constraint, Index, Policy, Relation, Trigger
from pgassay.model.source import Migration, Statement, SyntaxFault
from pgassay.read.failures import Failure
from pgassay.rules.context import Context


def subjects(context: Context, noun: type) -> Iterable[object]:
    """The objects of type `noun`, without the platform's and extensions' own, sorted by identity."""
    return _SUBJECTS[noun](context)


def _hangs_on_own(context: Context, relation: str | None) -> bool:
    found = context.catalog.relation.get(relation or "")
    return found is not None and context.facts.is_own(found)


def _of_relations(items: Iterable[Constraint | Index], context: Context) -> Iterable[object]:
    return (item for item in items if _hangs_on_own(context, item.relation))


_SUBJECTS: dict[type, Callable[[Context], Iterable[object]]] = {
    Catalog: lambda context: (context.catalog,),
    Relation: lambda context: context.own_relations(),
    Constraint: lambda context: _of_relations(context.catalog.constraints, context),
    Index: lambda context: _of_relations(context.catalog.indexes, context),
    Policy: lambda context: (
        policy for policy in context.catalog.policies if context.facts.is_own_policy(policy)
    ),
    Trigger: lambda context: (t for t in context.catalog.triggers if context.facts.is_own_trigger(t)),
    Function: lambda context: (f for f in context.catalog.functions if context.facts.is_own(f)),
    Type: lambda context: (t for t in context.catalog.types if context.facts.is_own(t)),
    Sequence: lambda context: (s for s in context.catalog.sequences if context.facts.is_own(s)),
    Extension: lambda context: context.catalog.extensions,
    Migration: lambda context: context.migrations,
    Statement: lambda context: (s for migration in context.migrations for s in migration.statements),
    SyntaxFault: lambda context: (fault for migration in context.migrations for fault in migration.faults),
    Observation: lambda context: context.watched.observations,
    Failure: lambda context: context.replay.failures,
}
