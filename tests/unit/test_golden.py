"""What each format writes of the sample and of hostile names, byte for byte.

PGASSAY_ACCEPT=1 writes the files again: read the difference before it is committed.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from hostile_report import hostile
from pgassay.reports import FORMATS, render
from pgassay.version import VERSION
from sample_report import sample

GOLDEN = Path(__file__).parents[1] / "golden"
REPORTS = {"sample": sample, "hostile": hostile}


def written(name: str, format: str) -> str:
    """The report without what is the same in all and changes: the pages of rules, style and script."""
    text = render(REPORTS[name](), format).replace(VERSION, "VERSION")
    if format == "html":
        text = re.sub(r"sha256-[^']+", "HASH", text)
        return re.sub(r"(?s)<(style|script)>.*?</\1>", r"<\1></\1>", text)
    if format != "sarif":
        return text
    log = json.loads(text)
    driver = log["runs"][0]["tool"]["driver"]
    driver["rules"] = [rule["id"] for rule in driver["rules"]]
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("format", FORMATS)
def test_the_report_is_as_it_was(name: str, format: str) -> None:
    file = GOLDEN / f"{name}.{format}"
    text = written(name, format)
    if os.environ.get("PGASSAY_ACCEPT") == "1":
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    assert text == file.read_text("utf-8")
