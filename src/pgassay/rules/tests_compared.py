"""Whether what policies ask of a role's rows lets more of them pass after new migrations than before."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from pgassay.facts import Facts
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call, Claim, Compare, Literal, Query, Session, Setting, Test
from pgassay.facts.gaps.passing import ANONYMOUS, passing
from pgassay.facts.policies.compared import Ways, asked, covers, ways
from pgassay.facts.policies.predicates import Asks, Atom
from pgassay.model.finding import Evidence
from pgassay.model.relations import Relation
from pgassay.rules.context import Context
from pgassay.rules.rows_tried import rows_tried


class Way(StrEnum):
    """Which way a test changed."""

    SAME = "the same rows pass"
    MORE = "more rows pass"
    FEWER = "fewer rows pass"
    OTHER = "it is not known which"


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison came to, the functions that the tests ask and that changed, and what made-up rows
    showed.
    """

    way: Way
    functions: tuple[str, ...] = ()
    tried: Evidence | None = None


#: What of a body says nothing.
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)

Atoms = frozenset[frozenset[Atom]]
_SAME = Compared(way=Way.SAME)


def compare(context: Context, relation: Relation, role: str, command: str, *, new_row: bool) -> Compared:
    """How a role's test changed; SAME where it asks the same in whatever words."""
    before = context.before
    old = before.catalog.relation.get(relation.identity) if before is not None else None
    if before is None or old is None:
        return _SAME
    was = asked(before, old, role, command, new_row=new_row)
    now = asked(context.facts, relation, role, command, new_row=new_row)
    if was is None or now is None:
        return _SAME if was is now else Compared(way=Way.OTHER)
    changed = _functions(before, context.facts, (was[0], now[0]))
    if was[1] == now[1] and not changed:
        return _SAME
    passes = (
        _passing(before, old, role, command, new_row=new_row),
        _passing(context.facts, relation, role, command, new_row=new_row),
    )
    if changed:
        return Compared(way=_of_passing(passes, Way.OTHER), functions=changed)
    way = _by_meaning(role, relation, (was[0], now[0]), passes)
    return _by_rows(context, relation, role, was, now) if way is Way.OTHER else Compared(way=way)


def _passing(facts: Facts, relation: Relation, role: str, command: str, *, new_row: bool) -> Atoms:
    found = passing(facts, relation, role, command, new_row=new_row)
    return frozenset(frozenset(way.branch.atoms) for way in found)


def _by_meaning(role: str, relation: Relation, tests: tuple[Test, Test], passes: tuple[Atoms, Atoms]) -> Way:
    """Which way it changed as far as the tests tell; OTHER where they do not."""
    if role == ANONYMOUS:
        # Of what never holds for a session without a user, nothing is left here.
        return _of_passing(passes, Way.SAME)
    was, now = ways(tests[0], relation), ways(tests[1], relation)
    if was is not None and now is not None:
        way = _direction(_of_role(was, role), _of_role(now, role))
        if way is not Way.OTHER:
            return way
    named = _named(tests[0]) == _named(tests[1])
    return Way.SAME if named and _of_passing(passes, Way.SAME) is Way.SAME else Way.OTHER


def _of_passing(passes: tuple[Atoms, Atoms], alike: Way) -> Way:
    """Which way it changed as far as it is understood what is asked; `alike` where that is the same."""
    if any(atom.asks is Asks.OTHER for one in passes for way in one for atom in way):
        return Way.OTHER
    way = _direction(passes[0], passes[1])
    return alike if way is Way.SAME else way


def _of_role(known: Ways, role: str) -> Ways:
    """Without the ways that ask for a session of another role."""
    return frozenset(way for way in known if not any(_is_of_another(atom, role) for atom in way))


def _is_of_another(atom: Test, role: str) -> bool:
    match atom:
        case Compare("=", Session("role"), Literal(value)) | Compare("=", Literal(value), Session("role")):
            return value != role
        case _:
            return False


def _direction(was: Ways | Atoms, now: Ways | Atoms) -> Way:
    wider, narrower = covers(now, was), covers(was, now)
    if wider and narrower:
        return Way.SAME
    return Way.MORE if wider else Way.FEWER if narrower else Way.OTHER


def _functions(before: Facts, now: Facts, tests: tuple[Test, Test]) -> tuple[str, ...]:
    """The functions that both tests ask, or that these call, which have other bodies than before."""
    either = [{node.name for node in inside(test) if isinstance(node, Call)} for test in tests]
    stack, seen, found = list(either[0] & either[1]), set[str](), set[str]()
    while stack:
        name = stack.pop()
        if name in seen:
            continue
        seen.add(name)
        for function in now.catalog.functions_named.get(name, ()):
            earlier = before.catalog.function.get(function.identity)
            if earlier is not None and _text(earlier.body) != _text(function.body):
                found.add(function.identity)
            stack += now.bodies[function.identity].calls if function.identity in now.bodies else ()
    return tuple(sorted(found))


def _text(body: str) -> str:
    """A body without comments, and however it is laid out."""
    return " ".join(_COMMENT.sub(" ", body).split())


def _named(test: Test) -> frozenset[Literal | Setting | Claim]:
    return frozenset(one for one in inside(test) if isinstance(one, (Literal, Setting, Claim)))


def _by_rows(
    context: Context, relation: Relation, role: str, was: tuple[Test, str], now: tuple[Test, str]
) -> Compared:
    came = rows_tried(context, relation, role, was, now)
    if came is None:
        return Compared(way=Way.OTHER)
    if came.more:
        return Compared(way=Way.MORE, tried=came.evidence)
    # Where other tables decide what passes now, rows that are not there would pass.
    lookup = any(isinstance(node, (Call, Query)) for node in inside(now[0]))
    return Compared(way=Way.OTHER if lookup else Way.FEWER, tried=came.evidence)
