"""Which arguments a function puts into the SQL that it runs."""

from __future__ import annotations

import pytest

from pgassay.facts.functions.executed import executed_arguments
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function, Type


def arguments(parameter: str, body: str, declared: str = "") -> list[str]:
    """The names that `executed_arguments` gives for a function with that parameter and body."""
    name, _, type_ = parameter.partition(" ")
    definition = (
        f"CREATE FUNCTION public.f({parameter}) RETURNS SETOF record LANGUAGE plpgsql AS $f$ "
        f"{'DECLARE ' + declared if declared else ''} BEGIN {body} END $f$"
    )
    function = Function(
        identity=f"public.f({type_})",
        schema="public",
        name="f",
        kind="function",
        language="plpgsql",
        owner="postgres",
        arguments=(name,),
        argument_types=(type_,),
        result="SETOF record",
        returns_set=True,
        volatility="volatile",
        strict=False,
        security_definer=True,
        leakproof=False,
        parallel="unsafe",
        settings=(),
        body=body,
        definition=definition,
        extension=None,
        comment=None,
    )
    mood = Type(
        identity="public.mood",
        schema="public",
        name="mood",
        kind="enum",
        owner="postgres",
        labels=("good", "bad"),
        base=None,
        not_null=False,
        default=None,
        attributes=(),
        extension=None,
    )
    return [one.name for one in executed_arguments(function, Catalog(version=180006, types=(mood,)))]


RUN = [
    ("q text", "EXECUTE q;", ""),
    ("q text", "EXECUTE $1;", ""),
    ("q text", "EXECUTE f.q;", ""),
    ("q text", "EXECUTE 'select ' || lower(q);", ""),
    ("q text", "EXECUTE format('select %I, %s', q, q);", ""),
    ("q text", "EXECUTE format('select %2$s, %1$L', 1, q);", ""),
    ("q text", "EXECUTE format(q, 1);", ""),
    ("q text", "v := 'a' || q; v := v || 'b'; EXECUTE v;", "v text;"),
    ("q text", "EXECUTE v;", "v text := q;"),
    ("q text", "EXECUTE coalesce(q, 'select 1');", ""),
    ("q text", "EXECUTE CASE WHEN true THEN 'select 1' ELSE q END;", ""),
    ("q text", "RETURN QUERY EXECUTE 'select 1 where ' || q;", ""),
    ("q text", "FOR r IN EXECUTE q LOOP NULL; END LOOP;", "r record;"),
    ("q text", "OPEN c FOR EXECUTE q;", "c refcursor;"),
    ("q jsonb", "EXECUTE q ->> 'sql';", ""),
    ("q text[]", "FOREACH x IN ARRAY q LOOP EXECUTE x; END LOOP;", "x text;"),
    ("q text[]", "SELECT string_agg(c, ',') INTO v FROM unnest(q) AS c; EXECUTE v;", "v text;"),
    ("q jsonb", "FOR r IN SELECT key FROM jsonb_each_text(q) LOOP EXECUTE r.key; END LOOP;", "r record;"),
    ("q text", "EXECUTE (SELECT 'select ' || q);", ""),
]

NOT_RUN = [
    ("q text", "EXECUTE 'select ' || quote_ident(q);", ""),
    ("q text", "EXECUTE format('select %I, %L, %%s', q, q);", ""),
    ("q text", "EXECUTE 'select $1' USING q;", ""),
    ("q text", "PERFORM q; EXECUTE 'select 1';", ""),
    ("q uuid", "EXECUTE 'select ' || q;", ""),
    ("q regclass", "EXECUTE format('select * from %s', q);", ""),
    ("q public.mood", "EXECUTE 'select ' || q;", ""),
    ("q text", "EXECUTE 'select * from ' || q::regclass;", ""),
    ("q text", "EXECUTE 'select * from t limit ' || q::int;", ""),
    ("q text", "v := q; EXECUTE 'select ' || v;", "v uuid;"),
    ("q text[]", "SELECT string_agg(quote_ident(c), ',') INTO v FROM unnest(q) AS c; EXECUTE v;", "v text;"),
    ("q text", "EXECUTE CASE WHEN q = 'a' THEN 'select 1' ELSE 'select 2' END;", ""),
    ("q text", "EXECUTE 'select ' || length(q);", ""),
    ("q text", "EXECUTE 'select ' || public.cleaned(q);", ""),
    ("q text", "EXECUTE 'select ' || (q = 'x');", ""),
]


@pytest.mark.parametrize(("parameter", "body", "declared"), RUN, ids=[case[1] for case in RUN])
def test_an_argument_that_is_run(parameter: str, body: str, declared: str) -> None:
    assert arguments(parameter, body, declared) == ["q"]


@pytest.mark.parametrize(("parameter", "body", "declared"), NOT_RUN, ids=[case[1] for case in NOT_RUN])
def test_an_argument_that_is_not(parameter: str, body: str, declared: str) -> None:
    assert arguments(parameter, body, declared) == []
