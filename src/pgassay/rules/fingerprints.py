"""What a finding is recognised by from one run to the next."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from pgassay.model.finding import Finding

#: Kinds of objects that have no name but the place they stand at, which moves with every edit above it.
_UNNAMED = ("statement", "ignore")
_PLACE = re.compile(r"\S*:\d+:\d+$")


def marked(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with their fingerprints: rule, object and distinguishing detail, never a line number or a
    path.

    Statements are known by their text; of those with the same text the later ones are counted.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        detail = finding.fingerprint.partition("|")[0]
        unnamed = finding.object.kind in _UNNAMED
        name = _PLACE.sub("", finding.object.identity) if unnamed else finding.object.identity
        text = "\0".join((finding.rule, finding.object.kind, name, detail))
        if unnamed:
            seen[text] += 1
            text += f"\0{seen[text]}" if seen[text] > 1 else ""
        yield replace(finding, fingerprint=hashlib.sha256(text.encode()).hexdigest()[:16])
