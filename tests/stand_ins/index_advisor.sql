-- A query is taken and no index proposed.
CREATE EXTENSION index_advisor CASCADE;
DO $$ BEGIN
   ASSERT (SELECT index_statements = '{}' FROM index_advisor('SELECT 1'));
END $$;
