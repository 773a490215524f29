-- auth: users, their identities and sessions, and the functions that say who asks.
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
