-- A row is, in turn, a schema, a relation in one, or a member of an extension: what many queries join.
WITH schema AS MATERIALIZED (
    SELECT
        n.oid,
        n.nspname AS name,
        pg_catalog.quote_ident(n.nspname) AS identity,
        n.nspowner AS owner,
        n.nspacl AS acl
    FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
),
relation AS MATERIALIZED (
    SELECT
        c.oid,
        c.relkind AS kind,
        -- As pg_identify_object says it; a composite type counts as the type that it is.
        CASE c.relkind
            WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
            WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
            ELSE 'table'
        END AS type,
        s.identity || '.' || pg_catalog.quote_ident(c.relname) AS identity,
        s.name AS schema,
        c.relname AS name,
        c.relowner AS owner,
        c.relacl AS acl,
        c.relam AS access_method,
        c.reloptions AS options,
        -- columns[n] is the name of column number n, column_types[n] its type; dropped ones keep their place.
        a.columns,
        a.column_types,
        a.collated
    FROM pg_catalog.pg_class AS c
    JOIN schema AS s ON s.oid = c.relnamespace
    LEFT JOIN (
        SELECT
            n.attrelid,
            pg_catalog.array_agg(n.attname::text ORDER BY n.attnum) AS columns,
            pg_catalog.array_agg(n.atttypid ORDER BY n.attnum) AS column_types,
            -- 100 is the database's own collation.
            pg_catalog.bool_or(n.attcollation NOT IN (0, 100)) AS collated
        FROM pg_catalog.pg_attribute AS n
        JOIN pg_catalog.pg_class AS t ON t.oid = n.attrelid
        WHERE n.attnum > 0 AND t.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
            AND t.relnamespace IN (SELECT oid FROM schema)
        GROUP BY n.attrelid
    ) AS a ON a.attrelid = c.oid
),
member AS MATERIALIZED (
    SELECT d.classid, d.objid, x.extname AS extension
    FROM pg_catalog.pg_extension AS x
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        AND d.refobjid = x.oid AND d.deptype = 'e'
)
