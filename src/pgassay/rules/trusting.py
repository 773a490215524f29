"""How functions that believe an argument are told of."""

from __future__ import annotations

from typing import NamedTuple

from pgassay.facts.behaviour.trust import Trusted
from pgassay.facts.gaps.passing import ANONYMOUS
from pgassay.model.objects import Function

_VERBS = {"select": "reads", "insert": "writes", "update": "changes", "delete": "deletes", "merge": "changes"}


class Kind(NamedTuple):
    """What the worst of a function's steps goes by (tenant, user or row), and what it does with it: change,
    return, count, or give no more than a key (name). `tested` says what becomes of its test: none, one that
    NULL passes (null), one that holds what is named on no way or on some (tested). `own` is true for a user's
    own rows, `shut` for a function in a schema that no API serves by itself.
    """

    names: str
    does: str
    tested: str
    own: bool
    shut: bool

    @property
    def cause(self) -> str:
        """What is alike in one finding."""
        whose, where = "own" if self.own else "", "shut" if self.shut else ""
        return " ".join(part for part in (self.names, self.does, self.tested, whose, where) if part)

    @property
    def whose(self) -> str:
        """Whose the rows are."""
        if self.names == "user" and not self.own:
            return "in any user's tenant"
        return "of any user" if self.own else "of any tenant"


class Alike(NamedTuple):
    """How many functions do the same, and how many of them for who is not signed in."""

    functions: int
    signed_out: int


def tested_how(one: Trusted) -> str:
    """What becomes of the test that a step is behind: see Kind."""
    return "null" if one.null_passes else "tested" if one.role_tested else ""


def passing_roles(found: list[Trusted], who: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the callers of whom some pass the tests of a step."""
    out, signed_in = any(one.signed_out for one in found), any(one.signed_in for one in found)
    return tuple(role for role in who if (out if role == ANONYMOUS else signed_in))


def message(
    function: Function, found: list[Trusted], passing: tuple[str, ...], kind: Kind, alike: Alike
) -> str:
    """The sentence of a finding on one function, or on several that do the same."""
    how = {
        "null": f"test the {kind.names} in an argument in a way that NULL passes, and",
        "tested": f"ask who calls without tying the {kind.names} in an argument to them, and",
        "": f"take the {kind.names} from an argument and",
    }[kind.tested]
    if alike.functions > 1:
        some = "" if alike.signed_out == alike.functions else f"{alike.signed_out} of them "
        anon = f", {some}for {ANONYMOUS} too" if alike.signed_out else ""
        return f"{alike.functions} functions {how} {kind.does} rows {kind.whose}{anon}"
    first = _first(found, kind)
    done = ", ".join(dict.fromkeys(f"{_VERBS[one.command]} {one.relation}" for one in found))
    behind = {
        "null": f", past a test of {first.parameter} that NULL passes",
        "tested": f", past a test of the session that does not hold {first.parameter} on every way",
        "": "",
    }[kind.tested]
    return (
        f"{function.identity} takes the {kind.names} from its argument {first.parameter}: as "
        f"{' or '.join(passing)} it {done} {kind.whose}{behind}"
    )


def step(one: Trusted) -> str:
    """What a function does in one step, as evidence."""
    tested = "no test of the session"
    if one.null_passes:
        lacking = "there is no row for who does not belong to it" if one.signed_in else "nobody is signed in"
        tested = f"a test of {one.parameter} that NULL passes: {lacking}"
    elif one.role_tested:
        tested = f"a test of the session that does not hold {one.parameter} on every way"
    return f"{_VERBS[one.command]} {one.relation} by {one.column} = {one.by}, with {tested}"


def advice(found: list[Trusted], kind: Kind, alike: Alike, passing: tuple[str, ...]) -> str:
    """What to do about it."""
    argument = _first(found, kind).parameter if alike.functions == 1 else f"the {kind.names} in the argument"
    own = "the session's user" if kind.own else "a tenant of the session's user"
    check = {
        "tenant": f"Raise unless the session's user is a member of {argument}",
        "user": f"Take the user from the session instead of {argument}; where administrators act for others, "
        "raise unless the session is one of theirs",
        "row": f"Add to the WHERE that the row belongs to {own}; where administrators act for others, raise "
        "unless the session is one of theirs",
    }[kind.names]
    if kind.tested == "null":
        check = "Write the test so that NULL fails it: IS DISTINCT FROM for <>, and IS NOT TRUE for NOT"
    elif kind.tested == "tested" and kind.names == "user":
        check = f"Ask on every way that {argument} is the session's user, or in a tenant where that user may"
    return f"{check}; if only a service calls it, revoke EXECUTE from PUBLIC, {', '.join(passing)}."


def _first(found: list[Trusted], kind: Kind) -> Trusted:
    return next(one for one in found if one.names == kind.names)


__all__ = ["Alike", "Kind", "advice", "message", "passing_roles", "step", "tested_how"]
