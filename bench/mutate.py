"""Mutates rules and asks their fixtures: a mutant that none of them tells from the rule is not tested.

    python bench/mutate.py [RULE ...]

Each condition of a rule's file is negated, each part of an AND or OR left out, each comparison turned; the
mutant is then asked about every fixture of the rule. Survivors are listed by line.
"""

from __future__ import annotations

import ast
import copy
import importlib
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from msgspec.structs import replace

from judging import config_of, in_use
from pgassay.model.finding import Finding
from pgassay.postgres.server import Server
from pgassay.read.migrations import read_migrations
from pgassay.read.probe import Probe
from pgassay.rules.context import Context
from pgassay.rules.discover import rules
from pgassay.rules.rule import Rule
from pgassay.rules.run import judge
from pgassay.verbs.examine import examine
from pgassay.verbs.serve import serving
from test_rules import CASES, facts_of, files, name_of

#: A mutant that takes more time of the processor goes round in circles.
_SECONDS = 3.0

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@dataclass(slots=True)
class Mutant:
    """A rule with one change; `killed` once a fixture tells it from the rule."""

    line: int
    change: str
    rule: Rule
    killed: bool = False


@dataclass(slots=True)
class Asked:
    """A rule with its mutants, and the fixtures it has."""

    rule: Rule
    mutants: list[Mutant] = field(default_factory=list[Mutant])


def mutants(rule: Rule) -> Iterator[Mutant]:
    """Every mutant of a rule's file that Python takes."""
    module = importlib.import_module(rule.check.__module__)
    assert module.__file__ is not None
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    for number, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            changed = copy.deepcopy(tree)
            text = change(next(islice(ast.walk(changed), number, None)))
            line: int = getattr(node, "lineno", None) or getattr(getattr(node, "iter", None), "lineno", 0)
            made = _made(changed, module.__name__, rule.name)
            if made is not None:
                yield Mutant(line=line, change=text, rule=made)


def _changes(node: ast.AST) -> list[Any]:
    found: list[Any] = []
    if isinstance(node, ast.If | ast.IfExp):
        found.append(_negate)
    if isinstance(node, ast.comprehension):
        found += [lambda one, at=at: _drop(one.ifs, at, "leaves out") for at in range(len(node.ifs))]
    if isinstance(node, ast.BoolOp):
        found += [lambda one, at=at: _drop(one.values, at, "leaves out") for at in range(len(node.values))]
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        found.append(_turn)
    return found


def _negate(node: Any) -> str:
    said = ast.unparse(node.test)
    node.test = ast.UnaryOp(op=ast.Not(), operand=node.test)
    return f"negates {said}"


def _drop(parts: list[ast.expr], at: int, word: str) -> str:
    return f"{word} {ast.unparse(parts.pop(at))}"


def _turn(node: Any) -> str:
    said = ast.unparse(node)
    node.ops[0] = _TURNED[type(node.ops[0])]()
    return f"turns {said}"


def _made(tree: ast.Module, name: str, rule: str) -> Rule | None:
    space: dict[str, Any] = {"__name__": name}
    try:
        exec(compile(ast.fix_missing_locations(tree), name, "exec"), space)
    except Exception:
        return None
    return next((one for one in space.values() if isinstance(one, Rule) and one.name == rule), None)


def said(context: Context, rule: Rule) -> object:
    """What a rule finds and holds; or that it breaks."""
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        judgement = judge(context, [rule], report_ignores=False)
    except (Exception, _Endless) as error:
        return repr(error)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    found: Sequence[Finding] = judgement.findings
    held = [(one.held, one.unchecked) for one in judgement.holds]
    return (judgement.errors, [facts_of(finding) for finding in found], held)


class _Endless(BaseException):
    """No Exception: what catches those goes on with the next object."""


def _give_up(*_: object) -> None:
    raise _Endless


def ask(servers: dict[str, Server], stack: ExitStack, folder: Path, asked: Asked) -> None:
    """Asks the rule and its living mutants about a fixture."""
    config = config_of(folder)
    if config.platform not in servers:
        servers[config.platform] = stack.enter_context(serving(None, config.platform, disposable=False))
    server = servers[config.platform]
    for file in ("bad.sql", "good.sql"):
        paths = files(folder, file)
        with server.database() as database:
            context, _ = examine(server, read_migrations(paths), config, server.platform, database=database)
            context = in_use(context, paths[-1].with_suffix(".statistics.json"))
            with server.migrator(database) as connection:
                probing = replace(context, probe=Probe(connection))
                right = said(probing, asked.rule)
                for mutant in asked.mutants:
                    if not mutant.killed:
                        mutant.killed = said(probing, mutant.rule) != right
                        connection.rollback()


def main() -> None:
    """Prints for each rule how many mutants there are and which survive."""
    wanted = sys.argv[1:]
    total = killed = 0
    signal.signal(signal.SIGVTALRM, _give_up)
    with ExitStack() as stack:
        servers: dict[str, Server] = {}
        for rule in rules():
            if wanted and rule.name not in wanted:
                continue
            asked = Asked(rule=rule, mutants=list(mutants(rule)))
            for folder in CASES:
                if name_of(folder) == rule.name:
                    ask(servers, stack, folder, asked)
            dead = sum(mutant.killed for mutant in asked.mutants)
            total, killed = total + len(asked.mutants), killed + dead
            print(f"{rule.name}: {dead} of {len(asked.mutants)} killed", flush=True)
            for mutant in asked.mutants:
                if not mutant.killed:
                    print(f"  {mutant.line}: {mutant.change}", flush=True)
    print(f"{killed:,} of {total:,} mutants killed")


if __name__ == "__main__":
    main()
