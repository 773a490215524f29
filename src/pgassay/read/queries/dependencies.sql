-- A row is an object that needs another; a view speaks for its rule, a column for its default.
WITH need AS MATERIALIZED (
    -- 16384 is the first OID of what users make. Everything needs its schema: left out. What members of an
    -- extension, the constructors of a range and the innards of an operator class need, the whole one needs.
    SELECT d.classid, d.objid, o.columns[d.objsubid] AS obj_column, d.refclassid, d.refobjid,
        r.columns[d.refobjsubid] AS ref_column
    FROM pg_catalog.pg_depend AS d
    LEFT JOIN relation AS o ON o.oid = d.objid AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.objsubid > 0 AND o.kind <> 'c'
    LEFT JOIN relation AS r ON r.oid = d.refobjid AND d.refobjsubid > 0
        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    WHERE d.deptype = 'n' AND d.objid >= 16384 AND d.refobjid >= 16384
        AND d.refclassid NOT IN (
            'pg_catalog.pg_namespace'::pg_catalog.regclass, 'pg_catalog.pg_extension'::pg_catalog.regclass
        )
        AND d.classid NOT IN (
            'pg_catalog.pg_amop'::pg_catalog.regclass, 'pg_catalog.pg_amproc'::pg_catalog.regclass
        )
        AND (d.classid, d.objid) NOT IN (
            SELECT classid, objid FROM member
            UNION ALL
            -- What a foreign key needs, the constraint itself says.
            SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, f.oid
            FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f'
            UNION ALL
            SELECT i.classid, i.objid FROM pg_catalog.pg_depend AS i
            WHERE i.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND i.deptype = 'i'
        )
),
thing AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS class, oid, type, identity
    FROM relation
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, 'table constraint',
        pg_catalog.quote_ident(k.conname) || ' on ' || r.identity
    FROM pg_catalog.pg_constraint AS k
    JOIN relation AS r ON r.oid = k.conrelid
        WHERE k.contype NOT IN ('n', 't', 'f') AND (k.conparentid = 0 OR NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid
    ))
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
        r.identity || '.' || pg_catalog.quote_ident(r.columns[e.adnum])
    FROM pg_catalog.pg_attrdef AS e
    JOIN relation AS r ON r.oid = e.adrelid
    WHERE e.oid IN (SELECT objid FROM need WHERE classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass)
    UNION ALL
    -- An array stands for its elements, a row type for its table.
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, coalesce(r.type, 'type'),
        coalesce(
            r.identity, s.identity || '.' || pg_catalog.quote_ident(coalesce(element.typname, t.typname))
        )
    FROM pg_catalog.pg_type AS t
    JOIN schema AS s ON s.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_type AS element ON element.typarray = t.oid
    LEFT JOIN relation AS r ON r.oid = coalesce(element.typrelid, t.typrelid)
    WHERE t.oid IN (SELECT objid FROM need UNION ALL SELECT refobjid FROM need)
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, 'domain constraint',
        pg_catalog.quote_ident(k.conname) || ' on ' || s.identity || '.' || pg_catalog.quote_ident(t.typname)
    FROM pg_catalog.pg_constraint AS k
    JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid
    JOIN schema AS s ON s.oid = t.typnamespace
    UNION ALL
    SELECT other.class, other.oid, i.type, i.identity
    FROM (
        SELECT DISTINCT u.class, u.oid
        FROM need AS d
        CROSS JOIN LATERAL (VALUES (d.classid, d.objid), (d.refclassid, d.refobjid)) AS u (class, oid)
        WHERE u.class NOT IN (
            'pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_constraint'::pg_catalog.regclass,
            'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass,
            'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_attrdef'::pg_catalog.regclass,
            'pg_catalog.pg_type'::pg_catalog.regclass
        )
    ) AS other
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(other.class, other.oid, 0) AS i
    WHERE i.schema IS NULL OR i.schema NOT IN ('pg_catalog', 'information_schema', 'pgassay')
)
SELECT DISTINCT
    o.type || CASE WHEN d.obj_column IS NULL THEN '' ELSE ' column' END COLLATE "C" AS kind,
    o.identity || coalesce('.' || pg_catalog.quote_ident(d.obj_column), '') COLLATE "C" AS object,
    r.type COLLATE "C" AS needs_kind,
    r.identity COLLATE "C" AS needs,
    d.ref_column COLLATE "C" AS needs_column
FROM need AS d
JOIN thing AS o ON o.class = d.classid AND o.oid = d.objid
JOIN thing AS r ON r.class = d.refclassid AND r.oid = d.refobjid
WHERE (o.type, o.identity) <> (r.type, r.identity)
ORDER BY kind, object, needs_kind, needs, needs_column
