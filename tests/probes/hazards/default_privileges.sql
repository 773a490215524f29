-- finds: default-privileges-too-wide at for role postgres in schema api on tables
CREATE SCHEMA api;
ALTER DEFAULT PRIVILEGES IN SCHEMA api GRANT ALL ON TABLES TO anon;
