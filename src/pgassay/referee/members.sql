-- A row is an object that came with an extension, and the extension.
SELECT i.type || ' ' || i.identity AS item, x.extname AS extension
FROM pg_catalog.pg_depend AS d
JOIN pg_catalog.pg_extension AS x ON x.oid = d.refobjid
CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, d.objsubid) AS i
WHERE d.deptype = 'e' AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
    AND i.identity IS NOT NULL
ORDER BY item, extension
