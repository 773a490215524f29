-- What the platform's own services keep in a project: event triggers' functions, GraphQL, webhooks, migrations.
SET ROLE supabase_admin;
-- The platform's event triggers are not here: they only grant what the stand-ins grant themselves, and tell the
-- API to reload. Their functions are, because migrations alter them.
CREATE FUNCTION extensions.pgrst_ddl_watch() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
   NOTIFY pgrst, 'reload schema';
END $$;
CREATE FUNCTION extensions.pgrst_drop_watch() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
   NOTIFY pgrst, 'reload schema';
END $$;
CREATE FUNCTION extensions.grant_pg_cron_access() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION extensions.grant_pg_net_access() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION extensions.grant_pg_graphql_access() RETURNS event_trigger
LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION extensions.set_graphql_placeholder() RETURNS event_trigger
LANGUAGE plpgsql AS $$ BEGIN END $$;

-- The GraphQL endpoint before pg_graphql is enabled.
CREATE FUNCTION graphql_public.graphql(
   "operationName" text DEFAULT NULL, query text DEFAULT NULL, variables jsonb DEFAULT NULL,
   extensions jsonb DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
   RETURN jsonb_build_object('errors',
      jsonb_build_array(jsonb_build_object('message', 'pg_graphql extension is not enabled.')));
END $$;
RESET ROLE;

-- Webhooks: the request is written down, not sent.
SET ROLE supabase_functions_admin;
CREATE TABLE supabase_functions.migrations (
   version text PRIMARY KEY, inserted_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE supabase_functions.hooks (
   id bigserial PRIMARY KEY, hook_table_id integer NOT NULL, hook_name text NOT NULL,
   created_at timestamptz NOT NULL DEFAULT now(), request_id bigint);
CREATE FUNCTION supabase_functions.http_request() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
   IF coalesce(TG_ARGV[0], 'null') = 'null' THEN
      RAISE EXCEPTION 'url argument is missing';
   END IF;
   IF coalesce(TG_ARGV[1], 'null') NOT IN ('GET', 'POST') THEN
      RAISE EXCEPTION 'method argument % is invalid', coalesce(TG_ARGV[1], 'null');
   END IF;
   INSERT INTO supabase_functions.hooks (hook_table_id, hook_name) VALUES (TG_RELID, TG_NAME);
   RETURN coalesce(NEW, OLD);
END $$;
GRANT ALL ON ALL TABLES IN SCHEMA supabase_functions TO postgres, anon, authenticated, service_role;
GRANT ALL ON ALL SEQUENCES IN SCHEMA supabase_functions TO postgres, anon, authenticated, service_role;
REVOKE ALL ON FUNCTION supabase_functions.http_request() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supabase_functions.http_request() TO postgres, anon, authenticated, service_role;
RESET ROLE;

-- The command line's own record of migrations and seeds.
SET ROLE postgres;
CREATE TABLE supabase_migrations.schema_migrations (
   version text PRIMARY KEY, statements text[], name text, created_by text, idempotency_key text UNIQUE,
   rollback text[]);
CREATE TABLE supabase_migrations.seed_files (path text PRIMARY KEY, hash text NOT NULL);
RESET ROLE;
