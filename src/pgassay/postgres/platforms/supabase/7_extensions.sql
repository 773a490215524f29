-- The extensions that every project starts with; migrations drop and re-create them, so postgres owns them.
GRANT CREATE ON SCHEMA vault TO postgres;
SET ROLE postgres;
CREATE EXTENSION pgcrypto WITH SCHEMA extensions;
CREATE EXTENSION "uuid-ossp" WITH SCHEMA extensions;
CREATE EXTENSION pg_stat_statements WITH SCHEMA extensions;
CREATE EXTENSION supabase_vault WITH SCHEMA vault;
RESET ROLE;
