-- A row is a trigger that somebody made; what foreign keys and deferred keys use inside is left out.
SELECT
    t.identity COLLATE "C" AS identity,
    t.tgname AS name,
    t.relation,
    t.function,
    CASE WHEN t.tgtype & 64 = 64 THEN 'instead of' WHEN t.tgtype & 2 = 2 THEN 'before' ELSE 'after' END
        AS timing,
    pg_catalog.array_remove(ARRAY[
        CASE WHEN t.tgtype & 4 = 4 THEN 'insert' END,
        CASE WHEN t.tgtype & 16 = 16 THEN 'update' END,
        CASE WHEN t.tgtype & 8 = 8 THEN 'delete' END,
        CASE WHEN t.tgtype & 32 = 32 THEN 'truncate' END
    ], NULL) AS events,
    t.tgtype & 1 = 1 AS per_row,
    CASE t.tgenabled WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica'
        WHEN 'A' THEN 'always' END AS enabled,
    ARRAY(SELECT t.columns[n] FROM pg_catalog.unnest(t.tgattr) AS n) AS update_columns,
    -- pg_get_expr cannot print OLD and NEW: the words are taken from the definition, behind the table's name.
    CASE WHEN t.tgqual IS NOT NULL THEN pg_catalog.substring(
        pg_catalog.substr(t.definition, pg_catalog.strpos(t.definition, ' ON ' || t.relation || ' ')),
        ' FOR EACH (?:ROW|STATEMENT) WHEN \((.*)\) EXECUTE FUNCTION '
    ) END AS condition,
    -- Arguments are stored one after the other, each closed by a zero byte: cut in hexadecimal, then decoded.
    ARRAY(
        SELECT pg_catalog.convert_from(
            pg_catalog.decode(pg_catalog.replace(u.part, ' ', ''), 'hex'), pg_catalog.getdatabaseencoding())
        FROM pg_catalog.string_to_table(
            pg_catalog.regexp_replace(pg_catalog.encode(t.tgargs, 'hex'), '(..)', '\1 ', 'g'), '00 '
        ) WITH ORDINALITY AS u (part, position)
        WHERE u.position <= t.tgnargs
        ORDER BY u.position
    ) AS arguments,
    t.tgconstraint <> 0 AS constraint,
    t.definition
FROM (
    SELECT
        g.*,
        pg_catalog.quote_ident(g.tgname) || ' on ' || r.identity AS identity,
        r.identity AS relation,
        r.columns,
        pg_catalog.format('%I.%I()', n.nspname, f.proname) AS function,
        pg_catalog.pg_get_triggerdef(g.oid) AS definition
    FROM pg_catalog.pg_trigger AS g
    JOIN relation AS r ON r.oid = g.tgrelid
    JOIN pg_catalog.pg_proc AS f ON f.oid = g.tgfoid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace
    WHERE NOT g.tgisinternal
) AS t
ORDER BY identity
