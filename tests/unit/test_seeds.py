"""Which files a seed is meant to be run again from, by what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgassay.config import Config
from pgassay.verbs.review import review

TABLE = "CREATE TABLE rates (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, currency text, rate real);"
#: A second run of the file is refused whatever becomes of the row.
SEED = "CREATE TABLE again (); INSERT INTO rates (currency, rate) VALUES ('EUR', 1.1);"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("1_tables.sql", "2_rates.sql"), False),
        (("1_tables.sql", "2_seed.sql"), True),
        (("1_tables.sql", "2_seed_rates.sql"), True),
        (("1_tables.sql", "2_seedling.sql"), False),
        (("V1__tables.sql", "V2__rates.sql"), False),
        (("V1__tables.sql", "R__rates.sql"), True),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_a_seed_is_spoken_of_where_its_file_is_run_again(
    tmp_path: Path, files: tuple[str, str], said: bool
) -> None:
    for name, text in zip(files, (TABLE, SEED), strict=True):
        (tmp_path / name).write_text(text, "utf-8")
    found = [one.rule for one in review([tmp_path], config=Config(platform="plain")).findings]
    assert ("seed-not-idempotent" in found) == said
