-- No query is resolved.
CREATE EXTENSION pg_graphql;
DO $$ BEGIN
   ASSERT graphql.resolve('{ a }') ? 'errors' AND graphql.get_schema_version() >= 0;
   ASSERT graphql.comment_directive('@graphql({"inflect_names": true})') = '{"inflect_names": true}';
END $$;
