-- A Supabase project before its first migration: roles, schemas, tables and functions; run once as pgassay_admin.
--
-- Where this differs from the hosted platform, it is on purpose:
-- * supabase_admin is an ordinary role here. The superuser is pgassay_admin, and nobody is a member of it.
-- * pg_read_all_data, pg_signal_backend, pg_maintain, pg_checkpoint and pg_create_subscription are not
--   granted: they reach beyond the throwaway database.
-- * postgres is a member of the roles that own auth, storage and realtime. The hosted platform lets it create
--   policies and triggers there through an extension of its own; membership is how plain Postgres says that.
-- * No function is both SECURITY DEFINER and owned by a superuser.

-- Roles --------------------------------------------------------------------------------------------------
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

-- Schemas ------------------------------------------------------------------------------------------------
CREATE SCHEMA extensions AUTHORIZATION postgres;
CREATE SCHEMA supabase_migrations AUTHORIZATION postgres;
CREATE SCHEMA _realtime AUTHORIZATION postgres;
CREATE SCHEMA auth AUTHORIZATION supabase_admin;
CREATE SCHEMA storage AUTHORIZATION supabase_admin;
CREATE SCHEMA realtime AUTHORIZATION supabase_admin;
CREATE SCHEMA vault AUTHORIZATION supabase_admin;
CREATE SCHEMA graphql AUTHORIZATION supabase_admin;
CREATE SCHEMA graphql_public AUTHORIZATION supabase_admin;
CREATE SCHEMA pgsodium AUTHORIZATION supabase_admin;
CREATE SCHEMA pgsodium_masks AUTHORIZATION supabase_admin;
CREATE SCHEMA supabase_functions AUTHORIZATION supabase_admin;
CREATE SCHEMA pgbouncer AUTHORIZATION pgbouncer;

GRANT ALL ON SCHEMA public TO postgres, supabase_admin;
GRANT USAGE ON SCHEMA public, extensions, auth, graphql, supabase_functions TO anon, authenticated, service_role;
GRANT USAGE ON SCHEMA storage, realtime, graphql_public TO anon, authenticated, service_role;
GRANT USAGE ON SCHEMA storage, realtime, vault, graphql, graphql_public TO postgres WITH GRANT OPTION;
GRANT USAGE ON SCHEMA vault TO service_role;
GRANT USAGE ON SCHEMA auth, supabase_functions, pgsodium TO postgres;
GRANT ALL ON SCHEMA auth TO supabase_auth_admin, dashboard_user;
GRANT ALL ON SCHEMA storage TO supabase_storage_admin, dashboard_user;
GRANT ALL ON SCHEMA realtime TO supabase_realtime_admin;
GRANT ALL ON SCHEMA supabase_functions TO supabase_functions_admin;
GRANT ALL ON SCHEMA extensions TO supabase_admin, dashboard_user;

-- Default privileges: whatever a migration creates in public is open to every client role. The superuser gets
-- the same ones, because what an extension creates belongs to it.
ALTER DEFAULT PRIVILEGES FOR ROLE postgres, supabase_admin, pgassay_admin IN SCHEMA public
   GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres, supabase_admin, pgassay_admin IN SCHEMA public
   GRANT ALL ON SEQUENCES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres, supabase_admin, pgassay_admin IN SCHEMA public
   GRANT ALL ON FUNCTIONS TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA storage
   GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA storage
   GRANT ALL ON SEQUENCES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA storage
   GRANT ALL ON FUNCTIONS TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin, pgassay_admin IN SCHEMA extensions
   GRANT ALL ON TABLES TO postgres WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin, pgassay_admin IN SCHEMA extensions
   GRANT ALL ON SEQUENCES TO postgres WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin, pgassay_admin IN SCHEMA extensions
   GRANT ALL ON FUNCTIONS TO postgres WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin, pgassay_admin IN SCHEMA graphql, graphql_public
   GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin, pgassay_admin IN SCHEMA graphql, graphql_public
   GRANT ALL ON SEQUENCES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin, pgassay_admin IN SCHEMA graphql, graphql_public
   GRANT ALL ON FUNCTIONS TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_auth_admin IN SCHEMA auth
   GRANT ALL ON TABLES TO postgres, dashboard_user;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_auth_admin IN SCHEMA auth
   GRANT ALL ON SEQUENCES TO postgres, dashboard_user;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_auth_admin IN SCHEMA auth
   GRANT ALL ON FUNCTIONS TO postgres, dashboard_user;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA realtime
   GRANT ALL ON TABLES TO postgres, dashboard_user;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA realtime
   GRANT ALL ON SEQUENCES TO postgres, dashboard_user;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA realtime
   GRANT ALL ON FUNCTIONS TO postgres, dashboard_user;

-- auth: users, their identities and sessions ---------------------------------------------------------------
SET ROLE supabase_auth_admin;
CREATE TYPE auth.aal_level AS ENUM ('aal1', 'aal2', 'aal3');
CREATE TYPE auth.code_challenge_method AS ENUM ('s256', 'plain');
CREATE TYPE auth.factor_status AS ENUM ('unverified', 'verified');
CREATE TYPE auth.factor_type AS ENUM ('totp', 'webauthn', 'phone');
CREATE TYPE auth.oauth_authorization_status AS ENUM ('pending', 'approved', 'denied', 'expired');
CREATE TYPE auth.oauth_client_type AS ENUM ('public', 'confidential');
CREATE TYPE auth.oauth_registration_type AS ENUM ('dynamic', 'manual');
CREATE TYPE auth.oauth_response_type AS ENUM ('code');
CREATE TYPE auth.one_time_token_type AS ENUM (
   'confirmation_token', 'reauthentication_token', 'recovery_token', 'email_change_token_new',
   'email_change_token_current', 'phone_change_token');

CREATE TABLE auth.schema_migrations (version varchar(255) PRIMARY KEY);
CREATE TABLE auth.instances (
   id uuid PRIMARY KEY, uuid uuid, raw_base_config text, created_at timestamptz, updated_at timestamptz);
CREATE TABLE auth.users (
   instance_id uuid,
   id uuid CONSTRAINT users_pkey PRIMARY KEY,
   aud varchar(255),
   role varchar(255),
   email varchar(255),
   encrypted_password varchar(255),
   email_confirmed_at timestamptz,
   invited_at timestamptz,
   confirmation_token varchar(255),
   confirmation_sent_at timestamptz,
   recovery_token varchar(255),
   recovery_sent_at timestamptz,
   email_change_token_new varchar(255),
   email_change varchar(255),
   email_change_sent_at timestamptz,
   last_sign_in_at timestamptz,
   raw_app_meta_data jsonb,
   raw_user_meta_data jsonb,
   is_super_admin boolean,
   created_at timestamptz,
   updated_at timestamptz,
   phone text DEFAULT NULL CONSTRAINT users_phone_key UNIQUE,
   phone_confirmed_at timestamptz,
   phone_change text DEFAULT '',
   phone_change_token varchar(255) DEFAULT '',
   phone_change_sent_at timestamptz,
   confirmed_at timestamptz GENERATED ALWAYS AS (LEAST(email_confirmed_at, phone_confirmed_at)) STORED,
   email_change_token_current varchar(255) DEFAULT '',
   email_change_confirm_status smallint DEFAULT 0
      CONSTRAINT users_email_change_confirm_status_check CHECK (email_change_confirm_status BETWEEN 0 AND 2),
   banned_until timestamptz,
   reauthentication_token varchar(255) DEFAULT '',
   reauthentication_sent_at timestamptz,
   is_sso_user boolean NOT NULL DEFAULT false,
   deleted_at timestamptz,
   is_anonymous boolean NOT NULL DEFAULT false);
CREATE UNIQUE INDEX users_email_partial_key ON auth.users (email) WHERE is_sso_user = false;
CREATE UNIQUE INDEX confirmation_token_idx ON auth.users (confirmation_token)
   WHERE confirmation_token::text !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX recovery_token_idx ON auth.users (recovery_token) WHERE recovery_token::text !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX reauthentication_token_idx ON auth.users (reauthentication_token)
   WHERE reauthentication_token::text !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX email_change_token_new_idx ON auth.users (email_change_token_new)
   WHERE email_change_token_new::text !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX email_change_token_current_idx ON auth.users (email_change_token_current)
   WHERE email_change_token_current::text !~ '^[0-9 ]*$';
CREATE INDEX users_instance_id_idx ON auth.users (instance_id);
CREATE INDEX users_instance_id_email_idx ON auth.users (instance_id, lower(email::text));
CREATE INDEX users_is_anonymous_idx ON auth.users (is_anonymous);

CREATE TABLE auth.identities (
   provider_id text NOT NULL,
   user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
   identity_data jsonb NOT NULL,
   provider text NOT NULL,
   last_sign_in_at timestamptz,
   created_at timestamptz,
   updated_at timestamptz,
   email text GENERATED ALWAYS AS (lower(identity_data ->> 'email')) STORED,
   id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
   CONSTRAINT identities_provider_id_provider_unique UNIQUE (provider_id, provider));
CREATE INDEX identities_email_idx ON auth.identities (email text_pattern_ops);
CREATE INDEX identities_user_id_idx ON auth.identities (user_id);

CREATE TABLE auth.oauth_clients (
   id uuid PRIMARY KEY, client_secret_hash text, registration_type auth.oauth_registration_type NOT NULL,
   redirect_uris text NOT NULL, grant_types text NOT NULL, client_name text, client_uri text, logo_uri text,
   created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
   deleted_at timestamptz, client_type auth.oauth_client_type NOT NULL DEFAULT 'confidential',
   token_endpoint_auth_method text NOT NULL);
CREATE TABLE auth.sessions (
   id uuid PRIMARY KEY,
   user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
   created_at timestamptz, updated_at timestamptz, factor_id uuid, aal auth.aal_level, not_after timestamptz,
   refreshed_at timestamp, user_agent text, ip inet, tag text,
   oauth_client_id uuid REFERENCES auth.oauth_clients ON DELETE CASCADE,
   refresh_token_hmac_key text, refresh_token_counter bigint, scopes text);
CREATE INDEX sessions_user_id_idx ON auth.sessions (user_id);
CREATE TABLE auth.refresh_tokens (
   instance_id uuid, id bigserial PRIMARY KEY, token varchar(255) CONSTRAINT refresh_tokens_token_unique UNIQUE,
   user_id varchar(255), revoked boolean, created_at timestamptz, updated_at timestamptz, parent varchar(255),
   session_id uuid REFERENCES auth.sessions ON DELETE CASCADE);
CREATE TABLE auth.mfa_factors (
   id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE, friendly_name text,
   factor_type auth.factor_type NOT NULL, status auth.factor_status NOT NULL, created_at timestamptz NOT NULL,
   updated_at timestamptz NOT NULL, secret text, phone text, last_challenged_at timestamptz UNIQUE,
   web_authn_credential jsonb, web_authn_aaguid uuid, last_webauthn_challenge_data jsonb);
CREATE TABLE auth.mfa_challenges (
   id uuid PRIMARY KEY, factor_id uuid NOT NULL CONSTRAINT mfa_challenges_auth_factor_id_fkey
      REFERENCES auth.mfa_factors ON DELETE CASCADE,
   created_at timestamptz NOT NULL, verified_at timestamptz, ip_address inet NOT NULL, otp_code text,
   web_authn_session_data jsonb);
CREATE TABLE auth.mfa_amr_claims (
   session_id uuid NOT NULL REFERENCES auth.sessions ON DELETE CASCADE, created_at timestamptz NOT NULL,
   updated_at timestamptz NOT NULL, authentication_method text NOT NULL,
   id uuid CONSTRAINT amr_id_pk PRIMARY KEY,
   CONSTRAINT mfa_amr_claims_session_id_authentication_method_pkey UNIQUE (session_id, authentication_method));
CREATE TABLE auth.audit_log_entries (
   instance_id uuid, id uuid PRIMARY KEY, payload json, created_at timestamptz,
   ip_address varchar(64) NOT NULL DEFAULT '');
CREATE TABLE auth.flow_state (
   id uuid PRIMARY KEY, user_id uuid, auth_code text, code_challenge_method auth.code_challenge_method,
   code_challenge text, provider_type text NOT NULL, provider_access_token text, provider_refresh_token text,
   created_at timestamptz, updated_at timestamptz, authentication_method text NOT NULL,
   auth_code_issued_at timestamptz, invite_token text, referrer text, oauth_client_state_id uuid,
   linking_target_id uuid, email_optional boolean NOT NULL DEFAULT false);
CREATE TABLE auth.sso_providers (
   id uuid PRIMARY KEY, resource_id text, created_at timestamptz, updated_at timestamptz, disabled boolean);
CREATE TABLE auth.sso_domains (
   id uuid PRIMARY KEY, sso_provider_id uuid NOT NULL REFERENCES auth.sso_providers ON DELETE CASCADE,
   domain text NOT NULL, created_at timestamptz, updated_at timestamptz);
CREATE TABLE auth.saml_providers (
   id uuid PRIMARY KEY, sso_provider_id uuid NOT NULL REFERENCES auth.sso_providers ON DELETE CASCADE,
   entity_id text NOT NULL UNIQUE, metadata_xml text NOT NULL, metadata_url text, attribute_mapping jsonb,
   created_at timestamptz, updated_at timestamptz, name_id_format text);
CREATE TABLE auth.saml_relay_states (
   id uuid PRIMARY KEY, sso_provider_id uuid NOT NULL REFERENCES auth.sso_providers ON DELETE CASCADE,
   request_id text NOT NULL, for_email text, redirect_to text, created_at timestamptz, updated_at timestamptz,
   flow_state_id uuid REFERENCES auth.flow_state ON DELETE CASCADE);
CREATE TABLE auth.one_time_tokens (
   id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
   token_type auth.one_time_token_type NOT NULL, token_hash text NOT NULL CHECK (char_length(token_hash) > 0),
   relates_to text NOT NULL, created_at timestamp NOT NULL DEFAULT now(),
   updated_at timestamp NOT NULL DEFAULT now());
CREATE UNIQUE INDEX one_time_tokens_user_id_token_type_key ON auth.one_time_tokens (user_id, token_type);
CREATE TABLE auth.oauth_client_states (
   id uuid PRIMARY KEY, provider_type text NOT NULL, code_verifier text, created_at timestamptz NOT NULL);
CREATE TABLE auth.oauth_authorizations (
   id uuid PRIMARY KEY, authorization_id text NOT NULL UNIQUE,
   client_id uuid NOT NULL REFERENCES auth.oauth_clients ON DELETE CASCADE,
   user_id uuid REFERENCES auth.users ON DELETE CASCADE, redirect_uri text NOT NULL, scope text NOT NULL,
   state text, resource text, code_challenge text, code_challenge_method auth.code_challenge_method,
   response_type auth.oauth_response_type NOT NULL DEFAULT 'code',
   status auth.oauth_authorization_status NOT NULL DEFAULT 'pending', authorization_code text UNIQUE,
   created_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL DEFAULT now() + interval '3 min',
   approved_at timestamptz, nonce text);
CREATE TABLE auth.oauth_consents (
   id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
   client_id uuid NOT NULL REFERENCES auth.oauth_clients ON DELETE CASCADE, scopes text NOT NULL,
   granted_at timestamptz NOT NULL DEFAULT now(), revoked_at timestamptz,
   CONSTRAINT oauth_consents_user_client_unique UNIQUE (user_id, client_id));
CREATE TABLE auth.custom_oauth_providers (
   id uuid PRIMARY KEY DEFAULT gen_random_uuid(), provider_type text NOT NULL, identifier text NOT NULL UNIQUE,
   name text NOT NULL, client_id text NOT NULL, client_secret text NOT NULL,
   acceptable_client_ids text[] NOT NULL DEFAULT '{}', scopes text[] NOT NULL DEFAULT '{}',
   pkce_enabled boolean NOT NULL DEFAULT true, attribute_mapping jsonb NOT NULL DEFAULT '{}',
   authorization_params jsonb NOT NULL DEFAULT '{}', enabled boolean NOT NULL DEFAULT true,
   email_optional boolean NOT NULL DEFAULT false, issuer text, discovery_url text,
   skip_nonce_check boolean NOT NULL DEFAULT false, cached_discovery jsonb, discovery_cached_at timestamptz,
   authorization_url text, token_url text, userinfo_url text, jwks_uri text,
   created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE auth.webauthn_credentials (
   id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
   credential_id bytea NOT NULL, public_key bytea NOT NULL, attestation_type text NOT NULL DEFAULT '', aaguid uuid,
   sign_count bigint NOT NULL DEFAULT 0, transports jsonb NOT NULL DEFAULT '[]',
   backup_eligible boolean NOT NULL DEFAULT false, backed_up boolean NOT NULL DEFAULT false,
   friendly_name text NOT NULL DEFAULT '', created_at timestamptz NOT NULL DEFAULT now(),
   updated_at timestamptz NOT NULL DEFAULT now(), last_used_at timestamptz);
CREATE TABLE auth.webauthn_challenges (
   id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid REFERENCES auth.users ON DELETE CASCADE,
   challenge_type text NOT NULL, session_data jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
   expires_at timestamptz NOT NULL);

-- Who asks: the API puts the verified token into settings, either one claim a setting or all claims as JSON.
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$
   SELECT coalesce(nullif(current_setting('request.jwt.claim', true), ''),
                   nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
   SELECT coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                   nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$
   SELECT coalesce(nullif(current_setting('request.jwt.claim.role', true), ''),
                   nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
$$;
CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS $$
   SELECT coalesce(nullif(current_setting('request.jwt.claim.email', true), ''),
                   nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
$$;

ALTER TABLE auth.schema_migrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.mfa_factors ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.mfa_challenges ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.mfa_amr_claims ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.audit_log_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.flow_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.sso_providers ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.sso_domains ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.saml_providers ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.saml_relay_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.one_time_tokens ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ALL TABLES IN SCHEMA auth TO postgres WITH GRANT OPTION;
RESET ROLE;

-- storage: buckets and the objects in them -----------------------------------------------------------------
SET ROLE supabase_storage_admin;
CREATE TYPE storage.buckettype AS ENUM ('STANDARD', 'ANALYTICS', 'VECTOR');
CREATE TABLE storage.migrations (
   id integer PRIMARY KEY, name varchar(100) NOT NULL UNIQUE, hash varchar(40) NOT NULL,
   executed_at timestamp DEFAULT current_timestamp);
CREATE TABLE storage.buckets (
   id text PRIMARY KEY,
   name text NOT NULL,
   owner uuid,
   created_at timestamptz DEFAULT now(),
   updated_at timestamptz DEFAULT now(),
   public boolean DEFAULT false,
   avif_autodetection boolean DEFAULT false,
   file_size_limit bigint,
   allowed_mime_types text[],
   owner_id text,
   type storage.buckettype NOT NULL DEFAULT 'STANDARD');
CREATE UNIQUE INDEX bname ON storage.buckets (name);
CREATE TABLE storage.objects (
   id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
   bucket_id text CONSTRAINT "objects_bucketId_fkey" REFERENCES storage.buckets,
   name text,
   owner uuid,
   created_at timestamptz DEFAULT now(),
   updated_at timestamptz DEFAULT now(),
   last_accessed_at timestamptz DEFAULT now(),
   metadata jsonb,
   path_tokens text[] GENERATED ALWAYS AS (string_to_array(name, '/')) STORED,
   version text,
   owner_id text,
   user_metadata jsonb);
CREATE UNIQUE INDEX bucketid_objname ON storage.objects (bucket_id, name);
CREATE INDEX name_prefix_search ON storage.objects (name text_pattern_ops);
CREATE INDEX idx_objects_bucket_id_name ON storage.objects (bucket_id, name COLLATE "C");
CREATE INDEX idx_objects_bucket_id_name_lower ON storage.objects (bucket_id, lower(name) COLLATE "C");
CREATE TABLE storage.s3_multipart_uploads (
   id text PRIMARY KEY, in_progress_size bigint NOT NULL DEFAULT 0, upload_signature text NOT NULL,
   bucket_id text NOT NULL REFERENCES storage.buckets, key text COLLATE "C" NOT NULL, version text NOT NULL,
   owner_id text, created_at timestamptz NOT NULL DEFAULT now(), user_metadata jsonb, metadata jsonb);
CREATE TABLE storage.s3_multipart_uploads_parts (
   id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
   upload_id text NOT NULL REFERENCES storage.s3_multipart_uploads ON DELETE CASCADE,
   size bigint NOT NULL DEFAULT 0, part_number integer NOT NULL, bucket_id text NOT NULL REFERENCES storage.buckets,
   key text COLLATE "C" NOT NULL, etag text NOT NULL, owner_id text, version text NOT NULL,
   created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE storage.buckets_analytics (
   name text NOT NULL, type storage.buckettype NOT NULL DEFAULT 'ANALYTICS', format text NOT NULL DEFAULT 'ICEBERG',
   created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
   id uuid PRIMARY KEY DEFAULT gen_random_uuid(), deleted_at timestamptz);
CREATE TABLE storage.buckets_vectors (
   id text PRIMARY KEY, type storage.buckettype NOT NULL DEFAULT 'VECTOR',
   created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE storage.vector_indexes (
   id text PRIMARY KEY DEFAULT gen_random_uuid(), name text COLLATE "C" NOT NULL,
   bucket_id text NOT NULL REFERENCES storage.buckets_vectors, data_type text NOT NULL, dimension integer NOT NULL,
   distance_metric text NOT NULL, metadata_configuration jsonb, created_at timestamptz NOT NULL DEFAULT now(),
   updated_at timestamptz NOT NULL DEFAULT now());

CREATE FUNCTION storage.foldername(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
   segments text[] := string_to_array(name, '/');
BEGIN
   RETURN segments[1 : array_length(segments, 1) - 1];
END $$;
CREATE FUNCTION storage.filename(name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
   segments text[] := string_to_array(name, '/');
BEGIN
   RETURN segments[array_length(segments, 1)];
END $$;
CREATE FUNCTION storage.extension(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
   segments text[] := string_to_array(name, '/');
BEGIN
   RETURN split_part(segments[array_length(segments, 1)], '.', -1);
END $$;
CREATE FUNCTION storage.get_common_prefix(p_key text, p_prefix text, p_delimiter text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
   SELECT left(p_key, length(p_prefix) + nullif(strpos(substr(p_key, length(p_prefix) + 1), p_delimiter), 0))
$$;
CREATE FUNCTION storage.get_size_by_bucket() RETURNS TABLE (size bigint, bucket_id text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
   RETURN QUERY SELECT sum((o.metadata ->> 'size')::bigint)::bigint, o.bucket_id
      FROM storage.objects o GROUP BY o.bucket_id;
END $$;
CREATE FUNCTION storage.operation() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
   RETURN current_setting('storage.operation', true);
END $$;
CREATE FUNCTION storage.allow_only_operation(expected_operation text) RETURNS boolean
LANGUAGE sql STABLE AS $$
   SELECT coalesce(nullif(regexp_replace(expected_operation, '^storage\.', ''), '')
                   = regexp_replace(storage.operation(), '^storage\.', ''), false)
$$;
CREATE FUNCTION storage.allow_any_operation(expected_operations text[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
   SELECT EXISTS (SELECT FROM unnest(expected_operations) AS e (operation)
                  WHERE storage.allow_only_operation(e.operation))
$$;
CREATE FUNCTION storage.can_insert_object(bucketid text, name text, owner uuid, metadata jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
   INSERT INTO storage.objects (bucket_id, name, owner, metadata) VALUES (bucketid, name, owner, metadata);
   -- Only the policies' verdict is wanted: the caller reads this state as "allowed", and the row is gone.
   RAISE SQLSTATE 'PT200' USING MESSAGE = 'ROLLBACK', DETAIL = 'rollback successful insert';
END $$;
CREATE FUNCTION storage.search(
   prefix text, bucketname text, limits integer DEFAULT 100, levels integer DEFAULT 1, offsets integer DEFAULT 0,
   search text DEFAULT '', sortcolumn text DEFAULT 'name', sortorder text DEFAULT 'asc')
RETURNS TABLE (name text, id uuid, updated_at timestamptz, created_at timestamptz, last_accessed_at timestamptz,
               metadata jsonb)
LANGUAGE plpgsql STABLE AS $$
BEGIN
   -- One row a file on the wanted level, one a folder with nothing but its name.
   RETURN QUERY EXECUTE format($q$
      SELECT f.name, f.id, f.updated_at, f.created_at, f.last_accessed_at, f.metadata FROM (
         SELECT DISTINCT ON (o.path_tokens[$3], o.is_file) o.path_tokens[$3] AS name,
                CASE WHEN o.is_file THEN o.id END AS id,
                CASE WHEN o.is_file THEN o.updated_at END AS updated_at,
                CASE WHEN o.is_file THEN o.created_at END AS created_at,
                CASE WHEN o.is_file THEN o.last_accessed_at END AS last_accessed_at,
                CASE WHEN o.is_file THEN o.metadata END AS metadata
           FROM (SELECT *, cardinality(path_tokens) = $3 AS is_file FROM storage.objects) o
          WHERE o.bucket_id = $2 AND lower(o.name) LIKE lower($1 || $4) || '%%' AND cardinality(o.path_tokens) >= $3
      ) f ORDER BY f.id IS NOT NULL, f.%I %s LIMIT $5 OFFSET $6 $q$,
      CASE WHEN sortcolumn IN ('updated_at', 'created_at', 'last_accessed_at') THEN sortcolumn ELSE 'name' END,
      CASE WHEN lower(sortorder) = 'desc' THEN 'DESC' ELSE 'ASC' END)
   USING prefix, bucketname, levels, search, limits, offsets;
END $$;
CREATE FUNCTION storage.update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
   NEW.updated_at = now();
   RETURN NEW;
END $$;
CREATE FUNCTION storage.enforce_bucket_name_length() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
   IF length(NEW.name) > 100 THEN
      RAISE EXCEPTION 'bucket name "%" is too long (% characters). Max is 100.', NEW.name, length(NEW.name);
   END IF;
   RETURN NEW;
END $$;
CREATE FUNCTION storage.protect_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
   IF coalesce(current_setting('storage.can_delete', true), '') <> 'true' THEN
      RAISE insufficient_privilege USING
         MESSAGE = 'Direct deletion from storage tables is not allowed. Use the Storage API instead.';
   END IF;
   RETURN NULL;
END $$;
CREATE TRIGGER update_objects_updated_at BEFORE UPDATE ON storage.objects
   FOR EACH ROW EXECUTE FUNCTION storage.update_updated_at_column();
CREATE TRIGGER enforce_bucket_name_length_trigger BEFORE INSERT OR UPDATE OF name ON storage.buckets
   FOR EACH ROW EXECUTE FUNCTION storage.enforce_bucket_name_length();
CREATE TRIGGER protect_objects_delete BEFORE DELETE ON storage.objects
   FOR EACH STATEMENT EXECUTE FUNCTION storage.protect_delete();
CREATE TRIGGER protect_buckets_delete BEFORE DELETE ON storage.buckets
   FOR EACH STATEMENT EXECUTE FUNCTION storage.protect_delete();
-- The API lifts these two for its own deletes. Left on, they would answer in place of the policies under test.
ALTER TABLE storage.objects DISABLE TRIGGER protect_objects_delete;
ALTER TABLE storage.buckets DISABLE TRIGGER protect_buckets_delete;

ALTER TABLE storage.migrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.buckets ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.s3_multipart_uploads ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.s3_multipart_uploads_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.buckets_analytics ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.buckets_vectors ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.vector_indexes ENABLE ROW LEVEL SECURITY;
GRANT ALL ON storage.buckets, storage.objects TO postgres WITH GRANT OPTION;
GRANT ALL ON storage.buckets, storage.objects, storage.buckets_analytics TO anon, authenticated, service_role;
GRANT ALL ON storage.s3_multipart_uploads, storage.s3_multipart_uploads_parts TO service_role;
GRANT SELECT ON storage.s3_multipart_uploads, storage.s3_multipart_uploads_parts TO anon, authenticated;
GRANT SELECT ON storage.buckets_vectors, storage.vector_indexes TO anon, authenticated, service_role;
RESET ROLE;

-- realtime: broadcast messages and subscriptions -----------------------------------------------------------
SET ROLE supabase_admin;
CREATE TYPE realtime.action AS ENUM ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'ERROR');
CREATE TYPE realtime.equality_op AS ENUM ('eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in');
CREATE TYPE realtime.user_defined_filter AS (column_name text, op realtime.equality_op, value text);
CREATE FUNCTION realtime.to_regrole(role_name text) RETURNS regrole LANGUAGE sql IMMUTABLE AS $$
   SELECT role_name::regrole
$$;
CREATE FUNCTION realtime.topic() RETURNS text LANGUAGE sql STABLE AS $$
   SELECT nullif(current_setting('realtime.topic', true), '')
$$;
CREATE TABLE realtime.schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0));
CREATE TABLE realtime.subscription (
   id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_subscription PRIMARY KEY,
   subscription_id uuid NOT NULL,
   entity regclass NOT NULL,
   filters realtime.user_defined_filter[] NOT NULL DEFAULT '{}',
   claims jsonb NOT NULL,
   claims_role regrole NOT NULL GENERATED ALWAYS AS (realtime.to_regrole(claims ->> 'role')) STORED,
   created_at timestamp NOT NULL DEFAULT timezone('utc', now()),
   action_filter text DEFAULT '*');
CREATE TABLE realtime.messages (
   topic text NOT NULL,
   extension text NOT NULL,
   payload jsonb,
   event text,
   private boolean DEFAULT false,
   updated_at timestamp NOT NULL DEFAULT now(),
   inserted_at timestamp NOT NULL DEFAULT now(),
   id uuid NOT NULL DEFAULT gen_random_uuid(),
   PRIMARY KEY (id, inserted_at)) PARTITION BY RANGE (inserted_at);
-- The service makes a partition a day; one for every day serves here.
CREATE TABLE realtime.messages_default PARTITION OF realtime.messages DEFAULT;
CREATE FUNCTION realtime.send(payload jsonb, event text, topic text, private boolean DEFAULT true) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
   INSERT INTO realtime.messages (payload, event, topic, private, extension)
      VALUES (payload, event, topic, private, 'broadcast');
EXCEPTION WHEN OTHERS THEN
   RAISE WARNING 'ErrorSendingBroadcastMessage: %', SQLERRM;
END $$;
CREATE FUNCTION realtime.broadcast_changes(
   topic_name text, event_name text, operation text, table_name text, table_schema text, new record, old record,
   level text DEFAULT 'ROW') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
   IF level = 'STATEMENT' THEN
      RAISE EXCEPTION 'function can only be triggered for each row, not for each statement';
   END IF;
   PERFORM realtime.send(
      jsonb_build_object('schema', table_schema, 'table', table_name, 'operation', operation,
                         'record', to_jsonb(new), 'old_record', to_jsonb(old)),
      event_name, topic_name);
END $$;
ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE realtime.messages_default ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON realtime.messages TO anon, authenticated, service_role;
GRANT SELECT ON realtime.schema_migrations, realtime.subscription TO anon, authenticated, service_role;

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
ALTER TABLE realtime.messages OWNER TO supabase_realtime_admin;
ALTER TABLE realtime.messages_default OWNER TO supabase_realtime_admin;

SET ROLE postgres;
CREATE PUBLICATION supabase_realtime;
CREATE PUBLICATION supabase_realtime_messages_publication FOR TABLE ONLY realtime.messages;
CREATE TABLE supabase_migrations.schema_migrations (
   version text PRIMARY KEY, statements text[], name text, created_by text, idempotency_key text UNIQUE,
   rollback text[]);
CREATE TABLE supabase_migrations.seed_files (path text PRIMARY KEY, hash text NOT NULL);
RESET ROLE;

-- supabase_functions: database webhooks. The request is written down, not sent. -----------------------------
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

-- Extensions every project starts with; migrations drop and re-create them, so postgres owns them. -----------
GRANT CREATE ON SCHEMA vault TO postgres;
SET ROLE postgres;
CREATE EXTENSION pgcrypto WITH SCHEMA extensions;
CREATE EXTENSION "uuid-ossp" WITH SCHEMA extensions;
CREATE EXTENSION pg_stat_statements WITH SCHEMA extensions;
CREATE EXTENSION supabase_vault WITH SCHEMA vault;
RESET ROLE;
