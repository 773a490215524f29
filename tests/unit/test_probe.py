"""Questions to the replayed database are answered by what Postgres says of them, and by nothing else."""

from __future__ import annotations

import pytest

from pgassay.postgres.server import Server
from pgassay.read.probe import Probe


@pytest.mark.parametrize("ends", ["ROLLBACK", "COMMIT", ""])
def test_a_transaction_that_somebody_ended_refuses_nothing(server: Server, database: str, ends: str) -> None:
    with server.migrator(database) as connection:
        probe = Probe(connection)
        assert probe.refusal("SELECT 1") is None
        if ends:
            connection.execute(ends)
        assert probe.refusal("SELECT 1") is None


def test_what_a_question_did_is_undone(server: Server, database: str) -> None:
    with server.migrator(database) as connection:
        probe = Probe(connection)
        assert probe.refusal("CREATE TABLE public.t ()") is None
        refused = probe.refusal("SELECT FROM public.t")
        assert refused is not None
        assert refused.sqlstate == "42P01"
        assert probe.refusal("CREATE TABLE public.t ()") is None


def test_a_probe_asks_inside_a_transaction_that_goes_on(server: Server, database: str) -> None:
    with server.migrator(database) as connection:
        connection.execute("CREATE TABLE public.t ()")
        assert Probe(connection).refusal("SELECT FROM public.t") is None
        connection.execute("INSERT INTO public.t DEFAULT VALUES")
