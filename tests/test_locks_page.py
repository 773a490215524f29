"""The page on locks says what the server does."""

from __future__ import annotations

from conftest import Servers
from lock_forms import PAGE, cell, done, forms


def test_the_page_on_locks_is_current(servers: Servers) -> None:
    asked = forms()
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    for form, line, now in zip(asked, lines, done(servers("plain"), asked), strict=True):
        assert line.startswith(f"| {cell(form)} | {now} | "), f"make docs writes the page anew: {now}"


def test_forms_are_many_and_differ() -> None:
    assert len({form.text + form.note for form in forms()}) == len(forms()) >= 140
