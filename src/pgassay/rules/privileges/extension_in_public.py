"""extension-in-public."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Extension
from pgassay.model.ref import Ref
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

#: The schema that the platform puts before the API unless it is told otherwise.
_EXPOSED = "public"


@rule(on=Catalog, severity=Severity.LOW, right="Extensions are outside the exposed schema")
def extension_in_public(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """An extension is installed in the schema that the API exposes.

    Its functions are endpoints that every client role may call, and its types and functions stand among the
    application's own, where a name of the next release can clash with one of them.

    It is one finding. Silent where no platform puts the schema before an API, for extensions in a schema of
    their own, and for those that cannot be installed elsewhere.

    The facts that suffice: pg_extension.extnamespace and extrelocatable.
    """
    if context.facts.platform != "supabase":
        return
    inside = [one for one in database.extensions if one.schema == _EXPOSED and one.relocatable]
    yield from (
        Holds(ref=_ref(one))
        for one in database.extensions
        if one.relocatable and one not in inside and context.origins.of(_ref(one))
    )
    functions = [function for function in database.functions if function.schema == _EXPOSED]
    for extension in inside:
        brought = sum(function.extension == extension.name for function in functions)
        yield context.finding(
            _ref(extension),
            f"Extension {extension.name} is installed in {_EXPOSED}, which the API exposes",
            evidence=[
                catalog(f"pg_extension: {extension.name} is in {_EXPOSED} and brings {brought} functions")
            ],
            advice="CREATE EXTENSION … WITH SCHEMA extensions; for one that is there, ALTER EXTENSION … SET "
            "SCHEMA extensions, after adding that schema to the search_path of functions that use it",
            cause="schema",
            together=f"{{count}} extensions are installed in {_EXPOSED}, which the API exposes",
        )


def _ref(extension: Extension) -> Ref:
    return Ref(kind="extension", identity=extension.name)
