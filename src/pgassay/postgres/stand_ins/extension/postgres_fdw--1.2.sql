-- postgres_fdw without a network: servers, user mappings and foreign tables can be defined; there is no handler, so
-- that none is read, written or imported.

CREATE FOREIGN DATA WRAPPER postgres_fdw;
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO @extowner@ WITH GRANT OPTION;
CREATE FUNCTION postgres_fdw_get_connections(
   IN check_conn boolean DEFAULT false, OUT server_name text, OUT user_name text, OUT valid boolean,
   OUT used_in_xact boolean, OUT closed boolean, OUT remote_backend_pid integer)
RETURNS SETOF record LANGUAGE plpgsql STRICT PARALLEL RESTRICTED AS $$
BEGIN
   RETURN;
END $$;
CREATE FUNCTION postgres_fdw_disconnect(text) RETURNS boolean LANGUAGE sql STRICT PARALLEL RESTRICTED RETURN false;
CREATE FUNCTION postgres_fdw_disconnect_all() RETURNS boolean LANGUAGE sql STRICT PARALLEL RESTRICTED RETURN false;
