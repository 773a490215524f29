-- A row is a sequence, with the column it belongs to where there is one.
SELECT
    pg_catalog.format('%I.%I', n.nspname, c.relname) COLLATE "C" AS identity,
    n.nspname AS schema,
    c.relname AS name,
    pg_catalog.pg_get_userbyid(c.relowner) AS owner,
    pg_catalog.format_type(s.seqtypid, NULL) AS type,
    s.seqstart AS start,
    s.seqincrement AS increment,
    s.seqmin AS minimum,
    s.seqmax AS maximum,
    s.seqcache AS cache,
    s.seqcycle AS cycles,
    owners.identity AS owned_by,
    members.extname AS extension
FROM pg_catalog.pg_sequence AS s
JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN (
    SELECT d.objid, pg_catalog.format('%I.%I.%I', rn.nspname, r.relname, a.attname) AS identity
    FROM pg_catalog.pg_depend AS d
    JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = d.objid
    JOIN pg_catalog.pg_class AS r ON r.oid = d.refobjid
    JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
) AS owners ON owners.objid = c.oid
LEFT JOIN (
    SELECT d.objid, x.extname
    FROM pg_catalog.pg_extension AS x
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        AND d.refobjid = x.oid AND d.deptype = 'e' AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
) AS members ON members.objid = c.oid
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
ORDER BY identity
