-- A row is one object that needs another, both made by users; a view speaks for its rule, a column for its default.
WITH
relation AS (
    SELECT
        c.oid,
        CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
            WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' ELSE 'index' END AS type,
        pg_catalog.format('%I.%I', n.nspname, c.relname) AS identity
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind <> 't' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
),
need AS (
    SELECT DISTINCT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
    FROM pg_catalog.pg_depend AS d
    WHERE d.deptype = 'n' AND d.objid >= 16384 AND d.refobjid >= 16384
        AND d.refclassid <> 'pg_catalog.pg_namespace'::pg_catalog.regclass
    -- A member of an extension comes and goes with it: what it needs is the extension's own business.
    EXCEPT ALL
    SELECT n.classid, n.objid, n.objsubid, n.refclassid, n.refobjid, n.refobjsubid
    FROM pg_catalog.pg_depend AS m
    JOIN pg_catalog.pg_depend AS n ON n.classid = m.classid AND n.objid = m.objid AND n.deptype = 'n'
    WHERE m.deptype = 'e'
),
thing AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS class, r.oid, r.type, r.identity
    FROM relation AS r
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, 'table constraint',
        pg_catalog.format('%I on %s', k.conname, r.identity)
    FROM pg_catalog.pg_constraint AS k
    JOIN relation AS r ON r.oid = k.conrelid
    LEFT JOIN pg_catalog.pg_constraint AS parent ON parent.oid = k.conparentid
    WHERE parent.conrelid IS DISTINCT FROM k.conrelid
    UNION ALL
    SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, 'policy',
        pg_catalog.format('%I on %s', p.polname, r.identity)
    FROM pg_catalog.pg_policy AS p
    JOIN relation AS r ON r.oid = p.polrelid
    UNION ALL
    SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, g.oid, 'trigger',
        pg_catalog.format('%I on %s', g.tgname, r.identity)
    FROM pg_catalog.pg_trigger AS g
    JOIN relation AS r ON r.oid = g.tgrelid
    WHERE NOT g.tgisinternal
    UNION ALL
    SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid,
        CASE WHEN w.rulename = '_RETURN' THEN r.type ELSE 'rule' END,
        CASE WHEN w.rulename = '_RETURN' THEN r.identity ELSE pg_catalog.format('%I on %s', w.rulename, r.identity) END
    FROM pg_catalog.pg_rewrite AS w
    JOIN relation AS r ON r.oid = w.ev_class
    UNION ALL
    SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass, e.oid, r.type || ' column',
        r.identity || '.' || pg_catalog.quote_ident(a.attname)
    FROM pg_catalog.pg_attrdef AS e
    JOIN relation AS r ON r.oid = e.adrelid
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = e.adrelid AND a.attnum = e.adnum
    UNION ALL
    SELECT other.class, other.oid, i.type, i.identity
    FROM (
        SELECT classid AS class, objid AS oid FROM need
        UNION
        SELECT refclassid, refobjid FROM need
    ) AS other
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(other.class, other.oid, 0) AS i
    WHERE other.class NOT IN (
        'pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass,
        'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_rewrite'::pg_catalog.regclass,
        'pg_catalog.pg_attrdef'::pg_catalog.regclass, 'pg_catalog.pg_constraint'::pg_catalog.regclass,
        'pg_catalog.pg_extension'::pg_catalog.regclass
    ) AND (i.schema IS NULL OR i.schema NOT IN ('pg_catalog', 'information_schema', 'pgassay'))
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, i.type, i.identity
    FROM pg_catalog.pg_constraint AS k
    CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, 0) AS i
    WHERE k.contypid >= 16384
)
SELECT DISTINCT
    CASE WHEN a.attname IS NULL OR o.type = 'type' THEN o.type ELSE o.type || ' column' END AS kind,
    CASE WHEN a.attname IS NULL OR o.type = 'type' THEN o.identity
        ELSE o.identity || '.' || pg_catalog.quote_ident(a.attname) END AS object,
    r.type AS needs_kind,
    r.identity AS needs,
    ra.attname AS needs_column
FROM need AS d
JOIN thing AS o ON o.class = d.classid AND o.oid = d.objid
JOIN thing AS r ON r.class = d.refclassid AND r.oid = d.refobjid
LEFT JOIN pg_catalog.pg_attribute AS a
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = d.objid AND a.attnum = d.objsubid
    AND d.objsubid > 0
LEFT JOIN pg_catalog.pg_attribute AS ra
    ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND ra.attrelid = d.refobjid
    AND ra.attnum = d.refobjsubid AND d.refobjsubid > 0
WHERE (o.type, o.identity) <> (r.type, r.identity)
ORDER BY 1, 2, 3, 4, 5
