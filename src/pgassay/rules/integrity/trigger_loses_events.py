"""trigger-loses-events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.facts.behaviour.swallows import swallows, tells_log, tells_why
from pgassay.facts.policies.reaches import listed
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_HANDLER = re.compile(r"\bEXCEPTION\s+WHEN\b", re.I)
_DONE = {"insert": "INSERT into", "update": "UPDATE of", "delete": "DELETE from", "merge": "MERGE into"}


@rule(on=Function, severity=Severity.MEDIUM, right="Triggers keep what they could not write")
def trigger_loses_events(function: Function, context: Context) -> Iterator[Finding | Holds]:
    """A trigger's function swallows the error of its own write, and keeps nothing of what it was to write.

    The row that fired it is stored and what should have followed is not: the audit has a hole, the event
    never comes, the new user has no profile. Nobody is told; the server's log has a line, if that.

    It speaks where WHEN OTHERS covers a write to another table and the handler neither raises, nor writes,
    nor calls anything. Low where it raises a notice or a warning that does not say what went wrong; info
    where the warning has SQLERRM, which the server's log keeps for a while: that the write goes first is a
    choice. Silent where the handler stores what was lost, such as in a table of dead letters, where it takes
    named errors only, where an earlier migration made the function without a handler (then somebody chose
    that the write goes first), and for functions that no enabled trigger calls.

    The facts that suffice: the parsed body's handler and the writes inside its block, and pg_trigger.
    """
    body = context.facts.bodies[function.identity]
    triggers = [
        one
        for one in context.catalog.triggers
        if one.function == function.identity and one.enabled != "disabled"
    ]
    if not function.is_trigger or not triggers or not body.handlers:
        return
    own = {trigger.relation for trigger in triggers}
    lost = [write for write in body.writes if write.caught and write.relation not in (None, *own)]
    if not swallows(function):
        yield context.holds(function)
        return
    # What is sent or built when it runs is not seen: nothing is told of it.
    if not lost or _added_later(function, context):
        return
    writes = list(dict.fromkeys(f"{_DONE[one.command]} {one.relation}" for one in lost))
    rows = any(trigger.per_row for trigger in triggers)
    severity, does, handler = _told(function)
    yield context.finding(
        function,
        f"{function.identity} {does} any error of its {listed(writes, 2)}: the statement that fired it "
        "goes through, and what was to follow is lost",
        severity=severity,
        evidence=[
            parsed(f"WHEN OTHERS in {function.identity} {handler}"),
            catalog(f"pg_trigger: {listed([trigger.identity for trigger in triggers], 3)}")
            if not rows
            else catalog(
                f"pg_trigger: {listed([trigger.identity for trigger in triggers], 3)}; each row opens a "
                "subtransaction"
            ),
        ],
        advice="In the handler INSERT what was lost, with SQLERRM, into a table that has no constraint it "
        "could violate",
    )


def _told(function: Function) -> tuple[Severity | None, str, str]:
    """How bad it is, what becomes of the error, and what the handler does."""
    if tells_why(function):
        return Severity.INFO, "leaves to the server's log", "raises a warning with SQLERRM, and keeps no row"
    if tells_log(function):
        return Severity.LOW, "swallows", "raises what does not say the error in the log, and keeps no row"
    return None, "swallows", "neither raises, nor writes, nor calls anything"


def _added_later(function: Function, context: Context) -> bool:
    """True where the function's first version handled no error at all."""
    made = [one for one in context.origins.of(context.ref(function)) if one.kind == "CreateFunctionStmt"]
    return len(made) > 1 and not _HANDLER.search(made[0].sql)
