"""The server that a verb works on: a throwaway one, or a disposable one that the user names."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pgassay.errors import ServerError

if TYPE_CHECKING:
    from pgassay.postgres.server import Server


@contextmanager
def serving(url: str | None, platform: str, *, disposable: bool) -> Generator[Server]:
    """A running server with the platform, on which nothing is yet; the embedded one without a `url`.

    Raises ServerError when there is none, or when it goes away.
    """
    import psycopg

    from pgassay.postgres.server import Server

    starting = (
        Server.start(platform=platform)
        if url is None
        else Server.external(url, platform=platform, disposable=disposable)
    )
    with starting as running:
        try:
            yield running
        except psycopg.OperationalError as error:
            raise ServerError(f"the server went away: {str(error).strip()}") from error
