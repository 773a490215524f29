"""batch-hides-partial-failure."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.batches import Batch, batches
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_COUNTS = ("integer", "bigint", "smallint", "numeric")


@rule(on=Function, severity=Severity.HIGH, right="Functions over many rows say which of them went through")
def batch_hides_partial_failure(function: Function, context: Context) -> Iterator[Finding | Holds]:
    """A function takes a list of rows, can skip some of them, and answers with a count, a boolean or nothing.

    The caller cannot tell which rows were left out, or why: it shows success for work that was not done.

    It speaks where an array (or JSON list) argument chooses the rows of an UPDATE or DELETE, and rows of the
    list can be passed over: another column is tested too, or errors are caught row by row. It is silent where
    the function returns rows, or compares what it did with the length of the list. At medium where it returns
    a count, from which the caller can tell that some were left out, though not which. Facts that suffice:
    pg_proc's result type and argument types, and the parsed body.
    """
    body = context.facts.bodies.get(function.identity)
    if body is None or not body.understood or function.is_trigger:
        return
    found = list(batches(function, body))
    if not found:
        return
    hiding = [batch for batch in found if batch.skips]
    if not hiding or not _tells_nothing(function) or any(batch.counted for batch in hiding):
        yield context.holds(function)
        return
    first = hiding[0]
    yield context.finding(
        function,
        f"{function.identity} changes the rows of {first.relation} that {first.parameter} "
        f"lists and returns {_answer(function)}: "
        f"which rows were left out is not known",
        severity=Severity.MEDIUM if function.result in _COUNTS else None,
        evidence=[catalog(f"pg_proc.prorettype = {function.result}"), parsed(_how(first))],
        advice=(
            "Return one row for each element of the list: its id, whether it was done, and the "
            "reason where it was not."
        ),
    )


def _tells_nothing(function: Function) -> bool:
    """True when a function's answer cannot tell rows apart."""
    silent = (*_COUNTS, "boolean", "void", "text")
    return not function.returns_set and (function.result in silent or function.kind == "procedure")


def _answer(function: Function) -> str:
    return (
        "nothing"
        if function.result in ("void", "") or function.kind == "procedure"
        else f"one {function.result}"
    )


def _how(batch: Batch) -> str:
    return f"{batch.command} {batch.relation} by {batch.parameter}; {batch.skips}"
