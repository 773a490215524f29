"""The same schema under other names: what a rule says must not change with them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from pglast.parser import ParseError, scan

from naming import WORD, Names, listed, matched
from pgassay.postgres.parse import split_statements

#: What tenant keys are called; a schema that uses one is also run with the others.
TENANT_KEYS = ("tenant_id", "org_id", "account_id", "workspace_id")
_OTHER_KEYS = ("organization_id", "organisation_id", "team_id", "company_id")

#: Names that PL/pgSQL and ON CONFLICT give a meaning, and the one that every key is called.
_FIXED = frozenset(["id", "new", "old", "excluded", "found", "result", "public"])
#: A new word is a q and as many of these as the old word has letters left: no hint, and no word, is spelt so.
_LETTERS = "bcdfghjklmnprtvwxz"
#: What a column with listed values is often called; the list says it better.
_STATES = frozenset(
    {"status", "state", "stage", "phase", "role", "type", "kind", "level", "mode", "plan", "tier"}
)


class Renaming:
    """Other names for all that some texts define, and the way back.

    `key` is the new tenant key. `builtin` are the names of Postgres's own functions and types, `platform` the
    that are hints, and so do tables, whose names can be all that says that they keep the past; if `strict`,
    that are hints, and so do tables, whose names can be all that says that they keep the past; with `strict`
    tables keep none, and columns none of those that a CHECK or an enum says as well.
    """

    def __init__(
        self,
        texts: Iterable[str],
        *,
        key: str,
        builtin: frozenset[str],
        platform: Mapping[str, Mapping[str, set[str]]],
        strict: bool = False,
    ) -> None:
        texts = list(texts)
        names = Names()
        for text in texts:
            for statement in split_statements(text, "")[0]:
                names.add(statement)
        self._platform = platform
        self._parameters = names.parameters
        self._relations = sorted(names.relations, key=lambda name: (-len(name), name))
        self._words: dict[str, str] = {}
        self._kept = {name: matched(name) for name in names.relations if not strict}
        columns = names.columns | names.parameters
        for name in columns:
            self._kept[name] = (matched(name) | listed(name)) - (_STATES if strict else set())
        fixed = _FIXED | builtin | self._borrowed(texts)
        free = {
            name for name in names.relations | columns | names.others if name not in fixed and _is_plain(name)
        }
        #: The column that is called like a tenant key, if there is one.
        self.key = next((name for name in (*TENANT_KEYS, *_OTHER_KEYS) if name in names.columns), None)
        self._alternative = key
        self._allot({word for name in free for word in _words(name) if word not in self._kept.get(name, ())})
        self.new = {name: self._renamed(name) for name in free}

    def _borrowed(self, texts: list[str]) -> set[str]:
        """The columns of the platform's relations that some text reads and not only references."""
        found: set[str] = set()
        for text in texts:
            for schema, relations in self._platform.items():
                for relation, columns in relations.items():
                    spelt = (
                        rf'\b{schema}\s*\.\s*"?{relation}\b' if schema != "pg_catalog" else rf"\b{relation}\b"
                    )
                    places = list(re.finditer(spelt, text, re.I))
                    if any(
                        not re.search(r"\breferences\s*$", text[: place.start()], re.I) for place in places
                    ):
                        found |= columns
        return found

    def _allot(self, words: set[str]) -> None:
        """A new word for each, of the same length; words that are each other's plural stay so."""
        stems = {_stem(word)[0] for word in words}
        numbers: Counter[tuple[int, bool]] = Counter()
        for stem in sorted(stems, key=lambda one: hashlib.sha256(one.encode()).digest()):
            shape = (len(stem), stem.endswith("y"))
            self._words[stem] = _code(numbers[shape], *shape)
            numbers[shape] += 1

    def _word(self, word: str) -> str:
        stem, ending = _stem(word.lower())
        new = self._words.get(stem)
        if new is None:
            return word
        new = new[:-1] + ending if ending == "ies" else new + ending
        return (
            new.upper()
            if word.isupper() and len(word) > 1
            else new.capitalize()
            if word[0].isupper()
            else new
        )

    def _renamed(self, name: str) -> str:
        if name == self.key:
            return self._alternative
        kept = self._kept.get(name, set())
        return WORD.sub(lambda m: m.group() if m.group().lower() in kept else self._word(m.group()), name)

    def name(self, name: str) -> str:
        """The new name for a name; for one that Postgres derived (`t_c_fkey`) what it derives now."""
        if name in self.new:
            return self.new[name]
        for relation in self._relations:
            if name.startswith(f"{relation}_"):
                rest = name[len(relation) + 1 :]
                column, _, suffix = rest.rpartition("_")
                if re.fullmatch(r"(fkey|pkey|key|check|idx|seq|excl)\d*", suffix):
                    columns = self.new.get(column, column)
                    return "_".join(
                        part for part in (self.new.get(relation, relation), columns, suffix) if part
                    )
        return name

    def apply(self, text: str) -> str:
        """The text with every name changed that is one: in bodies too, in values never."""
        try:
            tokens = scan(text)
        except ParseError:
            return text
        edits: list[tuple[int, int, str]] = []
        spelt = [text[token.start : token.end + 1] for token in tokens]
        for index, token in enumerate(tokens):
            if token.name == "IDENT":
                new = self._identifier(spelt, index)
            elif token.name == "SCONST":
                new = self._literal(spelt, index)
            else:
                continue
            edits.append((token.start, token.end + 1, new))
        parts: list[str] = []
        done = 0
        for start, end, new in edits:
            parts += [text[done:start], new]
            done = end
        return "".join([*parts, text[done:]])

    def _identifier(self, spelt: list[str], index: int) -> str:
        word = spelt[index]
        before = spelt[index - 1] if index else ""
        if before == "." and index > 1 and spelt[index - 2].strip('"').lower() in self._platform:
            return word
        quoted = word.startswith('"')
        name = word[1:-1].replace('""', '"') if quoted else word.lower()
        after = spelt[index + 1] if index + 1 < len(spelt) else ""
        if after in (":=", "=>") and before in ("(", ",") and name not in self._parameters:
            return word  # an argument of somebody else's function
        new = self.name(name)
        if new == name:
            return word
        return '"' + new.replace('"', '""') + '"' if quoted else new

    def _literal(self, spelt: list[str], index: int) -> str:
        """A string that holds SQL or names an object, with new names; any other as it is."""
        word = spelt[index]
        before = [one.lower() for one in spelt[max(0, index - 6) : index]]
        last = before[-1] if before else ""
        if word.startswith("$"):
            tag = word[: word.index("$", 1) + 1]
            return tag + self.apply(word[len(tag) : -len(tag)]) + tag
        if not word.startswith("'"):
            return word
        text = word[1:-1].replace("''", "'")
        cast = [one.lower() for one in spelt[index + 1 : index + 3]]
        names_one = cast[:1] == ["::"] and cast[1:] and cast[1].startswith("reg")
        names_one = names_one or (last == "(" and before[-2:-1] and before[-2] in _TAKES_NAME)
        key = last in ("->", "->>", "?") and {"to_jsonb", "row_to_json"} & set(before)
        runs = last in ("as", "execute", "do", "||") or (last == "(" and before[-2:-1] == ["format"])
        dynamic = "execute" in {one.lower() for one in spelt}
        if key or (dynamic and text in self.new and text in self._relations):
            text = self.name(text)
        elif names_one or (runs and (dynamic or last in ("as", "do"))):
            text = self.apply(text)
        return "'" + text.replace("'", "''") + "'"

    def settings(self, text: str) -> str:
        """A configuration file with new names inside its strings."""
        return re.sub(
            r'"([^"\n]*)"',
            lambda m: (
                '"' + re.sub(r"[A-Za-z_][A-Za-z0-9_]*", lambda n: self.name(n.group()), m.group(1)) + '"'
            ),
            text,
        )

    def back(self, text: str) -> str:
        """What was said of the new names, said of the old ones."""
        if self.key is not None:
            text = text.replace(self._alternative, self.key)
        old: dict[str, str] = {}
        for stem, new in self._words.items():
            forms = (
                [(new, stem), (f"{new[:-1]}ies", f"{stem[:-1]}ies")] if stem.endswith("y") else [(new, stem)]
            )
            for one, other in forms:
                old[one] = other
                old[one.capitalize()] = other.capitalize()
                old[one.upper()] = other.upper()
        spelling = "|".join(sorted(old, key=lambda one: (-len(one), one)))
        return re.sub(spelling, lambda match: old[match.group()], text) if old else text


_TAKES_NAME = ("nextval", "currval", "setval", "to_regclass", "to_regproc", "to_regprocedure", "to_regtype")


def _is_plain(name: str) -> bool:
    """Whether the scanner reads a name as one, quoted where it has to be, and not as a keyword."""
    if not re.fullmatch(r"[a-z_][a-z0-9_$]*", name):
        return True
    (token,) = scan(name)
    return token.name == "IDENT"


def _words(name: str) -> list[str]:
    return [word.lower() for word in WORD.findall(name) if len(word) > 2]


def _stem(word: str) -> tuple[str, str]:
    """A word and its plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y", "ies"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1], "s"
    return word, ""


def _code(number: int, length: int, with_y: bool) -> str:
    digits: list[str] = []
    for _ in range(max(length, 3) - 1 - with_y):
        number, digit = divmod(number, len(_LETTERS))
        digits.append(_LETTERS[digit])
    if number:
        raise ValueError("too many words of one length")
    return "q" + "".join(reversed(digits)) + ("y" if with_y else "")
