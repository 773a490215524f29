"""Descriptions that Postgres prints otherwise once it has read them again."""

from __future__ import annotations

import pytest

from pgassay.referee.same import is_same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            "CHECK (((role)::text = ANY ((ARRAY['a'::character varying, 'b'::bpchar])::text[])))",
            "CHECK (((role)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::bpchar)::text])))",
            True,
        ),
        ("CHECK ((a OR (b AND c)))", "CHECK (((a OR b) AND c))", False),
        ("DEFAULT '1'::date", "DEFAULT '1'", False),
        ("CHECK ((a <> 'b::text'))", "CHECK ((a <> 'b'))", False),
        ("CHECK (lower(a))", "CHECK (lowera)", False),
        (None, "CHECK (a)", False),
    ],
)
def test_casts_between_types_of_text_make_no_difference(one: str | None, other: str, *, same: bool) -> None:
    assert is_same(one, other) is same
