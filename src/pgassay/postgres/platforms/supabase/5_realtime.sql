-- realtime: broadcast messages, subscriptions, and what is published.
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
RESET ROLE;
ALTER TABLE realtime.messages OWNER TO supabase_realtime_admin;
ALTER TABLE realtime.messages_default OWNER TO supabase_realtime_admin;

SET ROLE postgres;
CREATE PUBLICATION supabase_realtime;
CREATE PUBLICATION supabase_realtime_messages_publication FOR TABLE ONLY realtime.messages;
RESET ROLE;
