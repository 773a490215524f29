"""Servers that the tests share: one per platform for the whole run, a fresh database for each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from pgassay.postgres.server import Server


class Servers:
    """The servers of a test run, each started when it is first asked for."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._running: dict[str, Server] = {}

    def __call__(self, platform: str) -> Server:
        if platform not in self._running:
            self._running[platform] = self._stack.enter_context(Server.start(platform=platform))
        return self._running[platform]


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """A server for each platform, by name."""
    with ExitStack() as stack:
        yield Servers(stack)


@pytest.fixture(scope="session")
def server(servers: Servers) -> Server:
    """A server with the plain platform."""
    return servers("plain")


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The name of a fresh database on the plain server."""
    with server.database() as name:
        yield name
