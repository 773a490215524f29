-- A Supabase project before its first migration, part one: its roles, what they may set, whose the database is.
--
-- The files of this folder run in the order of their numbers, each on its own, as pgassay_admin.
-- Where they differ from the hosted platform, it is on purpose:
-- * supabase_admin is an ordinary role here. The superuser is pgassay_admin, and nobody is a member of it.
-- * pg_read_all_data, pg_signal_backend, pg_maintain, pg_checkpoint and pg_create_subscription are not
--   granted: they reach beyond the throwaway database.
-- * postgres is a member of the roles that own auth, storage and realtime. The hosted platform lets it create
--   policies and triggers there through an extension of its own; membership is how plain Postgres says that.
-- * No function that is SECURITY DEFINER, and no table that a migration reaches, is owned by a superuser.
CREATE ROLE postgres LOGIN NOSUPERUSER CREATEDB CREATEROLE BYPASSRLS;
CREATE ROLE supabase_admin NOLOGIN BYPASSRLS;
CREATE ROLE anon NOLOGIN;
CREATE ROLE authenticated NOLOGIN;
CREATE ROLE service_role NOLOGIN BYPASSRLS;
CREATE ROLE authenticator LOGIN NOINHERIT;
CREATE ROLE dashboard_user NOLOGIN CREATEDB CREATEROLE REPLICATION;
CREATE ROLE pgbouncer LOGIN;
CREATE ROLE supabase_auth_admin LOGIN NOINHERIT CREATEROLE;
CREATE ROLE supabase_storage_admin LOGIN NOINHERIT CREATEROLE;
CREATE ROLE supabase_functions_admin LOGIN NOINHERIT CREATEROLE;
CREATE ROLE supabase_realtime_admin NOLOGIN NOINHERIT;
CREATE ROLE supabase_replication_admin LOGIN REPLICATION;
CREATE ROLE supabase_etl_admin LOGIN REPLICATION;
CREATE ROLE supabase_read_only_user LOGIN BYPASSRLS;
CREATE ROLE supabase_privileged_role NOLOGIN;
CREATE ROLE pgsodium_keyiduser NOLOGIN;
CREATE ROLE pgsodium_keyholder NOLOGIN IN ROLE pgsodium_keyiduser;
CREATE ROLE pgsodium_keymaker NOLOGIN IN ROLE pgsodium_keyholder;

GRANT anon, authenticated, service_role TO authenticator;
GRANT authenticator TO supabase_storage_admin;
GRANT anon, authenticated, service_role, authenticator, dashboard_user, pgbouncer, supabase_admin,
      supabase_auth_admin, supabase_storage_admin, supabase_functions_admin, supabase_realtime_admin,
      supabase_privileged_role, pgsodium_keyiduser, pgsodium_keyholder, pgsodium_keymaker, pg_monitor
   TO postgres WITH ADMIN OPTION;

ALTER ROLE postgres SET search_path = "$user", public, extensions;
ALTER ROLE supabase_admin SET search_path = "$user", public, auth, extensions;
ALTER ROLE supabase_auth_admin SET search_path = auth;
ALTER ROLE supabase_auth_admin SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE supabase_storage_admin SET search_path = storage;
ALTER ROLE supabase_functions_admin SET search_path = supabase_functions;
ALTER ROLE anon SET statement_timeout = '3s';
ALTER ROLE authenticated SET statement_timeout = '8s';
ALTER ROLE authenticator SET statement_timeout = '8s';
ALTER ROLE authenticator SET lock_timeout = '8s';

ALTER DATABASE postgres OWNER TO postgres;
GRANT SET ON PARAMETER session_replication_role, log_statement, log_min_duration_statement, log_lock_waits,
      track_functions, track_io_timing, "pg_stat_statements.track", "safeupdate.enabled",
      "app.settings.jwt_secret", "app.settings.jwt_exp",
      "pgrst.db_schemas", "pgrst.db_anon_role", "pgrst.db_extra_search_path", "pgrst.db_pre_request",
      "pgrst.db_max_rows", "pgrst.db_root_spec", "pgrst.db_tx_end", "pgrst.db_plan_enabled",
      "pgrst.db_aggregates_enabled", "pgrst.db_prepared_statements", "pgrst.db_hoisted_tx_settings",
      "pgrst.db_timezone_enabled", "pgrst.openapi_mode", "pgrst.openapi_security_active",
      "pgrst.openapi_server_proxy_uri", "pgrst.jwt_aud", "pgrst.jwt_secret", "pgrst.jwt_secret_is_base64",
      "pgrst.jwt_role_claim_key", "pgrst.jwt_cache_max_lifetime", "pgrst.raw_media_types",
      "pgrst.server_cors_allowed_origins", "pgrst.server_timing_enabled", "pgrst.server_trace_header"
   TO postgres;
