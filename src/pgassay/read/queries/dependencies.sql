-- A row is one object that needs another; a view speaks for its rule, a column for its default, a type for its arrays.
WITH relation AS MATERIALIZED (
    SELECT
        c.oid,
        CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
            WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
            ELSE 'table' END AS type,
        pg_catalog.format('%I.%I', n.nspname, c.relname) AS identity
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
),
need AS MATERIALIZED (
    -- 16384 is the first OID that Postgres gives to what users make. Everything needs its schema: left out.
    SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
    FROM pg_catalog.pg_depend AS d
    -- A member of an extension, or of a range type, comes and goes with it: what it needs is nobody else's business.
    LEFT JOIN pg_catalog.pg_depend AS member ON member.classid = d.classid AND member.objid = d.objid
        AND member.objsubid = 0 AND (member.deptype = 'e'
            OR (member.deptype = 'i' AND member.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass))
    WHERE d.deptype = 'n' AND d.objid >= 16384 AND d.refobjid >= 16384 AND member.objid IS NULL
        AND d.refclassid NOT IN (
            'pg_catalog.pg_namespace'::pg_catalog.regclass, 'pg_catalog.pg_extension'::pg_catalog.regclass
        )
        -- The innards of operator classes.
        AND d.classid NOT IN ('pg_catalog.pg_amop'::pg_catalog.regclass, 'pg_catalog.pg_amproc'::pg_catalog.regclass)
),
thing AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS class, r.oid, r.type, r.identity
    FROM relation AS r
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, 'table constraint',
        pg_catalog.quote_ident(k.conname) || ' on ' || r.identity
    FROM pg_catalog.pg_constraint AS k
    JOIN relation AS r ON r.oid = k.conrelid
    LEFT JOIN pg_catalog.pg_constraint AS parent ON parent.oid = k.conparentid AND k.conparentid <> 0
    WHERE k.contype NOT IN ('n', 't') AND parent.conrelid IS DISTINCT FROM k.conrelid
    UNION ALL
    SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, 'policy',
        pg_catalog.quote_ident(p.polname) || ' on ' || r.identity
    FROM pg_catalog.pg_policy AS p
    JOIN relation AS r ON r.oid = p.polrelid
    UNION ALL
    SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, g.oid, 'trigger',
        pg_catalog.quote_ident(g.tgname) || ' on ' || r.identity
    FROM pg_catalog.pg_trigger AS g
    JOIN relation AS r ON r.oid = g.tgrelid
    WHERE NOT g.tgisinternal
    UNION ALL
    SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid,
        CASE WHEN w.rulename = '_RETURN' THEN r.type ELSE 'rule' END,
        CASE WHEN w.rulename = '_RETURN' THEN r.identity
            ELSE pg_catalog.quote_ident(w.rulename) || ' on ' || r.identity END
    FROM pg_catalog.pg_rewrite AS w
    JOIN relation AS r ON r.oid = w.ev_class
    UNION ALL
    SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass, e.oid, r.type || ' column',
        r.identity || '.' || pg_catalog.quote_ident(a.attname)
    FROM (SELECT DISTINCT objid FROM need WHERE classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass) AS d
    JOIN pg_catalog.pg_attrdef AS e ON e.oid = d.objid
    JOIN relation AS r ON r.oid = e.adrelid
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = e.adrelid AND a.attnum = e.adnum
    UNION ALL
    -- An array stands for its elements, a row type for its table.
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, coalesce(r.type, 'type'),
        coalesce(r.identity, pg_catalog.format('%I.%I', n.nspname, coalesce(element.typname, t.typname)))
    FROM pg_catalog.pg_type AS t
    LEFT JOIN pg_catalog.pg_type AS element ON element.typarray = t.oid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = coalesce(element.typnamespace, t.typnamespace)
    LEFT JOIN relation AS r ON r.oid = coalesce(element.typrelid, t.typrelid)
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
    UNION ALL
    SELECT other.class, other.oid, i.type, i.identity
    FROM (SELECT classid AS class, objid AS oid FROM need UNION SELECT refclassid, refobjid FROM need) AS other
    LEFT JOIN pg_catalog.pg_constraint AS k
        ON other.class = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = other.oid AND k.contypid = 0
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(other.class, other.oid, 0) AS i
    WHERE k.oid IS NULL
        AND other.class NOT IN (
            'pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass,
            'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_rewrite'::pg_catalog.regclass,
            'pg_catalog.pg_attrdef'::pg_catalog.regclass, 'pg_catalog.pg_type'::pg_catalog.regclass
        )
        AND (i.schema IS NULL OR i.schema NOT IN ('pg_catalog', 'information_schema', 'pgassay'))
)
SELECT DISTINCT
    CASE WHEN a.attname IS NULL THEN o.type ELSE o.type || ' column' END COLLATE "C" AS kind,
    o.identity || coalesce('.' || pg_catalog.quote_ident(a.attname), '') COLLATE "C" AS object,
    r.type COLLATE "C" AS needs_kind,
    r.identity COLLATE "C" AS needs,
    ra.attname COLLATE "C" AS needs_column
FROM need AS d
JOIN thing AS o ON o.class = d.classid AND o.oid = d.objid
JOIN thing AS r ON r.class = d.refclassid AND r.oid = d.refobjid
LEFT JOIN pg_catalog.pg_attribute AS a ON d.objsubid > 0 AND a.attrelid = d.objid AND a.attnum = d.objsubid
    AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.type <> 'type'
LEFT JOIN pg_catalog.pg_attribute AS ra ON d.refobjsubid > 0 AND ra.attrelid = d.refobjid
    AND ra.attnum = d.refobjsubid AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
WHERE (o.type, o.identity) <> (r.type, r.identity)
ORDER BY kind, object, needs_kind, needs, needs_column
