"""What a rule is, and the decorator that makes one of a function."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.model.observed import Observation
from pgassay.model.ref import Ref
from pgassay.model.relations import Policy
from pgassay.model.source import Migration

if TYPE_CHECKING:
    from pgassay.rules.context import Context


_RESTS_ON: dict[type, tuple[str, ...]] = {Policy: ("policies",), Function: ("bodies",)}
_STATIC = (Migration, Observation)


class Holds(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's word that it examined an object and found it right."""

    ref: Ref


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One named check.

    `check` is called once for each object of type `on` and yields a Finding for each fault and a Holds for
    each thing found right; for what the rule has nothing to say about it yields neither. `assumes_tenancy`
    caps its findings at high while tenancy is only inferred. `yields_to` names more specific rules: where one
    of them speaks on the same object, this one is listed beside it instead (with
    `yields_to_heavier` unless that is milder). `rests_on` says what must be
    understood before it can call an object right: the tests of policies, the bodies of functions, or neither.
    `right` says in a few words what is right about what it held. `live` rules are asked only of a database
    with statistics, which a replay has not; `static` ones can speak where there is no server at all, from
    the statements and what these are foretold to do. `by_size`
    says that what it finds grows with the table: where a table is known to be small, it is low.
    """

    name: str
    family: str
    severity: Severity
    on: type
    check: Callable[[Any, Context], Iterable[Finding | Holds]]
    doc: str
    assumes_tenancy: bool
    yields_to: tuple[str, ...]
    rests_on: tuple[str, ...] = ()
    right: str = ""
    live: bool = False
    static: bool = False
    by_size: bool = False
    yields_to_heavier: bool = False

    @property
    def summary(self) -> str:
        """The first sentence of the rule's page."""
        return " ".join(self.doc.split("\n\n")[0].split())

    @property
    def why(self) -> str:
        """The second paragraph of the rule's page: what happens if it is left."""
        paragraphs = self.doc.split("\n\n")
        return " ".join(paragraphs[1].split()) if len(paragraphs) > 1 else self.summary


def rule(
    *,
    on: type,
    severity: Severity,
    assumes_tenancy: bool = False,
    yields_to: tuple[str, ...] = (),
    rests_on: tuple[str, ...] | None = None,
    right: str = "",
    live: bool = False,
    static: bool | None = None,
    by_size: bool = False,
    yields_to_heavier: bool = False,
) -> Callable[[Callable[[Any, Context], Iterable[Finding | Holds]]], Rule]:
    """Makes a rule of a function: its name is the rule's, its docstring the rule's page, its folder the
    family.

    A rule on policies rests on their tests, and one on functions on their bodies, where `rests_on` does not
    say otherwise; one on files or on what was observed is static unless it says that it is not.
    """

    def made(check: Callable[[Any, Context], Iterable[Finding | Holds]]) -> Rule:
        return Rule(
            name=check.__name__.replace("_", "-"),
            family=check.__module__.split(".")[-2],
            severity=severity,
            on=on,
            check=check,
            doc=inspect.getdoc(check) or "",
            assumes_tenancy=assumes_tenancy,
            right=right,
            live=live,
            static=on in _STATIC if static is None else static,
            by_size=by_size,
            yields_to_heavier=yields_to_heavier,
            yields_to=yields_to,
            rests_on=_RESTS_ON.get(on, ()) if rests_on is None else rests_on,
        )

    return made
