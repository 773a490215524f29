-- A row is an enum, domain, composite, range or base type; row types of tables, arrays and multiranges follow from others.
SELECT
    pg_catalog.format('%I.%I', n.nspname, t.typname) COLLATE "C" AS identity,
    n.nspname AS schema,
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
    members.extname AS extension
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
LEFT JOIN (
    SELECT d.objid, x.extname
    FROM pg_catalog.pg_extension AS x
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        AND d.refobjid = x.oid AND d.deptype = 'e' AND d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
) AS members ON members.objid = t.oid
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
    AND t.typtype IN ('e', 'd', 'c', 'r', 'b')
    AND (t.typtype <> 'c' OR c.relkind = 'c')
    AND NOT (t.typtype = 'b' AND t.typcategory = 'A' AND t.typelem <> 0)
ORDER BY identity
