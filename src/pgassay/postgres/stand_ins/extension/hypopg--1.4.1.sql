-- hypopg: CREATE INDEX statements are accepted and forgotten; no plan ever uses them.

CREATE FUNCTION hypopg_create_index(sql_order text, OUT indexrelid oid, OUT indexname text) RETURNS SETOF record
LANGUAGE sql VOLATILE STRICT COST 100
BEGIN ATOMIC
   SELECT 0::oid, '<0>' || coalesce(substring($1 FROM '(?i)using\s+(\w+)'), 'btree') || '_'
          || coalesce(substring($1 FROM '(?i)\son\s+([\w.]+)'), 'unknown');
END;
CREATE FUNCTION hypopg(
   OUT indexname text, OUT indexrelid oid, OUT indrelid oid, OUT innatts integer, OUT indisunique boolean,
   OUT indkey int2vector, OUT indcollation oidvector, OUT indclass oidvector, OUT indoption oidvector,
   OUT indexprs pg_node_tree, OUT indpred pg_node_tree, OUT amid oid) RETURNS SETOF record
LANGUAGE plpgsql VOLATILE COST 100 AS $$
BEGIN
   RETURN;
END $$;
CREATE FUNCTION hypopg_drop_index(indexid oid) RETURNS boolean LANGUAGE sql VOLATILE STRICT RETURN false;
CREATE FUNCTION hypopg_get_indexdef(indexid oid) RETURNS text LANGUAGE sql VOLATILE STRICT RETURN NULL::text;
CREATE FUNCTION hypopg_relation_size(indexid oid) RETURNS bigint
LANGUAGE sql VOLATILE STRICT RETURN 0::bigint;
CREATE FUNCTION hypopg_reset() RETURNS void LANGUAGE plpgsql VOLATILE AS $$ BEGIN END $$;
CREATE FUNCTION hypopg_reset_index() RETURNS void LANGUAGE plpgsql VOLATILE AS $$ BEGIN END $$;
CREATE FUNCTION hypopg_hide_index(indexid oid) RETURNS boolean LANGUAGE sql VOLATILE STRICT RETURN false;
CREATE FUNCTION hypopg_unhide_index(indexid oid) RETURNS boolean LANGUAGE sql VOLATILE STRICT RETURN false;
CREATE FUNCTION hypopg_unhide_all_indexes() RETURNS void LANGUAGE plpgsql VOLATILE AS $$ BEGIN END $$;
CREATE FUNCTION hypopg_hidden_indexes() RETURNS TABLE (indexid oid) LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
   RETURN;
END $$;
CREATE VIEW hypopg_list_indexes AS
   SELECT h.indexrelid, h.indexname AS index_name, n.nspname AS schema_name, c.relname AS table_name, a.amname AS am_name
     FROM hypopg() AS h
     JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) h.indrelid
     JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
     JOIN pg_catalog.pg_am a ON a.oid OPERATOR(pg_catalog.=) h.amid;
CREATE VIEW hypopg_hidden_indexes AS
   SELECT h.indexid AS indexrelid, i.relname AS index_name, n.nspname AS schema_name, t.relname AS table_name,
          a.amname AS am_name, false AS is_hypo
     FROM hypopg_hidden_indexes() AS h
     JOIN pg_catalog.pg_index x ON x.indexrelid OPERATOR(pg_catalog.=) h.indexid
     JOIN pg_catalog.pg_class i ON i.oid OPERATOR(pg_catalog.=) h.indexid
     JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) i.relnamespace
     JOIN pg_catalog.pg_class t ON t.oid OPERATOR(pg_catalog.=) x.indrelid
     JOIN pg_catalog.pg_am a ON a.oid OPERATOR(pg_catalog.=) i.relam;
GRANT SELECT ON hypopg_list_indexes, hypopg_hidden_indexes TO PUBLIC;
ALTER VIEW hypopg_list_indexes OWNER TO pgassay_extensions;
ALTER VIEW hypopg_hidden_indexes OWNER TO pgassay_extensions;
