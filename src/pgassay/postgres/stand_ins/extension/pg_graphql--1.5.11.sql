-- pg_graphql: the functions are there; every query answers with one error.

CREATE SEQUENCE graphql.seq_schema_version AS integer CYCLE;
CREATE FUNCTION graphql.resolve(
   query text, variables jsonb DEFAULT '{}', "operationName" text DEFAULT NULL, extensions jsonb DEFAULT NULL)
RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
   RETURN jsonb_build_object('data', NULL, 'errors',
      jsonb_build_array(jsonb_build_object('message', 'pg_graphql is a stand-in here and resolves nothing')));
END $$;
CREATE FUNCTION graphql._internal_resolve(
   query text, variables jsonb DEFAULT '{}', "operationName" text DEFAULT NULL, extensions jsonb DEFAULT NULL)
RETURNS jsonb LANGUAGE sql VOLATILE RETURN graphql.resolve($1, $2, $3, $4);
CREATE FUNCTION graphql.comment_directive(comment_ text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
   RETURN coalesce(substring(comment_ FROM '@graphql\((.+?)\)')::jsonb, '{}'::jsonb);
END $$;
CREATE FUNCTION graphql.exception(message text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
   RAISE data_exception USING MESSAGE = message;
END $$;
CREATE FUNCTION graphql.get_schema_version() RETURNS integer LANGUAGE sql
BEGIN ATOMIC
   SELECT last_value::integer FROM graphql.seq_schema_version;
END;
CREATE FUNCTION graphql.increment_schema_version() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
   PERFORM nextval('graphql.seq_schema_version');
END $$;
GRANT USAGE ON SCHEMA graphql TO @extowner@ WITH GRANT OPTION;
GRANT ALL ON ALL SEQUENCES IN SCHEMA graphql TO @extowner@ WITH GRANT OPTION;
DO $$
BEGIN
   IF pg_catalog.to_regrole('anon') IS NOT NULL AND pg_catalog.to_regrole('authenticated') IS NOT NULL
      AND pg_catalog.to_regrole('service_role') IS NOT NULL THEN
      GRANT USAGE ON SCHEMA graphql TO anon, authenticated, service_role;
      GRANT ALL ON SEQUENCE graphql.seq_schema_version TO anon, authenticated, service_role;
   END IF;
END $$;
ALTER SEQUENCE graphql.seq_schema_version OWNER TO pgassay_extensions;
