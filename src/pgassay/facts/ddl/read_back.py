"""Whether Postgres reads a policy's expression back as it printed it, as a fix and its way back need."""

from __future__ import annotations

from pgassay.facts.functions.sources import Sources
from pgassay.model.relations import Policy
from pgassay.postgres import parse


def is_read_back(policy: Policy, sources: Sources) -> bool:
    """False where the printed expression is refused, or is another one of the same meaning.

    Refused is a call that a function made later has made ambiguous. Another one comes of a list of varchar
    that is taken as text[].
    """
    return all(
        "::character varying])::text[]" not in sql and not _is_ambiguous(sql, sources)
        for sql in (policy.using, policy.check)
        if sql is not None
    )


def _is_ambiguous(sql: str, sources: Sources) -> bool:
    tree = parse.expression(sql)
    for kind, fields in parse.walk(tree) if tree is not None else ():
        if kind == "FuncCall":
            name = ".".join(part["String"]["sval"] for part in fields["funcname"])
            # Where a call is given nothing, no type tells apart functions that have a default for all.
            if not fields.get("args") and len(sources.accepting(name, 0)) > 1:
                return True
    return False
