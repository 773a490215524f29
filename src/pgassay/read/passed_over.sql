-- A row is one relation's definition: its columns and constraints without names of these, what an index is on, what a
-- materialized view asks, what a sequence counts.
SELECT pg_catalog.json_build_object(
    'identity', pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
    'kind', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
        WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'sequence' END,
    'relation', coalesce(
        (SELECT pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname)
        FROM pg_catalog.pg_index AS i
        JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid
        JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
        WHERE i.indexrelid = c.oid),
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)),
    'columns', coalesce(
        (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
            'name', a.attname,
            'quoted', pg_catalog.quote_ident(a.attname),
            'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
            'not_null', a.attnotnull,
            'default', CASE WHEN a.attidentity <> '' THEN 'identity'
                ELSE pg_catalog.pg_get_expr(d.adbin, a.attrelid) END,
            'derived', a.attidentity <> '' OR a.attgenerated <> ''
                OR coalesce(pg_catalog.pg_get_expr(d.adbin, a.attrelid) LIKE 'nextval(%%', false)) ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute AS a
        LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind NOT IN ('i', 'I')),
        '[]'),
    'constraints', coalesce(
        (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
            'kind', CASE k.contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key'
                WHEN 'u' THEN 'unique' ELSE 'exclusion' END,
            'columns', ARRAY(
                SELECT a.attname FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS m(number, place)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = m.number ORDER BY m.place),
            'definition', pg_catalog.pg_get_constraintdef(k.oid)) ORDER BY k.conname)
        FROM pg_catalog.pg_constraint AS k
        WHERE k.conrelid = c.oid AND k.contype IN ('c', 'f', 'p', 'u', 'x')),
        '[]'),
    'definition', CASE WHEN c.relkind IN ('i', 'I') THEN pg_catalog.regexp_replace(
        pg_catalog.pg_get_indexdef(c.oid), '^CREATE (UNIQUE )?INDEX .*? ON ', '\1ON ')
        WHEN c.relkind = 'm' THEN pg_catalog.rtrim(pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid)), ';') END,
    'options', coalesce(
        (SELECT pg_catalog.json_build_object(
            'type', pg_catalog.format_type(s.seqtypid, NULL),
            'increment', s.seqincrement::text,
            'minimum', s.seqmin::text,
            'maximum', s.seqmax::text,
            'start', s.seqstart::text,
            'cycles', s.seqcycle::text)
        FROM pg_catalog.pg_sequence AS s
        WHERE s.seqrelid = c.oid),
        '{}'::json))
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.oid = %s
ORDER BY c.oid
