"""Names are quoted as Postgres quotes them."""

from __future__ import annotations

import pytest
from pglast import keywords

from pgassay.model.names import function_identity, identity, nearest, parts, quoted


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("notes", "public.notes"),
        ("app.notes", "app.notes"),
        ('"app"."Notes"', 'app."Notes"'),
        ("Notes", 'public."Notes"'),
        ("user", 'public."user"'),
        ('public."order"', 'public."order"'),
        ('"odd.name"', 'public."odd.name"'),
        ('"a""b"', 'public."a""b"'),
        (" notes ", "public.notes"),
        ("2fa", 'public."2fa"'),
        ("cost$", 'public."cost$"'),
    ],
)
def test_a_relation_is_named_as_the_catalog_names_it(written: str, given: str) -> None:
    assert identity(written) == given


@pytest.mark.parametrize("written", ["", ".", "a.", ".a", "a.b.c", 'a"b', '"a', '"a"b'])
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        identity(written)


def test_parts_keep_case_and_drop_quotes() -> None:
    assert parts('app."My ""Notes"""') == ("app", 'My "Notes"')


def test_a_function_keeps_its_arguments() -> None:
    assert function_identity("signup") == "public.signup"
    assert function_identity("auth.signup(text, uuid)") == "auth.signup(text, uuid)"


def test_every_word_that_the_parser_reserves_is_quoted() -> None:
    """The list in the code is the parser's own; another version of it shows here."""
    reserved = keywords.RESERVED_KEYWORDS | keywords.COL_NAME_KEYWORDS | keywords.TYPE_FUNC_NAME_KEYWORDS
    assert [word for word in sorted(reserved) if quoted(word) == word] == []
    assert [word for word in sorted(keywords.UNRESERVED_KEYWORDS) if quoted(word) != word] == []


def test_nearest_names_one_or_none() -> None:
    assert nearest("rls-disable", ["rls-disabled", "truncate"]) == '; did you mean "rls-disabled"?'
    assert nearest("xyz", ["rls-disabled"]) == ""
