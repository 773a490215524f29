"""Runs the hostile cases of tests/hostile and says what escaped; also on its own, as another user.

A case is a folder of migrations and an expected.json that says `why`, and on which `platform` (supabase by
default); `found` are findings that must be there, each by rule, place and words. One that lowers the server's
`limits` or leaves something on it (`own`) gets a server to itself. It has `seconds` (default 6), and unless
`rest` is false a table that follows it must be reviewed as ever.

In the SQL @written@ is a path that must not come to be, @secret@ a file whose words must not be told, and
@port@ where somebody listens who must not be called.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from msgspec.structs import replace
from psycopg import sql

from pgassay.config import Config, load
from pgassay.model.report import Report
from pgassay.postgres.server import Limits, Server
from pgassay.read.migrations import read_migrations
from pgassay.reports import FORMATS, render
from pgassay.rules.discover import rules
from pgassay.verbs.review import Asked, on_servers, reviewed

CASES = Path(__file__).parent / "hostile"
SECRET = "the-words-of-another-file"
SHORT = Limits(statement_seconds=1)
#: Added to every case: what comes after an attack is reviewed as ever.
REST = """
CREATE TABLE public.rest_of_review (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
GRANT SELECT ON public.rest_of_review TO PUBLIC;
"""

#: What all cases are asked; those that attack the reading of a schema say `"rules": "all"`, and are shown in
#: all formats too.
_ASKED = ("statement-refused", "migration-fails", "syntax-error", "rls-disabled", "stand-in-used")

_SUPERUSERS = """
SELECT 'superuser ' || rolname FROM pg_catalog.pg_roles WHERE rolsuper AND rolname <> 'pgassay_admin'
UNION ALL
SELECT m.member::regrole || ' is a member of ' || r.rolname
FROM pg_catalog.pg_auth_members AS m JOIN pg_catalog.pg_roles AS r ON r.oid = m.roleid
WHERE r.rolname ~ '^pgassay_|^pg_(read|write|execute)_|^pg_(signal|maintain|checkpoint|create)'
  AND m.member::regrole::text NOT IN ('pg_monitor')
UNION ALL
SELECT 'owned by a superuser: ' || p.oid::regprocedure
FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_roles AS r ON r.oid = p.proowner
WHERE p.prosecdef AND r.rolsuper
"""
_TABLESPACES = """
SELECT 'a tablespace lies outside the data directory, or is its own: ' || spcname
FROM pg_catalog.pg_tablespace AS t JOIN pg_catalog.pg_roles AS r ON r.oid = t.spcowner
WHERE t.oid >= 16384 AND NOT (r.rolsuper AND pg_catalog.pg_tablespace_location(t.oid) LIKE 'pg_tblspc/%')
UNION ALL
SELECT 'there are many tablespaces' FROM pg_catalog.pg_tablespace HAVING count(*) > 18
"""
_RECORDER = """
SELECT evtname, evtenabled::text FROM pg_catalog.pg_event_trigger ORDER BY 1
"""
_SESSIONS = """
SELECT 'a session is left: ' || coalesce(query, '') FROM pg_catalog.pg_stat_activity
WHERE usename = 'postgres' AND backend_type = 'client backend'
UNION ALL
SELECT 'a lock is left: ' || locktype || coalesce(' on ' || relation::regclass, '')
FROM pg_catalog.pg_locks WHERE pid <> pg_catalog.pg_backend_pid()
  AND pid NOT IN (SELECT pid FROM pg_catalog.pg_stat_activity WHERE usename = 'pgassay_admin')
UNION ALL
SELECT 'a prepared transaction is left' FROM pg_catalog.pg_prepared_xacts
UNION ALL
SELECT 'a replication slot is left' FROM pg_catalog.pg_replication_slots
"""
#: What a terminal obeys, or a pipeline's runner at the start of a line.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a case would show outside the box."""

    written: Path
    secret: Path
    listener: socket.socket

    @property
    def port(self) -> int:
        return self.listener.getsockname()[1]

    def fill(self, text: str) -> str:
        """The SQL of a case with its places named."""
        for word, value in (("written", self.written), ("secret", self.secret), ("port", self.port)):
            text = text.replace(f"@{word}@", str(value))
        return text

    def problems(self) -> Iterator[str]:
        """What came out of the box."""
        if self.written.exists():
            yield f"{self.written} was written"
        with suppress(BlockingIOError):
            self.listener.accept()[0].close()
            yield "somebody called from the box"


@contextmanager
def surroundings() -> Iterator[Surroundings]:
    """A path nothing may write, a file that anybody may read, and somebody who listens."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listener:
        os.chmod(folder, 0o777)
        secret = Path(folder, "secret")
        secret.write_text(f"{SECRET}\n")
        secret.chmod(0o644)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        yield Surroundings(Path(folder, "written"), secret, listener)


def cases() -> list[Path]:
    """The folders of all cases."""
    return sorted(path.parent for path in CASES.glob("*/expected.json"))


def stated(case: Path) -> dict[str, Any]:
    """What a case says of itself."""
    return json.loads((case / "expected.json").read_text("utf-8"))


def run_alone(case: Path, around: Surroundings) -> list[str]:
    """What is wrong after the case was reviewed on a server of its own, or on several."""
    problems: list[str] = []

    @contextmanager
    def serve() -> Iterator[Server]:
        with Server.start(platform=platform_of(case), limits=limits_of(case) or SHORT) as server:
            yield server
            problems.extend(left_in(server, "postgres"))

    began = time.monotonic()
    report = on_servers(asked_of(case, around), serve)
    return [*problems, *wrong_in(report, case, around, time.monotonic() - began)]


def run_shared(server: Server, case: Path, around: Surroundings, database: str) -> list[str]:
    """What is wrong after the case was reviewed in an empty database of `server`; nothing, if it held."""
    began = time.monotonic()
    report = reviewed(server, asked_of(case, around), database=database)
    problems = wrong_in(report, case, around, time.monotonic() - began)
    return [*problems, *left_in(server, database)]


def wrong_in(report: Report, case: Path, around: Surroundings, taken: float) -> list[str]:
    """What a report says that it should not, or does not say, and what came out of the box meanwhile."""
    said = stated(case)
    problems = list(around.problems())
    if taken > said.get("seconds", 6):
        problems.append(f"it took {taken:.1f} s")
    problems += [f"not found: {wanted}" for wanted in said.get("found", ()) if not _has(report, wanted)]
    told = {ref.identity for one in report.findings for ref in one.objects}
    if said.get("rest", True) and "public.rest_of_review" not in told:
        problems.append("what came after it was not reviewed")
    problems += [f"went wrong: {error}" for error in report.errors]
    return [*problems, *shown_badly(report, FORMATS if said.get("rules") == "all" else ("text", "json"))]


def platform_of(case: Path) -> str:
    """The platform a case runs on."""
    return stated(case).get("platform", "supabase")


def asked_of(case: Path, around: Surroundings) -> Asked:
    """What is asked about a case, read from a folder of its own with its places named."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "migrations")
        folder.mkdir()
        for file in sorted(case.glob("*.sql")):
            (folder / file.name).write_text(around.fill(file.read_text("utf-8")), "utf-8")
        (folder / "99_rest.sql").write_text(REST, "utf-8")
        config = load(case / "pgassay.toml", start=case) if (case / "pgassay.toml").exists() else Config()
        source = read_migrations([folder])
    return Asked(
        paths=("migrations",),
        source=source,
        config=config,
        platform=platform_of(case),
        rules=[one for one in rules() if stated(case).get("rules") == "all" or one.name in _ASKED],
        whole=True,
    )


def _has(report: Report, wanted: dict[str, str]) -> bool:
    for one in report.findings:
        place = f"{Path(one.location.file).name}:{one.location.line}" if one.location else ""
        told = " ".join((one.message, *(item.summary for item in one.evidence)))
        if (
            one.rule == wanted["rule"]
            and place.startswith(wanted.get("at", ""))
            and wanted.get("says", "") in told
        ):
            return True
    return False


def shown_badly(report: Report, formats: Sequence[str]) -> Iterator[str]:
    """What a report in one of its formats tells or would make its reader do."""
    for format in formats:
        text = render(report, format)
        if SECRET in text:
            yield f"{format} tells {SECRET!r}"
        found = _OBEYED.search(text)
        if found:
            yield f"{format} holds {found.group()!r}"


def left_in(server: Server, database: str) -> Iterator[str]:
    """What the case has got hold of, or left behind, on a server that runs."""
    if not server.alive:
        yield "the server is gone"
        return
    with server.admin(database) as admin:
        yield from (row[0] for row in admin.execute(_SUPERUSERS))
        yield from (row[0] for row in admin.execute(_TABLESPACES))
        recorder = [tuple(row) for row in admin.execute(_RECORDER)]
        if recorder != [("pgassay_command", "A"), ("pgassay_drop", "A")]:
            yield f"the recorder is changed: {recorder}"
        until = time.monotonic() + 2
        while left := [row[0] for row in admin.execute(_SESSIONS)]:
            if time.monotonic() > until:
                yield from left
                return
            time.sleep(0.05)


def limits_of(case: Path) -> Limits | None:
    """The limits of a case that needs a server of its own; None for one that shares."""
    said = stated(case)
    if "limits" not in said and not said.get("own"):
        return None
    return replace(SHORT, **said.get("limits", {}))


def main() -> int:
    """Runs the cases that are named, or all; prints what escaped and returns how many did."""
    wanted = [CASES / name for name in sys.argv[1:]] or cases()
    escaped = 0
    with ExitStack() as stack:
        around = stack.enter_context(surroundings())
        shared: dict[str, Server] = {}
        for case in wanted:
            platform, began = platform_of(case), time.monotonic()
            if limits_of(case) is not None:
                problems = run_alone(case, around)
            else:
                if platform not in shared:
                    shared[platform] = stack.enter_context(Server.start(platform=platform, limits=SHORT))
                problems = run_in_turn(shared[platform], case, around)
            escaped += bool(problems)
            print(f"{case.name}: {time.monotonic() - began:.2f} s", *problems, sep="\n  ", flush=True)
    return escaped


def roles_of(server: Server) -> set[str]:
    """The names of all roles of a server."""
    return {name for (name,) in server._keeper.execute("SELECT rolname FROM pg_catalog.pg_roles")}


def run_in_turn(server: Server, case: Path, around: Surroundings) -> list[str]:
    """What is wrong after the case was reviewed in a database of its own, which is gone afterwards."""
    before = roles_of(server)
    with server.database() as database:
        problems = run_shared(server, case, around, database)
    forget_roles(server, before)
    return problems


def forget_roles(server: Server, before: set[str]) -> None:
    """Drops the roles that a case left: they belong to a server, and the next case has the same one."""
    for role in roles_of(server) - before:
        with suppress(psycopg.Error):
            server._keeper.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


if __name__ == "__main__":
    sys.exit(main())
