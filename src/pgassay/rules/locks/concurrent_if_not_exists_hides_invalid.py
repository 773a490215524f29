"""concurrent-if-not-exists-hides-invalid."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, parsed, rule
from pgassay.rules.concurrently import OWN_FILE, built_beside, index_named
from pgassay.rules.observed import made
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.LOW)
def concurrent_if_not_exists_hides_invalid(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration builds an index CONCURRENTLY, and only IF NOT EXISTS.

    When the build fails or is cancelled, an invalid index of that name stays, which every write keeps up and
    no query uses. The next run finds the name taken, says so in a notice, and goes on as if all was well.
    DROP INDEX CONCURRENTLY IF EXISTS before it makes the second run build it.

    Silent where the file drops the index before.

    The facts that suffice: CREATE INDEX with both words, and no DROP INDEX of that name before it in the
    file.
    """
    tree = one.statement.tree
    if one.statement.kind != "IndexStmt" or not (tree.get("concurrent") and tree.get("if_not_exists")):
        return
    name = str(tree.get("idxname", ""))
    dropped = context.watched.index_drops.get((one.statement.location.file, name))
    if dropped is not None and dropped < one.statement.number:
        yield context.holds(one.statement)
        return
    identities = [command.identity for command in made(one, "index")]
    index = index_named(context.catalog, identities[0]) if identities else None
    built, rollback = built_beside(index)
    fix = None
    if index is not None and built is not None:
        fix = built.replace(OWN_FILE, f"{OWN_FILE}DROP INDEX CONCURRENTLY IF EXISTS {index.identity};\n")
    yield context.finding(
        one.statement,
        f"Index {name}: where its build fails, IF NOT EXISTS takes the invalid index that is left for it",
        evidence=[parsed("CREATE INDEX CONCURRENTLY IF NOT EXISTS")],
        fix=fix,
        rollback=rollback,
        instead=True,
        advice=f"DROP INDEX CONCURRENTLY IF EXISTS {name} before it, and leave IF NOT EXISTS out",
        detail=name,
    )
