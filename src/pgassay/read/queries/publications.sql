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
        SELECT n.nspname
        FROM pg_catalog.pg_publication_namespace AS s
        JOIN pg_catalog.pg_namespace AS n ON n.oid = s.pnnspid
        WHERE s.pnpubid = p.oid
        ORDER BY n.nspname COLLATE "C"
    ) AS schemas
FROM pg_catalog.pg_publication AS p
LEFT JOIN (
    SELECT
        r.prpubid,
        pg_catalog.json_agg(
            pg_catalog.json_build_object(
                'relation', pg_catalog.format('%I.%I', n.nspname, c.relname),
                'columns', ARRAY(
                    SELECT a.attname
                    FROM pg_catalog.unnest(r.prattrs) AS u (attnum)
                    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.prrelid AND a.attnum = u.attnum
                    ORDER BY a.attnum
                ),
                'condition', pg_catalog.pg_get_expr(r.prqual, r.prrelid)
            ) ORDER BY pg_catalog.format('%I.%I', n.nspname, c.relname) COLLATE "C"
        ) AS relations
    FROM pg_catalog.pg_publication_rel AS r
    JOIN pg_catalog.pg_class AS c ON c.oid = r.prrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    GROUP BY r.prpubid
) AS members ON members.prpubid = p.oid
ORDER BY name
