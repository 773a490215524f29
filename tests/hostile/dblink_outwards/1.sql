CREATE EXTENSION dblink;
SELECT * FROM dblink('host=127.0.0.1 port=@port@ user=postgres password=x dbname=postgres', 'SELECT 1') AS t (a int);
SELECT dblink_connect('mine', 'dbname=postgres');
SELECT dblink_connect_u('mine', 'dbname=postgres user=pgassay_admin');
SELECT dblink_exec('dbname=postgres user=pgassay_admin', 'ALTER ROLE postgres SUPERUSER');
SELECT dblink_send_query('mine', 'SELECT pg_sleep(1000)');
DO $$
BEGIN
  PERFORM dblink_connect('host=' || current_setting('unix_socket_directories') || ' user=pgassay_admin dbname=postgres');
END $$;
SELECT dblink_get_connections();
