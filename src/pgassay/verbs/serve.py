"""The server that a verb works on: a throwaway one, or a disposable one that the user names."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from pgassay.errors import ServerError
from pgassay.read.distrust import GONE, Distrust, ServerKilled, ServerLost

if TYPE_CHECKING:
    from pgassay.model.report import Report
    from pgassay.postgres.server import Server


@contextmanager
def serving(url: str | None, platform: str, *, disposable: bool) -> Generator[Server]:
    """A running server with the platform, on which nothing is yet; the embedded one without a `url`.

    Raises ServerError when there is none, ServerLost when it goes away.
    """
    import psycopg

    from pgassay.postgres.connect import told
    from pgassay.postgres.server import Server

    starting = (
        Server.start(platform=platform)
        if url is None
        else Server.external(url, platform=platform, disposable=disposable)
    )
    with starting as running:
        try:
            yield running
        except (ServerKilled, ServerLost):
            raise
        except (psycopg.OperationalError, ServerError) as error:
            if not running.answers:
                raise ServerLost(GONE) from error
            if isinstance(error, ServerError):
                raise
            raise ServerError(f"the server ended a session of the review: {told(error)}") from error


def on_another(
    work: Callable[[Server, Distrust, bool], Report],
    serve: Callable[[], AbstractContextManager[Server]],
    *,
    at_most: int,
) -> Report:
    """What `work` makes on a server that `serve` gives; on another one where that goes down: warned where a
    statement brought it down, once where nobody knows what did. `work` is told which statements to distrust,
    and whether it has its last server.

    Raises ServerKilled when statements brought down `at_most` servers, ServerLost when a second one was lost.
    """
    distrust, lost = Distrust(), False
    while True:
        at_most -= 1
        last = lost or at_most == 0
        try:
            with serve() as running:
                return work(running, distrust, last)
        except ServerKilled as killed:
            if at_most == 0:
                raise
            # The next one is told which statement it was, as closely as that is known.
            distrust = distrust.and_of(killed.numbers)
        except ServerLost:
            if last:
                raise
            lost = True
