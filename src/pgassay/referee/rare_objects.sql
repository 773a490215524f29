-- A row is an object of a kind that few schemas make, and what Postgres holds of it, in names, not OIDs.
WITH fact (class, oid, facts) AS (
    SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid, x.oid, pg_catalog.to_jsonb(x)
        - '{oid,oprname,oprnamespace,oprowner,oprleft,oprright,oprresult,oprcom,oprnegate}'::text[]
        || pg_catalog.jsonb_build_object('owner', x.oprowner::pg_catalog.regrole,
            'result', pg_catalog.format_type(x.oprresult, NULL),
            'commutator', nullif(x.oprcom, 0)::pg_catalog.regoperator,
            'negator', nullif(x.oprnegate, 0)::pg_catalog.regoperator)
    FROM pg_catalog.pg_operator AS x
    UNION ALL
    SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, x.oid,
        pg_catalog.jsonb_build_object('owner', x.opfowner::pg_catalog.regrole)
    FROM pg_catalog.pg_opfamily AS x
    UNION ALL
    SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'owner', x.opcowner::pg_catalog.regrole, 'default', x.opcdefault,
        'input', pg_catalog.format_type(x.opcintype, NULL),
        'key', pg_catalog.format_type(nullif(x.opckeytype, 0), NULL),
        'family', (pg_catalog.pg_identify_object(
            'pg_catalog.pg_opfamily'::pg_catalog.regclass, x.opcfamily, 0)).identity)
    FROM pg_catalog.pg_opclass AS x
    UNION ALL
    SELECT 'pg_catalog.pg_amop'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'operator', x.amopopr::pg_catalog.regoperator, 'purpose', x.amoppurpose)
    FROM pg_catalog.pg_amop AS x
    UNION ALL
    SELECT 'pg_catalog.pg_amproc'::pg_catalog.regclass, x.oid,
        pg_catalog.jsonb_build_object('function', x.amproc)
    FROM pg_catalog.pg_amproc AS x
    UNION ALL
    SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'function', nullif(x.castfunc, 0)::pg_catalog.regprocedure,
        'context', x.castcontext, 'method', x.castmethod)
    FROM pg_catalog.pg_cast AS x
    UNION ALL
    SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, x.oid,
        pg_catalog.to_jsonb(x) - '{oid,collname,collnamespace,collowner,collversion}'::text[]
        || pg_catalog.jsonb_build_object('owner', x.collowner::pg_catalog.regrole)
    FROM pg_catalog.pg_collation AS x
    UNION ALL
    SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, x.oid,
        pg_catalog.to_jsonb(x) - '{oid,conname,connamespace,conowner}'::text[]
        || pg_catalog.jsonb_build_object('owner', x.conowner::pg_catalog.regrole)
    FROM pg_catalog.pg_conversion AS x
    UNION ALL
    SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'owner', x.cfgowner::pg_catalog.regrole,
        'parser', (pg_catalog.pg_identify_object(
            'pg_catalog.pg_ts_parser'::pg_catalog.regclass, x.cfgparser, 0)).identity,
        'mappings', ARRAY(
            SELECT pg_catalog.format(
                '%s %s %s', m.maptokentype, m.mapseqno, m.mapdict::pg_catalog.regdictionary)
            FROM pg_catalog.pg_ts_config_map AS m WHERE m.mapcfg = x.oid ORDER BY m.maptokentype, m.mapseqno))
    FROM pg_catalog.pg_ts_config AS x
    UNION ALL
    SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'owner', x.dictowner::pg_catalog.regrole, 'options', x.dictinitoption,
        'template', (pg_catalog.pg_identify_object(
            'pg_catalog.pg_ts_template'::pg_catalog.regclass, x.dicttemplate, 0)).identity)
    FROM pg_catalog.pg_ts_dict AS x
    UNION ALL
    SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, x.oid,
        pg_catalog.to_jsonb(x) - '{oid,prsname,prsnamespace}'::text[]
    FROM pg_catalog.pg_ts_parser AS x
    UNION ALL
    SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, x.oid,
        pg_catalog.to_jsonb(x) - '{oid,tmplname,tmplnamespace}'::text[]
    FROM pg_catalog.pg_ts_template AS x
    UNION ALL
    SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'owner', x.stxowner::pg_catalog.regrole, 'relation', x.stxrelid::pg_catalog.regclass,
        'kinds', x.stxkind, 'columns', ARRAY(SELECT a.attname FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = x.stxrelid AND a.attnum = ANY (x.stxkeys::pg_catalog.int2[])
            ORDER BY a.attname COLLATE "C"),
        'expressions', pg_catalog.pg_get_statisticsobjdef_expressions(x.oid),
        'target', nullif(x.stxstattarget, -1))
    FROM pg_catalog.pg_statistic_ext AS x
    UNION ALL
    SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'owner', x.lanowner::pg_catalog.regrole, 'trusted', x.lanpltrusted,
        'handlers', ARRAY[x.lanplcallfoid, x.laninline, x.lanvalidator]::pg_catalog.regprocedure[],
        'privileges', ARRAY(SELECT a::text FROM pg_catalog.unnest(
            coalesce(x.lanacl, pg_catalog.acldefault('l', x.lanowner))) AS a ORDER BY a::text COLLATE "C"))
    FROM pg_catalog.pg_language AS x
    UNION ALL
    SELECT 'pg_catalog.pg_am'::pg_catalog.regclass, x.oid, pg_catalog.to_jsonb(x) - '{oid,amname}'::text[]
    FROM pg_catalog.pg_am AS x
    UNION ALL
    SELECT 'pg_catalog.pg_transform'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'from', x.trffromsql, 'to', x.trftosql)
    FROM pg_catalog.pg_transform AS x
    UNION ALL
    SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'owner', x.fdwowner::pg_catalog.regrole, 'options', x.fdwoptions,
        'functions', ARRAY[x.fdwhandler, x.fdwvalidator]::pg_catalog.regprocedure[],
        'privileges', ARRAY(SELECT a::text FROM pg_catalog.unnest(
            coalesce(x.fdwacl, pg_catalog.acldefault('F', x.fdwowner))) AS a ORDER BY a::text COLLATE "C"))
    FROM pg_catalog.pg_foreign_data_wrapper AS x
    UNION ALL
    SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'owner', x.srvowner::pg_catalog.regrole, 'type', x.srvtype, 'version', x.srvversion,
        'options', x.srvoptions,
        'wrapper', (pg_catalog.pg_identify_object(
            'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, x.srvfdw, 0)).identity,
        'privileges', ARRAY(SELECT a::text FROM pg_catalog.unnest(
            coalesce(x.srvacl, pg_catalog.acldefault('S', x.srvowner))) AS a ORDER BY a::text COLLATE "C"))
    FROM pg_catalog.pg_foreign_server AS x
    UNION ALL
    -- The table itself is closed to ordinary roles; the view shows them the options of their own.
    SELECT 'pg_catalog.pg_user_mapping'::pg_catalog.regclass, x.umid,
        pg_catalog.jsonb_build_object('options', x.umoptions)
    FROM pg_catalog.pg_user_mappings AS x
    UNION ALL
    SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, x.oid, pg_catalog.jsonb_build_object(
        'owner', x.evtowner::pg_catalog.regrole, 'event', x.evtevent, 'enabled', x.evtenabled,
        'tags', x.evttags, 'function', x.evtfoid::pg_catalog.regprocedure)
    FROM pg_catalog.pg_event_trigger AS x
    JOIN pg_catalog.pg_proc AS f
        ON f.oid = x.evtfoid AND f.pronamespace::pg_catalog.regnamespace::text <> 'pgassay'
),
named (object, facts) AS (
    SELECT i.type || ' ' || i.identity, f.facts::text
    FROM fact AS f CROSS JOIN LATERAL pg_catalog.pg_identify_object(f.class, f.oid, 0) AS i
    -- 16384 is the first OID of what users make.
    WHERE f.oid >= 16384 AND i.schema IS DISTINCT FROM 'pgassay'
    UNION ALL
    SELECT 'parameter ' || p.parname,
        ARRAY(SELECT a::text FROM pg_catalog.unnest(p.paracl) AS a ORDER BY a::text COLLATE "C")::text
    FROM pg_catalog.pg_parameter_acl AS p
)
SELECT object, facts FROM named ORDER BY object COLLATE "C", facts COLLATE "C"
