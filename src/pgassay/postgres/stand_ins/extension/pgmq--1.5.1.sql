-- pgmq: working queues in two tables each, the queue and its archive; partitioned queues are not partitioned.

CREATE TYPE pgmq.message_record AS (
   msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb, headers jsonb);
CREATE TYPE pgmq.queue_record AS (
   queue_name varchar, is_partitioned boolean, is_unlogged boolean, created_at timestamptz);
CREATE TYPE pgmq.metrics_result AS (
   queue_name text, queue_length bigint, newest_msg_age_sec integer, oldest_msg_age_sec integer,
   total_messages bigint, scrape_time timestamptz, queue_visible_length bigint);
CREATE TABLE pgmq.meta (
   queue_name varchar UNIQUE NOT NULL, is_partitioned boolean NOT NULL, is_unlogged boolean NOT NULL,
   created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP);

CREATE FUNCTION pgmq.format_table_name(queue_name text, prefix text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
   IF queue_name ~ '[$;'']|--' THEN
      RAISE EXCEPTION 'queue name contains invalid characters: $, ;, --, or \''';
   END IF;
   RETURN lower(prefix || '_' || queue_name);
END $$;
CREATE FUNCTION pgmq.validate_queue_name(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
   IF length(queue_name) > 47 THEN
      RAISE EXCEPTION 'queue name is too long, maximum length is 47 characters';
   END IF;
END $$;

CREATE FUNCTION pgmq.create_non_partitioned(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
   queue CONSTANT text := pgmq.format_table_name(queue_name, 'q');
   archive CONSTANT text := pgmq.format_table_name(queue_name, 'a');
BEGIN
   PERFORM pgmq.validate_queue_name(queue_name);
   EXECUTE format('CREATE TABLE IF NOT EXISTS pgmq.%I (
      msg_id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, read_ct integer NOT NULL DEFAULT 0,
      enqueued_at timestamptz NOT NULL DEFAULT now(), vt timestamptz NOT NULL, message jsonb, headers jsonb)', queue);
   EXECUTE format('CREATE TABLE IF NOT EXISTS pgmq.%I (
      msg_id bigint PRIMARY KEY, read_ct integer NOT NULL DEFAULT 0, enqueued_at timestamptz NOT NULL DEFAULT now(),
      archived_at timestamptz NOT NULL DEFAULT now(), vt timestamptz NOT NULL, message jsonb, headers jsonb)', archive);
   EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON pgmq.%I (vt)', queue || '_vt_idx', queue);
   EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON pgmq.%I (archived_at)', 'archived_at_idx_' || queue_name, archive);
   INSERT INTO pgmq.meta (queue_name, is_partitioned, is_unlogged) VALUES (queue_name, false, false)
      ON CONFLICT DO NOTHING;
END $$;
CREATE FUNCTION pgmq."create"(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
   PERFORM pgmq.create_non_partitioned(queue_name);
END $$;
CREATE FUNCTION pgmq.create_unlogged(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
   PERFORM pgmq.create_non_partitioned(queue_name);
   EXECUTE format('ALTER TABLE pgmq.%I SET UNLOGGED', pgmq.format_table_name(queue_name, 'q'));
   UPDATE pgmq.meta m SET is_unlogged = true WHERE m.queue_name = create_unlogged.queue_name;
END $$;
CREATE FUNCTION pgmq.create_partitioned(
   queue_name text, partition_interval text DEFAULT '10000', retention_interval text DEFAULT '100000')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
   PERFORM pgmq.create_non_partitioned(queue_name);
   UPDATE pgmq.meta m SET is_partitioned = true WHERE m.queue_name = create_partitioned.queue_name;
END $$;
CREATE FUNCTION pgmq.drop_queue(queue_name text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
   EXECUTE format('DROP TABLE IF EXISTS pgmq.%I', pgmq.format_table_name(queue_name, 'q'));
   EXECUTE format('DROP TABLE IF EXISTS pgmq.%I', pgmq.format_table_name(queue_name, 'a'));
   DELETE FROM pgmq.meta m WHERE m.queue_name = drop_queue.queue_name;
   RETURN true;
END $$;
CREATE FUNCTION pgmq.drop_queue(queue_name text, partitioned boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
   RETURN pgmq.drop_queue(queue_name);
END $$;
CREATE FUNCTION pgmq.detach_archive(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
   -- an archive here never belonged to the extension
END $$;
CREATE FUNCTION pgmq.list_queues() RETURNS SETOF pgmq.queue_record LANGUAGE plpgsql AS $$
BEGIN
   RETURN QUERY SELECT m.queue_name, m.is_partitioned, m.is_unlogged, m.created_at FROM pgmq.meta m;
END $$;

CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay timestamptz)
RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
   RETURN QUERY EXECUTE format(
      'INSERT INTO pgmq.%I (vt, message, headers) SELECT $2, m.message, m.headers
         FROM ROWS FROM (unnest($1), unnest($3)) WITH ORDINALITY AS m (message, headers, place)
        WHERE place <= coalesce(array_length($1, 1), 0) ORDER BY place RETURNING msg_id',
      pgmq.format_table_name(queue_name, 'q')) USING msgs, delay, coalesce(headers, '{}'::jsonb[]);
END $$;
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay integer) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, $2, $3, clock_timestamp() + make_interval(secs => $4));
END;
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[]) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, $2, $3, clock_timestamp());
END;
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], delay timestamptz) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, $2, NULL::jsonb[], $3);
END;
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], delay integer) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, $2, NULL::jsonb[], $3);
END;
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[]) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, $2, NULL::jsonb[], clock_timestamp());
END;
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, headers jsonb, delay timestamptz) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, ARRAY[$2], ARRAY[$3], $4);
END;
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, headers jsonb, delay integer) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, ARRAY[$2], ARRAY[$3], $4);
END;
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, headers jsonb) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, ARRAY[$2], ARRAY[$3]);
END;
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, delay timestamptz) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, ARRAY[$2], $3);
END;
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, delay integer) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, ARRAY[$2], $3);
END;
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb) RETURNS SETOF bigint
LANGUAGE sql BEGIN ATOMIC
   SELECT * FROM pgmq.send_batch($1, ARRAY[$2]);
END;

CREATE FUNCTION pgmq.read(queue_name text, vt integer, qty integer, conditional jsonb DEFAULT '{}')
RETURNS SETOF pgmq.message_record LANGUAGE plpgsql AS $$
BEGIN
   -- rows another reader holds are skipped; those read here stay hidden for vt seconds
   RETURN QUERY EXECUTE format(
      'WITH due AS (
          SELECT msg_id FROM pgmq.%1$I WHERE vt <= clock_timestamp() AND ($3 = ''{}'' OR message @> $3)
           ORDER BY msg_id LIMIT $1 FOR UPDATE SKIP LOCKED)
       UPDATE pgmq.%1$I q SET vt = clock_timestamp() + make_interval(secs => $2), read_ct = q.read_ct + 1
         FROM due WHERE q.msg_id = due.msg_id
       RETURNING q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers',
      pgmq.format_table_name(queue_name, 'q')) USING qty, vt, conditional;
END $$;
CREATE FUNCTION pgmq.read_with_poll(
   queue_name text, vt integer, qty integer, max_poll_seconds integer DEFAULT 5,
   poll_interval_ms integer DEFAULT 100, conditional jsonb DEFAULT '{}')
RETURNS SETOF pgmq.message_record LANGUAGE plpgsql AS $$
BEGIN
   -- nobody else is here to send: waiting would find nothing more
   RETURN QUERY SELECT * FROM pgmq.read(queue_name, vt, qty, conditional);
END $$;
CREATE FUNCTION pgmq.pop(queue_name text) RETURNS SETOF pgmq.message_record LANGUAGE plpgsql AS $$
BEGIN
   RETURN QUERY EXECUTE format(
      'WITH due AS (
          SELECT msg_id FROM pgmq.%1$I WHERE vt <= clock_timestamp() ORDER BY msg_id LIMIT 1 FOR UPDATE SKIP LOCKED)
       DELETE FROM pgmq.%1$I q USING due WHERE q.msg_id = due.msg_id
       RETURNING q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers',
      pgmq.format_table_name(queue_name, 'q'));
END $$;
CREATE FUNCTION pgmq.set_vt(queue_name text, msg_id bigint, vt integer) RETURNS SETOF pgmq.message_record
LANGUAGE plpgsql AS $$
BEGIN
   RETURN QUERY EXECUTE format(
      'UPDATE pgmq.%I q SET vt = clock_timestamp() + make_interval(secs => $2) WHERE q.msg_id = $1
       RETURNING q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers',
      pgmq.format_table_name(queue_name, 'q')) USING msg_id, vt;
END $$;
CREATE FUNCTION pgmq.delete(queue_name text, msg_ids bigint[]) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
   RETURN QUERY EXECUTE format('DELETE FROM pgmq.%I WHERE msg_id = ANY ($1) RETURNING msg_id',
      pgmq.format_table_name(queue_name, 'q')) USING msg_ids;
END $$;
CREATE FUNCTION pgmq.delete(queue_name text, msg_id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
   RETURN EXISTS (SELECT FROM pgmq.delete(queue_name, ARRAY[msg_id]));
END $$;
CREATE FUNCTION pgmq.archive(queue_name text, msg_ids bigint[]) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
   RETURN QUERY EXECUTE format(
      'WITH gone AS (DELETE FROM pgmq.%I WHERE msg_id = ANY ($1)
                     RETURNING msg_id, vt, read_ct, enqueued_at, message, headers)
       INSERT INTO pgmq.%I (msg_id, vt, read_ct, enqueued_at, message, headers) SELECT * FROM gone RETURNING msg_id',
      pgmq.format_table_name(queue_name, 'q'), pgmq.format_table_name(queue_name, 'a')) USING msg_ids;
END $$;
CREATE FUNCTION pgmq.archive(queue_name text, msg_id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
   RETURN EXISTS (SELECT FROM pgmq.archive(queue_name, ARRAY[msg_id]));
END $$;
CREATE FUNCTION pgmq.purge_queue(queue_name text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
   purged bigint;
BEGIN
   EXECUTE format('DELETE FROM pgmq.%I', pgmq.format_table_name(queue_name, 'q'));
   GET DIAGNOSTICS purged = ROW_COUNT;
   RETURN purged;
END $$;
CREATE FUNCTION pgmq.metrics(queue_name text) RETURNS pgmq.metrics_result LANGUAGE plpgsql AS $$
DECLARE
   result pgmq.metrics_result;
BEGIN
   EXECUTE format(
      'SELECT $1, count(*), extract(epoch FROM clock_timestamp() - max(enqueued_at))::integer,
              extract(epoch FROM clock_timestamp() - min(enqueued_at))::integer,
              (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM pgmq.%I), clock_timestamp(),
              count(*) FILTER (WHERE vt <= clock_timestamp()) FROM pgmq.%I',
      pgmq.format_table_name(queue_name, 'q') || '_msg_id_seq', pgmq.format_table_name(queue_name, 'q'))
   INTO result USING queue_name;
   RETURN result;
END $$;
CREATE FUNCTION pgmq.metrics_all() RETURNS SETOF pgmq.metrics_result LANGUAGE plpgsql AS $$
BEGIN
   RETURN QUERY SELECT (pgmq.metrics(m.queue_name::text)).* FROM pgmq.meta m;
END $$;

GRANT ALL ON SCHEMA pgmq TO @extowner@ WITH GRANT OPTION;
GRANT ALL ON pgmq.meta TO @extowner@ WITH GRANT OPTION;
GRANT SELECT ON pgmq.meta TO pg_monitor;
-- Tables belong to no superuser: what checks a reference to them runs as their owner, a cast of a migration's included.
GRANT USAGE ON SCHEMA pgmq TO pgassay_extensions;
ALTER TABLE pgmq.meta OWNER TO pgassay_extensions;
