-- A row is an object and what Postgres holds of it, in names, not OIDs; the order of columns is no fact.
WITH visible AS (
    SELECT oid FROM pg_catalog.pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND nspname <> 'pgassay'
),
fact (class, oid, part, facts) AS (
    SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::oid, n.oid, 0, pg_catalog.jsonb_build_object(
        'owner', n.nspowner::pg_catalog.regrole,
        'privileges', ARRAY(SELECT a::text FROM pg_catalog.unnest(
            coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) AS a ORDER BY a::text COLLATE "C"))
    FROM pg_catalog.pg_namespace AS n WHERE n.oid IN (SELECT oid FROM visible)
    UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0, pg_catalog.jsonb_build_object(
        'kind', c.relkind, 'owner', c.relowner::pg_catalog.regrole, 'persistence', c.relpersistence,
        'row security', c.relrowsecurity, 'forced', c.relforcerowsecurity, 'replica identity', c.relreplident,
        'options', ARRAY(SELECT o FROM pg_catalog.unnest(c.reloptions) AS o ORDER BY o COLLATE "C"),
        'toast options', (
            SELECT ARRAY(SELECT o FROM pg_catalog.unnest(t.reloptions) AS o ORDER BY o COLLATE "C")
            FROM pg_catalog.pg_class AS t WHERE t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL),
        'access method', m.amname, 'tablespace', s.spcname, 'populated', c.relispopulated,
        'of', pg_catalog.format_type(nullif(c.reloftype, 0), NULL),
        'parents', ARRAY(SELECT i.inhparent::pg_catalog.regclass::text FROM pg_catalog.pg_inherits AS i
            WHERE i.inhrelid = c.oid ORDER BY i.inhseqno),
        'bound', CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END,
        'partitioned by', CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
        'query', CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid, false) END,
        'foreign', (SELECT pg_catalog.jsonb_build_object('server', f.srvname, 'options', t.ftoptions)
            FROM pg_catalog.pg_foreign_table AS t JOIN pg_catalog.pg_foreign_server AS f ON f.oid = t.ftserver
            WHERE t.ftrelid = c.oid),
        'index', (SELECT pg_catalog.jsonb_build_object(
                'definition', pg_catalog.pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid,
                'ready', i.indisready, 'clustered', i.indisclustered, 'replica identity', i.indisreplident,
                'primary', i.indisprimary, 'immediate', i.indimmediate, 'statistics', (
                    SELECT pg_catalog.jsonb_object_agg(a.attnum, a.attstattarget)
                    FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attstattarget >= 0))
            FROM pg_catalog.pg_index AS i WHERE i.indexrelid = c.oid),
        'sequence', (SELECT pg_catalog.to_jsonb(q) - 'seqrelid' - 'seqtypid'
                || pg_catalog.jsonb_build_object('type', pg_catalog.format_type(q.seqtypid, NULL))
            FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = c.oid),
        'owned by', (SELECT (pg_catalog.pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid)).identity
            FROM pg_catalog.pg_depend AS d WHERE c.relkind = 'S' AND d.objid = c.oid AND d.refobjsubid > 0
                AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')),
        'privileges', CASE WHEN c.relkind NOT IN ('i', 'I', 'c') THEN ARRAY(
            SELECT a::text FROM pg_catalog.unnest(coalesce(
                c.relacl,
                pg_catalog.acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner)
            )) AS a ORDER BY a::text COLLATE "C") END)
    FROM pg_catalog.pg_class AS c
    LEFT JOIN pg_catalog.pg_am AS m ON m.oid = c.relam
    LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = c.reltablespace
    WHERE c.relnamespace IN (SELECT oid FROM visible)
    UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, a.attrelid, a.attnum, pg_catalog.jsonb_build_object(
        'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'not null', a.attnotnull,
        'collation', nullif(a.attcollation, 0)::pg_catalog.regcollation, 'identity', a.attidentity,
        'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid), 'generated', a.attgenerated,
        'storage', a.attstorage, 'compression', a.attcompression, 'statistics', nullif(a.attstattarget, -1),
        'options', ARRAY(SELECT o FROM pg_catalog.unnest(a.attoptions) AS o ORDER BY o COLLATE "C"),
        'foreign', a.attfdwoptions, 'local', a.attislocal, 'inherited', a.attinhcount,
        'place', CASE WHEN c.relkind = 'c' THEN a.attnum END,
        'privileges', ARRAY(
            SELECT p::text FROM pg_catalog.unnest(a.attacl) AS p ORDER BY p::text COLLATE "C"))
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace IN (SELECT oid FROM visible)
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, 0, pg_catalog.jsonb_build_object(
        'definition', pg_catalog.pg_get_constraintdef(k.oid), 'validated', k.convalidated,
        'local', k.conislocal, 'inherited', k.coninhcount,
        'enforced', pg_catalog.to_jsonb(k) -> 'conenforced')
    FROM pg_catalog.pg_constraint AS k WHERE k.connamespace IN (SELECT oid FROM visible)
    UNION ALL
    SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid, 0, pg_catalog.jsonb_build_object(
        'definition', pg_catalog.pg_get_triggerdef(t.oid), 'enabled', t.tgenabled,
        'inherited', t.tgparentid <> 0)
    FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace IN (SELECT oid FROM visible)
    UNION ALL
    SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid, 0, pg_catalog.jsonb_build_object(
        'definition', pg_catalog.pg_get_ruledef(w.oid), 'enabled', w.ev_enabled)
    FROM pg_catalog.pg_rewrite AS w JOIN pg_catalog.pg_class AS c ON c.oid = w.ev_class
    WHERE w.rulename <> '_RETURN' AND c.relnamespace IN (SELECT oid FROM visible)
    UNION ALL
    SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, 0, pg_catalog.jsonb_build_object(
        'command', p.polcmd, 'permissive', p.polpermissive,
        'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
        'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
        'roles', ARRAY(SELECT r::pg_catalog.regrole::text FROM pg_catalog.unnest(p.polroles) AS r
            ORDER BY r::pg_catalog.regrole::text COLLATE "C"))
    FROM pg_catalog.pg_policy AS p JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
    WHERE c.relnamespace IN (SELECT oid FROM visible)
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, f.oid, 0, pg_catalog.jsonb_build_object(
        'owner', f.proowner::pg_catalog.regrole, 'kind', f.prokind,
        'definition', pg_catalog.pg_get_functiondef(CASE WHEN f.prokind <> 'a' THEN f.oid END),
        'aggregate', (
            SELECT pg_catalog.to_jsonb(g) - '{aggfnoid,aggtranstype,aggmtranstype,aggsortop}'::text[]
                || pg_catalog.jsonb_build_object('state', pg_catalog.format_type(g.aggtranstype, NULL),
                    'moving', pg_catalog.format_type(nullif(g.aggmtranstype, 0), NULL),
                    'sort', g.aggsortop::pg_catalog.regoperator, 'parallel', f.proparallel,
                    'result', pg_catalog.pg_get_function_result(f.oid),
                    'arguments', pg_catalog.pg_get_function_arguments(f.oid))
            FROM pg_catalog.pg_aggregate AS g WHERE g.aggfnoid = f.oid),
        'privileges', ARRAY(SELECT a::text FROM pg_catalog.unnest(
            coalesce(f.proacl, pg_catalog.acldefault('f', f.proowner))) AS a ORDER BY a::text COLLATE "C"))
    FROM pg_catalog.pg_proc AS f WHERE f.pronamespace IN (SELECT oid FROM visible)
    UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0, pg_catalog.jsonb_build_object(
        'owner', t.typowner::pg_catalog.regrole, 'kind', t.typtype, 'not null', t.typnotnull,
        'base', pg_catalog.format_type(nullif(t.typbasetype, 0), t.typtypmod), 'default', t.typdefault,
        'collation', nullif(t.typcollation, 0)::pg_catalog.regcollation, 'category', t.typcategory,
        'storage', t.typstorage, 'input', t.typinput, 'output', t.typoutput,
        'labels', ARRAY(SELECT e.enumlabel FROM pg_catalog.pg_enum AS e
            WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder),
        'range', (SELECT pg_catalog.jsonb_build_object('of', pg_catalog.format_type(r.rngsubtype, NULL),
                'collation', nullif(r.rngcollation, 0)::pg_catalog.regcollation, 'canonical', r.rngcanonical,
                'difference', r.rngsubdiff, 'multirange', pg_catalog.format_type(r.rngmultitypid, NULL),
                'class', (pg_catalog.pg_identify_object(
                    'pg_catalog.pg_opclass'::pg_catalog.regclass, r.rngsubopc, 0)).identity)
            FROM pg_catalog.pg_range AS r WHERE r.rngtypid = t.oid),
        'privileges', ARRAY(SELECT a::text FROM pg_catalog.unnest(
            coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner))) AS a ORDER BY a::text COLLATE "C"))
    FROM pg_catalog.pg_type AS t LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    WHERE t.typnamespace IN (SELECT oid FROM visible) AND coalesce(c.relkind, 'c') = 'c'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS e WHERE e.typarray = t.oid)
    UNION ALL
    SELECT 'pg_catalog.pg_extension'::pg_catalog.regclass, x.oid, 0, pg_catalog.jsonb_build_object(
        'owner', x.extowner::pg_catalog.regrole, 'schema', x.extnamespace::pg_catalog.regnamespace,
        'version', x.extversion, 'relocatable', x.extrelocatable,
        'configuration', x.extconfig::pg_catalog.regclass[], 'conditions', x.extcondition)
    FROM pg_catalog.pg_extension AS x
    UNION ALL
    SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, p.oid, 0,
        pg_catalog.to_jsonb(p) - '{oid,pubowner,pubname}'::text[] || pg_catalog.jsonb_build_object(
            'owner', p.pubowner::pg_catalog.regrole,
            'schemas', ARRAY(SELECT n.pnnspid::pg_catalog.regnamespace::text
                FROM pg_catalog.pg_publication_namespace AS n
                WHERE n.pnpubid = p.oid ORDER BY n.pnnspid::pg_catalog.regnamespace::text COLLATE "C"),
            'relations', ARRAY(SELECT pg_catalog.jsonb_build_object(
                    'relation', r.prrelid::pg_catalog.regclass,
                    'where', pg_catalog.pg_get_expr(r.prqual, r.prrelid), 'columns', ARRAY(
                        SELECT a.attname FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = r.prrelid
                            AND a.attnum = ANY (r.prattrs::pg_catalog.int2[]) ORDER BY a.attname COLLATE "C"))
                FROM pg_catalog.pg_publication_rel AS r WHERE r.prpubid = p.oid
                ORDER BY r.prrelid::pg_catalog.regclass::text COLLATE "C"))
    FROM pg_catalog.pg_publication AS p
),
named (object, facts) AS (
    SELECT i.type || ' ' || i.identity, f.facts::text
    FROM fact AS f CROSS JOIN LATERAL pg_catalog.pg_identify_object(f.class, f.oid, f.part) AS i
    WHERE i.identity IS NOT NULL
    UNION ALL
    SELECT 'comment on ' || i.type || ' ' || i.identity, d.description
    FROM pg_catalog.pg_description AS d
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS i
    WHERE d.objoid >= 16384 AND i.schema IS DISTINCT FROM 'pgassay'
        OR d.objoid IN (SELECT oid FROM visible)
            AND d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
    UNION ALL
    SELECT 'label of ' || i.type || ' ' || i.identity || ' by ' || l.provider, l.label
    FROM pg_catalog.pg_seclabel AS l
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(l.classoid, l.objoid, l.objsubid) AS i
    UNION ALL
    SELECT pg_catalog.format('default privileges of %s in %s on %s', d.defaclrole::pg_catalog.regrole,
            d.defaclnamespace::pg_catalog.regnamespace, d.defaclobjtype),
        ARRAY(SELECT a::text FROM pg_catalog.unnest(d.defaclacl) AS a ORDER BY a::text COLLATE "C")::text
    FROM pg_catalog.pg_default_acl AS d
    UNION ALL
    -- The role that initialised the server has another name on each server and cannot be had otherwise.
    SELECT 'role ' || pg_catalog.quote_ident(r.rolname),
        (pg_catalog.to_jsonb(r) - '{oid,rolname,rolpassword,rolconfig}'::text[])::text
    FROM pg_catalog.pg_roles AS r WHERE r.oid >= 16384
    UNION ALL
    SELECT pg_catalog.format('role %s in %s by %s', m.member::pg_catalog.regrole,
            m.roleid::pg_catalog.regrole, m.grantor::pg_catalog.regrole),
        (pg_catalog.to_jsonb(m) - '{oid,roleid,member,grantor}'::text[])::text
    FROM pg_catalog.pg_auth_members AS m WHERE m.member >= 16384
    UNION ALL
    SELECT pg_catalog.format('settings of role %s in database %s', s.setrole::pg_catalog.regrole,
            CASE WHEN s.setdatabase = 0 THEN '-' ELSE 'this' END),
        ARRAY(SELECT c FROM pg_catalog.unnest(s.setconfig) AS c ORDER BY c COLLATE "C")::text
    FROM pg_catalog.pg_db_role_setting AS s LEFT JOIN pg_catalog.pg_database AS d ON d.oid = s.setdatabase
    WHERE s.setdatabase = 0 OR d.datname = pg_catalog.current_database()
)
SELECT object, facts FROM named ORDER BY object COLLATE "C", facts COLLATE "C"
