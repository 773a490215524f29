"""Fixtures and the example under other names and tenant keys and in another order: the findings stay."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conftest import Servers
from examples import Example, examples
from judging import config_of, judge_files
from metamorphic import TENANT_KEYS, Renaming
from pgassay.config import Config, load
from pgassay.model.finding import Finding
from pgassay.read.migrations import read_migrations
from pgassay.rules.context import Context
from pgassay.rules.discover import rules
from reorder import shuffled
from test_rules import CASES, FAILING, facts_of, files, name_of

EXAMPLES = examples()

_BUILTIN = """
SELECT p.proname FROM pg_catalog.pg_proc AS p WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
UNION
SELECT t.typname FROM pg_catalog.pg_type AS t WHERE t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace
ORDER BY 1
"""
_PLATFORM = """
SELECT n.nspname, c.relname, coalesce(pg_catalog.array_agg(a.attname::text) FILTER (WHERE a.attnum > 0), '{}')
FROM pg_catalog.pg_namespace AS n
LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'v', 'm', 'p')
LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
WHERE n.nspname <> 'public' AND n.nspname !~ '^pg_(toast|temp)'
GROUP BY 1, 2
ORDER BY 1, 2
"""

Rename = Callable[..., Renaming]


@dataclass(frozen=True, slots=True)
class Own:
    """What a platform's empty database already names."""

    builtin: frozenset[str]
    platform: Mapping[str, Mapping[str, set[str]]]


@pytest.fixture(scope="module")
def renaming(servers: Servers) -> Rename:
    """Makes a renaming of texts for a platform; what the platform names is read once."""
    known: dict[str, Own] = {}

    def make(texts: list[str], *, platform: str, key: str, strict: bool = False) -> Renaming:
        if platform not in known:
            known[platform] = _own(servers, platform)
        own = known[platform]
        return Renaming(texts, key=key, builtin=own.builtin, platform=own.platform, strict=strict)

    return make


def _own(servers: Servers, platform: str) -> Own:
    server = servers(platform)
    with server.database() as database, server.admin(database) as admin:
        builtin = frozenset(name for (name,) in admin.execute(_BUILTIN))
        relations: dict[str, dict[str, set[str]]] = {}
        for schema, relation, columns in admin.execute(_PLATFORM):
            found = relations.setdefault(schema, {})
            if relation is not None:
                found[relation] = set(columns)
    return Own(builtin, relations)


def another_key(text: str, name: str) -> str:
    """A tenant key that a text does not use, chosen by the fixture's name."""
    free = [key for key in TENANT_KEYS if not re.search(rf"\b{key}\b", text)] or ["division_id"]
    return free[hashlib.sha256(name.encode()).digest()[0] % len(free)]


Fact = tuple[str, frozenset[str], str | None, tuple[str, ...], bool]


def fact(found: Mapping[str, Any], back: Callable[[str], str] = str) -> Fact:
    """What must not change of a finding: severity, objects, column, words of the message, a fix or none."""
    objects = frozenset(plain(back(one)) for one in (found["object"], *found["objects"]))
    alone = len(objects) == 1
    column = back(found["column"]) if alone and found["column"] else None
    words = tuple(sorted(plain(back(found["message"])).split())) if alone else ()
    return found["severity"], objects, column, words, found["fix"] is not None


def plain(text: str) -> str:
    """A text without places, and without the quotes that one name needs and another does not."""
    text = re.sub(r"\S+\.sql(:\d+)*", "<place>", text)
    return re.sub(r"\blines? \d+", "<line>", re.sub(r"[\",;:()]", " ", text))


def told(facts: Counter[Fact]) -> list[str]:
    """Facts as lines to read and compare."""
    return sorted(
        f"{count} x {severity} {' '.join(sorted(objects))} column={column} fix={fix} {' '.join(words)}"
        for (severity, objects, column, words, fix), count in facts.items()
    )


def run(
    folder: Path, file: str, servers: Servers, renaming: Rename, where: Path
) -> tuple[Context, list[Finding], Renaming]:
    """What the rule under test says of a fixture under other names and in another order."""
    texts = {path.name: path.read_text("utf-8") for path in files(folder, file)}
    config = config_of(folder)
    whole = "\n".join(texts.values())
    changed = renaming([*texts.values()], platform=config.platform, key=another_key(whole, folder.name))
    settings = folder / "pgassay.toml"
    if settings.exists():
        (where / "pgassay.toml").write_text(changed.settings(settings.read_text("utf-8")), "utf-8")
        config = load(where / "pgassay.toml", start=where)
    for name, text in texts.items():
        (where / name).write_text(shuffled(changed.apply(text), folder.name), "utf-8")
        counted = (folder / name).with_suffix(".statistics.json")
        if counted.exists():
            renamed = changed.settings(counted.read_text("utf-8"))
            (where / counted.name).write_text(renamed, "utf-8")
    rule = next(rule for rule in rules() if rule.name == name_of(folder))
    asked = [one for one in rules() if one.name in (rule.name, *rule.yields_to)]
    paths = [where / name for name in texts]
    context, judgement = judge_files(servers(config.platform), paths, config, asked=asked)
    assert judgement.errors == ()
    return context, [one for one in judgement.findings if one.rule == name_of(folder)], changed


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_bad_is_found_under_other_names(
    folder: Path, servers: Servers, renaming: Rename, tmp_path: Path
) -> None:
    context, found, changed = run(folder, "bad.sql", servers, renaming, tmp_path)
    applies = name_of(folder) in FAILING or not context.replay.failures
    assert applies, (tmp_path / "bad.sql").read_text("utf-8")
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert told(Counter(fact(facts_of(one), changed.back) for one in found)) == told(
        Counter(map(fact, expected))
    )


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_good_stays_silent_under_other_names(
    folder: Path, servers: Servers, renaming: Rename, tmp_path: Path
) -> None:
    context, found, _ = run(folder, "good.sql", servers, renaming, tmp_path)
    assert [one.message for one in found] == []
    applies = name_of(folder) in FAILING or not context.replay.failures
    assert applies, (tmp_path / "good.sql").read_text("utf-8")


Judged = Callable[[Example], dict[str, Counter[Fact]]]


@pytest.fixture(scope="module")
def usual(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """What all rules say of an example as it is."""

    @cache
    def made(name: str) -> dict[str, Counter[Fact]]:
        example = next(one for one in EXAMPLES if one.name == name)
        folder = tmp_path_factory.mktemp(name)
        for file, text in texts_of(example).items():
            (folder / file).write_text(text, "utf-8")
        _, judgement = judge_files(servers("supabase"), [folder], Config(platform="supabase"))
        return by_rule(list(judgement.findings), str)

    return lambda example: made(example.name)


def texts_of(example: Example) -> dict[str, str]:
    """The migrations of an example that are run, by file name."""
    paths = [Path(migration.path) for migration in read_migrations([example.folder]).migrations]
    return {path.name: path.read_text("utf-8") for path in paths}


def by_rule(findings: list[Finding], back: Callable[[str], str]) -> dict[str, Counter[Fact]]:
    facts: dict[str, Counter[Fact]] = {}
    for one in findings:
        facts.setdefault(one.rule, Counter())[fact(facts_of(one), back)] += 1
    return facts


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
@pytest.mark.parametrize("key", TENANT_KEYS)
def test_the_example_is_judged_alike_under_other_names(
    key: str, example: Example, usual: Judged, servers: Servers, renaming: Rename, tmp_path: Path
) -> None:
    texts = texts_of(example)
    changed = renaming(list(texts.values()), platform="supabase", key=key, strict=True)
    folder = tmp_path / "migrations"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(shuffled(changed.apply(text), key), "utf-8")
    context, judgement = judge_files(servers("supabase"), [folder], Config(platform="supabase"))
    assert len(context.replay.failures) == example.failed
    assert judgement.errors == ()
    assert context.facts.tenancy.columns == (key,)
    found = by_rule(list(judgement.findings), changed.back)
    known = usual(example)
    names = sorted({*found, *known})
    assert {name: told(found.get(name, Counter())) for name in names} == {
        name: told(known.get(name, Counter())) for name in names
    }


def test_a_renaming_changes_names_and_nothing_else(renaming: Rename) -> None:
    text = """
    create table public.contacts (id uuid primary key, tenant_id uuid, contact_shade text default 'tenant_id',
      created_at timestamptz, api_key text, user_id uuid references auth.users (id));
    create index contacts_by_shade on contacts (contact_shade);
    create policy "See contacts" on contacts using (tenant_id = (auth.jwt() ->> 'tenant_id')::uuid);
    create function touch(p_shade text) returns trigger language plpgsql as $f$
    begin
      new.contact_shade := p_shade;
      execute format($q$ delete from contacts where contact_shade = %L $q$, 'contacts');
      return new;
    end $f$;
    alter table contacts drop constraint contacts_user_id_fkey;
    """
    changed = renaming([text], platform="supabase", key="org_id")
    after = changed.apply(text)
    for word in ("contacts", "contact_shade", "See", "touch(", "p_shade", "by_shade"):
        assert word not in after
    for word in (
        "created_at",
        "api_key",
        "auth.users (id)",
        "default 'tenant_id'",
        "->> 'tenant_id'",
        "org_id uuid",
    ):
        assert word in after
    assert after.count("tenant_id") == 2
    assert changed.back(after) == text
    assert len(after) == len(text) - 2 * (len("tenant_id") - len("org_id"))


def test_an_order_changes_only_where_it_is_free() -> None:
    text = "".join(f"create table t{n} (a int);\n" for n in range(6)) + "".join(
        f"create index i{n} on t{n} (a);\n" for n in range(6)
    )
    orders = {shuffled(text, seed) for seed in "abcdef"}
    assert len(orders) == 6
    for order in orders:
        assert sorted(order.split("\n")) == sorted(text.split("\n"))
        for n in range(6):
            assert order.index(f"create table t{n}") < order.index(f"create index i{n}")
    chain = "create table a (x int);\nalter table a add y int;\ninsert into a values (1, 2);\ndrop table a;\n"
    assert {shuffled(chain, seed) for seed in "abcdef"} == {chain}
