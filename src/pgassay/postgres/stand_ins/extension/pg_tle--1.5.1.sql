-- pg_tle: an extension written in SQL is recorded by name; the server does not find it.

CREATE TABLE pgtle.pgassay_extension (
   name text, version text, description text, script text, requires text[], PRIMARY KEY (name, version));
CREATE FUNCTION pgtle.install_extension(name text, version text, description text, ext text, requires text[] DEFAULT NULL,
                                        schema text DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
   INSERT INTO pgtle.pgassay_extension VALUES (name, version, description, ext, requires);
   RETURN true;
END $$;
CREATE FUNCTION pgtle.install_extension_version_sql(name text, version text, ext text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
   INSERT INTO pgtle.pgassay_extension VALUES (name, version, NULL, ext, NULL);
   RETURN true;
END $$;
CREATE FUNCTION pgtle.install_update_path(name text, fromvers text, tovers text, ext text) RETURNS boolean LANGUAGE sql
RETURN true;
CREATE FUNCTION pgtle.set_default_version(name text, version text) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION pgtle.uninstall_extension(extname text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
   DELETE FROM pgtle.pgassay_extension AS e WHERE e.name = extname;
   IF NOT FOUND THEN
      RAISE EXCEPTION 'Extension % does not exist', extname;
   END IF;
   RETURN true;
END $$;
CREATE FUNCTION pgtle.uninstall_extension_if_exists(extname text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
   DELETE FROM pgtle.pgassay_extension AS e WHERE e.name = extname;
   RETURN FOUND;
END $$;
CREATE FUNCTION pgtle.available_extensions(OUT name name, OUT default_version text, OUT comment text)
RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
   RETURN QUERY SELECT e.name::name, max(e.version), max(e.description) FROM pgtle.pgassay_extension AS e GROUP BY e.name;
END $$;
CREATE FUNCTION pgtle.available_extension_versions(OUT name name, OUT version text, OUT superuser boolean, OUT trusted boolean,
   OUT relocatable boolean, OUT schema name, OUT requires name[], OUT comment text) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
   RETURN QUERY SELECT e.name::name, e.version, false, false, false, NULL::name, e.requires::name[], e.description
                  FROM pgtle.pgassay_extension AS e;
END $$;
GRANT USAGE ON SCHEMA pgtle TO @extowner@ WITH GRANT OPTION;
GRANT ALL ON pgtle.pgassay_extension TO @extowner@ WITH GRANT OPTION;
GRANT USAGE ON SCHEMA pgtle TO pgassay_extensions;
ALTER TABLE pgtle.pgassay_extension OWNER TO pgassay_extensions;
