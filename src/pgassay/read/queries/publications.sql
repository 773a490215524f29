-- A row is a publication with the relations and schemas it holds.
SELECT
    p.pubname COLLATE "C" AS name,
    pg_catalog.pg_get_userbyid(p.pubowner) AS owner,
    p.puballtables AS all_tables,
    pg_catalog.array_remove(ARRAY[
        CASE WHEN p.pubinsert THEN 'insert' END,
        CASE WHEN p.pubupdate THEN 'update' END,
        CASE WHEN p.pubdelete THEN 'delete' END,
        CASE WHEN p.pubtruncate THEN 'truncate' END
    ], NULL) AS operations,
    coalesce(members.relations, '[]') AS relations,
    ARRAY(
        SELECT s.name
        FROM pg_catalog.pg_publication_namespace AS n
        JOIN schema AS s ON s.oid = n.pnnspid
        WHERE n.pnpubid = p.oid
        ORDER BY s.name COLLATE "C"
    ) AS schemas
FROM pg_catalog.pg_publication AS p
LEFT JOIN (
    SELECT
        r.prpubid,
        pg_catalog.json_agg(
            pg_catalog.json_build_object(
                'relation', t.identity,
                'columns', ARRAY(SELECT t.columns[n] FROM pg_catalog.unnest(r.prattrs) AS n),
                'condition', pg_catalog.pg_get_expr(r.prqual, r.prrelid)
            ) ORDER BY t.identity COLLATE "C"
        ) AS relations
    FROM pg_catalog.pg_publication_rel AS r
    JOIN relation AS t ON t.oid = r.prrelid
    GROUP BY r.prpubid
) AS members ON members.prpubid = p.oid
ORDER BY name
