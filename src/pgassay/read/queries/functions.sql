-- A row is a function, procedure, aggregate or window function.
SELECT
    i.identity COLLATE "C" AS identity,
    s.name AS schema,
    f.proname AS name,
    CASE f.prokind WHEN 'f' THEN 'function' WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate'
        WHEN 'w' THEN 'window' END AS kind,
    l.lanname AS language,
    pg_catalog.pg_get_userbyid(f.proowner) AS owner,
    inputs.names AS arguments,
    inputs.types AS argument_types,
    coalesce(pg_catalog.pg_get_function_result(f.oid), '') AS result,
    f.proretset AS returns_set,
    CASE f.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' WHEN 'v' THEN 'volatile' END
        AS volatility,
    f.proisstrict AS strict,
    f.prosecdef AS security_definer,
    f.proleakproof AS leakproof,
    CASE f.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' WHEN 'u' THEN 'unsafe' END AS parallel,
    coalesce(f.proconfig, '{}') AS settings,
    coalesce(pg_catalog.pg_get_function_sqlbody(f.oid), f.prosrc) AS body,
    coalesce(a.definition, pg_catalog.pg_get_functiondef(CASE WHEN f.prokind <> 'a' THEN f.oid END))
        AS definition,
    m.extension,
    o.description AS comment
FROM pg_catalog.pg_proc AS f
JOIN schema AS s ON s.oid = f.pronamespace
JOIN pg_catalog.pg_language AS l ON l.oid = f.prolang
CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_proc'::pg_catalog.regclass, f.oid, 0) AS i
CROSS JOIN LATERAL (
    SELECT
        coalesce(pg_catalog.array_agg(coalesce(p.name, '') ORDER BY p.position), '{}') AS names,
        coalesce(pg_catalog.array_agg(pg_catalog.format_type(p.type, NULL) ORDER BY p.position), '{}')
            AS types
    FROM ROWS FROM (
        pg_catalog.unnest(coalesce(f.proallargtypes, f.proargtypes::pg_catalog.oid[])),
        pg_catalog.unnest(f.proargnames),
        pg_catalog.unnest(f.proargmodes)
    ) WITH ORDINALITY AS p (type, name, mode, position)
    WHERE p.mode IS NULL OR p.mode IN ('i', 'b', 'v')
) AS inputs
-- pg_get_functiondef refuses aggregates.
LEFT JOIN LATERAL (
    SELECT pg_catalog.format(
        'CREATE OR REPLACE AGGREGATE %I.%I(%s) (%s)',
        s.name, f.proname, pg_catalog.pg_get_function_arguments(f.oid),
        pg_catalog.concat_ws(
            ', ',
            'SFUNC = ' || nullif(g.aggtransfn, 0)::pg_catalog.regproc,
            'STYPE = ' || pg_catalog.format_type(g.aggtranstype, NULL),
            'SSPACE = ' || nullif(g.aggtransspace, 0),
            'FINALFUNC = ' || nullif(g.aggfinalfn, 0)::pg_catalog.regproc,
            CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
            CASE WHEN g.aggfinalfn <> 0 THEN 'FINALFUNC_MODIFY = ' || final.words END,
            'COMBINEFUNC = ' || nullif(g.aggcombinefn, 0)::pg_catalog.regproc,
            'SERIALFUNC = ' || nullif(g.aggserialfn, 0)::pg_catalog.regproc,
            'DESERIALFUNC = ' || nullif(g.aggdeserialfn, 0)::pg_catalog.regproc,
            'INITCOND = ' || pg_catalog.quote_literal(g.agginitval),
            'MSFUNC = ' || nullif(g.aggmtransfn, 0)::pg_catalog.regproc,
            'MINVFUNC = ' || nullif(g.aggminvtransfn, 0)::pg_catalog.regproc,
            'MSTYPE = ' || pg_catalog.format_type(nullif(g.aggmtranstype, 0), NULL),
            'MSSPACE = ' || nullif(g.aggmtransspace, 0),
            'MFINALFUNC = ' || nullif(g.aggmfinalfn, 0)::pg_catalog.regproc,
            CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
            CASE WHEN g.aggmfinalfn <> 0 THEN 'MFINALFUNC_MODIFY = ' || moving.words END,
            'MINITCOND = ' || pg_catalog.quote_literal(g.aggminitval),
            'SORTOP = OPERATOR(' || pg_catalog.quote_ident(sn.nspname) || '.' || op.oprname || ')',
            'PARALLEL = '
                || CASE f.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END,
            CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END
        )
    ) AS definition
    FROM pg_catalog.pg_aggregate AS g
    LEFT JOIN (VALUES ('r', 'read_only'), ('s', 'shareable'), ('w', 'read_write')) AS final (letter, words)
        ON final.letter = g.aggfinalmodify
    LEFT JOIN (VALUES ('r', 'read_only'), ('s', 'shareable'), ('w', 'read_write')) AS moving (letter, words)
        ON moving.letter = g.aggmfinalmodify
    LEFT JOIN pg_catalog.pg_operator AS op ON op.oid = g.aggsortop
    LEFT JOIN pg_catalog.pg_namespace AS sn ON sn.oid = op.oprnamespace
    WHERE g.aggfnoid = f.oid
) AS a ON f.prokind = 'a'
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND m.objid = f.oid
LEFT JOIN pg_catalog.pg_description AS o ON o.objoid = f.oid
    AND o.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND o.objsubid = 0
-- The constructors of a range type are the type's own.
WHERE f.oid NOT IN (
    SELECT d.objid FROM pg_catalog.pg_depend AS d
    WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.deptype = 'i'
)
ORDER BY identity
