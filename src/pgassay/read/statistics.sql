-- A row is what a database in use has counted, as one JSON value, sorted by identity.
SELECT pg_catalog.json_build_object(
    'days', (
        -- Never reset: kept at least since the server was started.
        SELECT pg_catalog.round(
            extract(epoch FROM pg_catalog.now() - coalesce(d.stats_reset, pg_catalog.pg_postmaster_start_time()))
                / 86400, 1
        )
        FROM pg_catalog.pg_stat_database AS d WHERE d.datname = pg_catalog.current_database()
    ),
    'tables', (
        SELECT coalesce(pg_catalog.json_agg(t ORDER BY t.relation COLLATE "C"), '[]')
        FROM (
            SELECT
                pg_catalog.quote_ident(s.schemaname) || '.' || pg_catalog.quote_ident(s.relname) AS relation,
                s.n_live_tup AS rows,
                s.n_dead_tup AS dead_rows,
                pg_catalog.pg_table_size(s.relid) AS bytes,
                -- A row has a header of 24 bytes and a pointer of 4.
                s.n_live_tup * (28 + w.width) AS least_bytes,
                coalesce(s.seq_scan, 0) AS whole_scans,
                coalesce(s.idx_scan, 0) AS index_scans
            FROM pg_catalog.pg_stat_user_tables AS s
            LEFT JOIN (
                SELECT p.schemaname, p.tablename, pg_catalog.sum(p.avg_width)::bigint AS width
                FROM pg_catalog.pg_stats AS p
                WHERE NOT p.inherited
                GROUP BY p.schemaname, p.tablename
            ) AS w ON w.schemaname = s.schemaname AND w.tablename = s.relname
            WHERE s.schemaname <> 'pgassay'
        ) AS t
    ),
    'indexes', (
        SELECT coalesce(pg_catalog.json_agg(i ORDER BY i.index COLLATE "C"), '[]')
        FROM (
            SELECT
                pg_catalog.quote_ident(x.schemaname) || '.' || pg_catalog.quote_ident(x.indexrelname) AS index,
                x.idx_scan AS scans,
                pg_catalog.pg_relation_size(x.indexrelid) AS bytes
            FROM pg_catalog.pg_stat_user_indexes AS x
            WHERE x.schemaname <> 'pgassay'
        ) AS i
    ),
    'sequences', (
        SELECT coalesce(pg_catalog.json_agg(q ORDER BY q.sequence COLLATE "C"), '[]')
        FROM (
            SELECT
                pg_catalog.quote_ident(z.schemaname) || '.' || pg_catalog.quote_ident(z.sequencename) AS sequence,
                -- NULL also for those that the role may not read.
                z.last_value AS last
            FROM pg_catalog.pg_sequences AS z
            WHERE z.schemaname <> 'pgassay'
        ) AS q
    )
) AS statistics
