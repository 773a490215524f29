-- A row is a sequence, with the column it belongs to where there is one.
SELECT
    r.identity COLLATE "C" AS identity,
    r.schema,
    r.name,
    pg_catalog.pg_get_userbyid(r.owner) AS owner,
    pg_catalog.format_type(s.seqtypid, NULL) AS type,
    s.seqstart AS start,
    s.seqincrement AS increment,
    s.seqmin AS minimum,
    s.seqmax AS maximum,
    s.seqcache AS cache,
    s.seqcycle AS cycles,
    t.identity || '.' || pg_catalog.quote_ident(t.columns[d.refobjsubid]) AS owned_by,
    m.extension
FROM pg_catalog.pg_sequence AS s
JOIN relation AS r ON r.oid = s.seqrelid
LEFT JOIN pg_catalog.pg_depend AS d
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = s.seqrelid
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
    AND d.deptype IN ('a', 'i')
LEFT JOIN relation AS t ON t.oid = d.refobjid
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objid = s.seqrelid
ORDER BY identity
