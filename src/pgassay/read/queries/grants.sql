-- A row is a privilege of a grantee on an object or column; what Postgres grants by itself is spelled out.
SELECT
    o.kind,
    o.object,
    o.column_name AS column,
    CASE WHEN p.grantee = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(p.grantee) END COLLATE "C"
        AS grantee,
    pg_catalog.pg_get_userbyid(p.grantor) COLLATE "C" AS grantor,
    pg_catalog.lower(p.privilege_type) COLLATE "C" AS privilege,
    p.is_grantable AS grantable
FROM (
    SELECT
        'schema' COLLATE "C" AS kind, s.identity COLLATE "C" AS object, NULL::text COLLATE "C" AS column_name,
        coalesce(s.acl, pg_catalog.acldefault('n', s.owner)) AS acl
    FROM schema AS s
    UNION ALL
    SELECT
        r.type, r.identity, NULL,
        coalesce(r.acl, pg_catalog.acldefault((CASE r.kind WHEN 'S' THEN 's' ELSE 'r' END)::"char", r.owner))
    FROM relation AS r
    WHERE r.kind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT r.type, r.identity, a.attname, a.attacl
    FROM pg_catalog.pg_attribute AS a
    JOIN relation AS r ON r.oid = a.attrelid
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT i.type, i.identity, NULL, coalesce(f.proacl, pg_catalog.acldefault('f', f.proowner))
    FROM pg_catalog.pg_proc AS f
    JOIN schema AS s ON s.oid = f.pronamespace
    CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_proc'::pg_catalog.regclass, f.oid, 0) AS i
    -- The constructors of a range type are the type's own: nobody grants on them.
    WHERE f.oid NOT IN (
        SELECT d.objid FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.deptype = 'i'
    )
    UNION ALL
    SELECT
        'type', s.identity || '.' || pg_catalog.quote_ident(t.typname), NULL,
        coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner))
    FROM pg_catalog.pg_type AS t
    JOIN schema AS s ON s.oid = t.typnamespace
    LEFT JOIN relation AS c ON c.oid = t.typrelid
    WHERE t.typtype IN ('e', 'd', 'r', 'b') AND NOT (t.typcategory = 'A' AND t.typelem <> 0) OR c.kind = 'c'
    -- Few rows: what follows is then sorted object by object.
    ORDER BY kind, object, column_name NULLS FIRST
) AS o
CROSS JOIN LATERAL pg_catalog.aclexplode(o.acl) AS p
ORDER BY kind, object, "column" NULLS FIRST, grantee, grantor, privilege, grantable
