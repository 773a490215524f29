-- Extensions are recorded.
CREATE EXTENSION pg_tle;
SELECT pgtle.uninstall_extension_if_exists('mine');
SELECT pgtle.install_extension('mine', '1.0', 'of mine', 'CREATE FUNCTION one() RETURNS integer LANGUAGE sql RETURN 1', ARRAY['plpgsql']);
DO $$ BEGIN
   ASSERT (SELECT default_version FROM pgtle.available_extensions() WHERE name = 'mine') = '1.0';
   ASSERT pgtle.uninstall_extension('mine') AND NOT pgtle.uninstall_extension_if_exists('mine');
END $$;
