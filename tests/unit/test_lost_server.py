"""A server that goes away under a review: the review is done again, or says what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from pgassay.model.report import Report
from pgassay.postgres.connect import run, told
from pgassay.postgres.server import Server
from pgassay.read.distrust import ServerLost
from pgassay.verbs import review as verb
from pgassay.verbs import trial

SCHEMA = """
CREATE TABLE tenants (id uuid PRIMARY KEY);
CREATE TABLE notes (id uuid PRIMARY KEY, tenant_id uuid REFERENCES tenants, body text);
GRANT SELECT ON notes TO anon;
"""


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Report]:
    """A review whose server is stopped when a function is called, the first so many times."""
    (tmp_path / "0001_notes.sql").write_text(SCHEMA)

    def done(module: object, name: str, times: int) -> Report:
        servers: list[Server] = []
        serving, function = verb.serving, getattr(module, name)

        @contextmanager
        def noted(*args: object, **given: object) -> Iterator[Server]:
            with serving(*args, **given) as server:  # pyright: ignore[reportArgumentType, reportCallIssue]
                servers.append(server)
                yield server

        def stopping(*args: object, **given: object) -> object:
            if len(servers) <= times:
                servers[-1]._host.stop()  # pyright: ignore[reportPrivateUsage]
            return function(*args, **given)

        with monkeypatch.context() as patched:
            patched.setattr(verb, "serving", noted)
            patched.setattr(module, name, stopping)
            return verb.review([tmp_path], platform="supabase")

    return done


POINTS = [(verb, "judge"), (trial, "fingerprint"), (trial, "judge"), (verb, "examine")]


@pytest.mark.parametrize(("module", "name"), POINTS, ids=lambda one: str(one))
def test_one_that_is_lost_once_is_replaced(
    review: Callable[..., Report], module: object, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert review(module, name, 1) == review(module, name, 0)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(("module", "name"), [(verb, "judge"), (verb, "examine")], ids=lambda one: str(one))
def test_a_review_without_answers_is_none(review: Callable[..., Report], module: object, name: str) -> None:
    with pytest.raises(ServerLost, match="went away in the middle of the review"):
        review(module, name, 9)


@pytest.mark.parametrize("name", ["fingerprint", "judge"])
def test_what_was_not_tried_is_said(
    review: Callable[..., Report], name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, found = review(trial, name, 0), review(trial, name, 9)
    assert [one.fingerprint for one in found.findings] == [one.fingerprint for one in whole.findings]
    fixes = [one.fix for one in found.findings if one.fix is not None]
    assert fixes and not any(fix.tried for fix in fixes)
    (said,) = set(found.not_checked) - set(whole.not_checked)
    assert said.what == f"{len(fixes)} fixes"
    assert said.why == "the server went away while fixes were tried: run the review again"
    assert capfd.readouterr().err == ""


def test_what_the_driver_says_by_itself_is_not_told(server: Server) -> None:
    with server.database() as database, server.migrator(database) as connection:
        with pytest.raises(psycopg.Error) as refused:
            run(connection, "SELECT * FROM nowhere")
        assert told(refused.value) == 'relation "nowhere" does not exist'
        connection.close()
        with pytest.raises(psycopg.Error) as lost:
            run(connection, "SELECT 1")
    assert told(lost.value) == "the session was lost"
    turned_away = 'connection failed: connection to server on socket "/x" failed: FATAL:  too many clients'
    assert told(psycopg.OperationalError(turned_away)) == "too many clients"
