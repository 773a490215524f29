"""Forms of text: the patterns take what they should, and Postgres reads them as Python does."""

from __future__ import annotations

import pytest
from psycopg import sql

from pgassay.facts.tables.formats import FORMATS
from pgassay.postgres.server import Server

RIGHT = [
    ("cron", "0 9 * * 1"),
    ("cron", "*/15 0-6,20-23 1,15 JAN-MAR mon-fri"),
    ("cron", "59 23 31 12 7"),
    ("url", "https://example.com/a?b=c"),
    ("url", "HTTP://example.com"),
    ("email", "somebody@example.com"),
    ("slug", "one-two_3"),
]
WRONG = [
    ("cron", "every monday"),
    ("cron", "0 9 * *"),
    ("cron", "0 9 * * * *"),
    ("cron", "60 9 * * 1"),
    ("cron", "0 24 * * 1"),
    ("cron", "0 9 32 * *"),
    ("cron", "0 9 * 13 *"),
    ("cron", "0 9 * * 8"),
    ("cron", "0 9 * * 1; drop"),
    ("cron", ""),
    ("url", "javascript:alert(1)"),
    ("url", "https://two words"),
    ("email", "somebody@example"),
    ("email", "a@b@example.com"),
    ("slug", "One Two"),
    ("slug", "-one"),
]


@pytest.mark.parametrize(("form", "text"), RIGHT)
def test_right_text_has_the_form(form: str, text: str) -> None:
    assert FORMATS[form].matches(text)


@pytest.mark.parametrize(("form", "text"), WRONG)
def test_wrong_text_has_not(form: str, text: str) -> None:
    assert not FORMATS[form].matches(text)


def test_postgres_agrees(server: Server) -> None:
    with server.admin() as connection:
        for form, text in RIGHT + WRONG:
            operator = sql.SQL("~*" if FORMATS[form].blind else "~")
            query = sql.SQL("SELECT {} {} {}").format(
                sql.Literal(text), operator, sql.Literal(FORMATS[form].pattern)
            )
            row = connection.execute(query).fetchone()
            assert row is not None
            assert row[0] is ((form, text) in RIGHT), (form, text)
