-- dblink without a network: the signatures are the real ones, and every call that needs a connection is refused.

CREATE TYPE dblink_pkey_results AS (position integer, colname text);
CREATE FUNCTION dblink_get_connections() RETURNS text[] LANGUAGE sql VOLATILE STRICT PARALLEL RESTRICTED
RETURN NULL::text[];
CREATE FUNCTION dblink_current_query() RETURNS text LANGUAGE sql VOLATILE PARALLEL RESTRICTED
RETURN pg_catalog.current_query();

DO $install$
DECLARE
   signature text;
BEGIN
   FOREACH signature IN ARRAY ARRAY[
      'dblink(text, text) RETURNS SETOF record', 'dblink(text, text, boolean) RETURNS SETOF record',
      'dblink(text) RETURNS SETOF record', 'dblink(text, boolean) RETURNS SETOF record',
      'dblink_connect(text) RETURNS text', 'dblink_connect(text, text) RETURNS text',
      'dblink_connect_u(text) RETURNS text', 'dblink_connect_u(text, text) RETURNS text',
      'dblink_disconnect() RETURNS text', 'dblink_disconnect(text) RETURNS text',
      'dblink_open(text, text) RETURNS text', 'dblink_open(text, text, boolean) RETURNS text',
      'dblink_open(text, text, text) RETURNS text', 'dblink_open(text, text, text, boolean) RETURNS text',
      'dblink_fetch(text, integer) RETURNS SETOF record', 'dblink_fetch(text, integer, boolean) RETURNS SETOF record',
      'dblink_fetch(text, text, integer) RETURNS SETOF record',
      'dblink_fetch(text, text, integer, boolean) RETURNS SETOF record',
      'dblink_close(text) RETURNS text', 'dblink_close(text, boolean) RETURNS text',
      'dblink_close(text, text) RETURNS text', 'dblink_close(text, text, boolean) RETURNS text',
      'dblink_exec(text, text) RETURNS text', 'dblink_exec(text, text, boolean) RETURNS text',
      'dblink_exec(text) RETURNS text', 'dblink_exec(text, boolean) RETURNS text',
      'dblink_send_query(text, text) RETURNS integer', 'dblink_is_busy(text) RETURNS integer',
      'dblink_get_result(text) RETURNS SETOF record', 'dblink_get_result(text, boolean) RETURNS SETOF record',
      'dblink_cancel_query(text) RETURNS text', 'dblink_error_message(text) RETURNS text',
      'dblink_get_notify(OUT notify_name text, OUT be_pid integer, OUT extra text) RETURNS SETOF record',
      'dblink_get_notify(conname text, OUT notify_name text, OUT be_pid integer, OUT extra text)'
         ' RETURNS SETOF record',
      'dblink_get_pkey(text) RETURNS SETOF dblink_pkey_results',
      'dblink_build_sql_insert(text, int2vector, integer, text[], text[]) RETURNS text',
      'dblink_build_sql_delete(text, int2vector, integer, text[]) RETURNS text',
      'dblink_build_sql_update(text, int2vector, integer, text[], text[]) RETURNS text'
   ] LOOP
      EXECUTE pg_catalog.concat('CREATE FUNCTION ', signature, ' LANGUAGE plpgsql VOLATILE STRICT PARALLEL RESTRICTED AS ',
         pg_catalog.quote_literal('BEGIN RAISE feature_not_supported USING MESSAGE = ''dblink has no network here'', '
            'DETAIL = ''This is the pgassay stand-in for dblink.''; END'));
   END LOOP;
END $install$;
REVOKE ALL ON FUNCTION dblink_connect_u(text), dblink_connect_u(text, text) FROM PUBLIC;
