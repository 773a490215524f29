-- A row is an enum, domain, composite, range or base type; arrays and tables' row types follow from others.
SELECT
    s.identity || '.' || pg_catalog.quote_ident(t.typname) COLLATE "C" AS identity,
    s.name AS schema,
    t.typname AS name,
    CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range'
        WHEN 'b' THEN 'base' END AS kind,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    ARRAY(
        SELECT e.enumlabel FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder
    ) AS labels,
    CASE t.typtype WHEN 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod)
        WHEN 'r' THEN pg_catalog.format_type(r.rngsubtype, NULL) END AS base,
    t.typnotnull AS not_null,
    coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS default,
    ARRAY(
        SELECT pg_catalog.format('%I %s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod))
        FROM pg_catalog.pg_attribute AS a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
    ) AS attributes,
    m.extension
FROM pg_catalog.pg_type AS t
JOIN schema AS s ON s.oid = t.typnamespace
LEFT JOIN relation AS c ON c.oid = t.typrelid
LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND m.objid = t.oid
WHERE t.typtype IN ('e', 'd', 'r', 'b') AND NOT (t.typcategory = 'A' AND t.typelem <> 0) OR c.kind = 'c'
ORDER BY identity
