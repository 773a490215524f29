"""Servers that the tests share: one per platform for the whole run, a fresh database for each test."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import psycopg
import pytest
from psycopg import sql

from pgassay.postgres.server import Server

# Shells start what runs in the background with SIGINT ignored, and programs hand that on to what they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


class Servers:
    """The servers of a test run, each started when it is first asked for."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._running: dict[str, Server] = {}
        self._roles: dict[str, set[str]] = {}

    def __call__(self, platform: str) -> Server:
        if platform not in self._running:
            self._running[platform] = self._stack.enter_context(Server.start(platform=platform))
            self._roles[platform] = self._roles_of(platform)
        return self._running[platform]

    def forget_roles(self) -> None:
        """Drops the roles that a test left: they belong to a server, and the next test has the same one."""
        for platform, server in self._running.items():
            for role in self._roles_of(platform) - self._roles[platform]:
                with suppress(psycopg.Error):
                    server._keeper.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))

    def _roles_of(self, platform: str) -> set[str]:
        return {
            name
            for (name,) in self._running[platform]._keeper.execute("SELECT rolname FROM pg_catalog.pg_roles")
        }


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """A server for each platform, by name."""
    with ExitStack() as stack:
        yield Servers(stack)


@pytest.fixture(autouse=True)
def no_roles_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever roles a test makes on the shared servers end with it."""
    yield
    if "servers" in request.fixturenames:
        request.getfixturevalue("servers").forget_roles()


@pytest.fixture(scope="session")
def server(servers: Servers) -> Server:
    """A server with the plain platform."""
    return servers("plain")


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The name of a fresh database on the plain server."""
    with server.database() as name:
        yield name
