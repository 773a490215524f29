-- A set is recorded and gets its default partition, so that rows find a place.
CREATE SCHEMA partman;
CREATE EXTENSION pg_partman SCHEMA partman;
CREATE TABLE events (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE visits (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at);
SELECT partman.create_parent(p_parent_table := 'public.events', p_control := 'at', p_interval := '1 day', p_premake := 7);
SELECT partman.create_parent('public.visits', 'at', 'native', 'monthly');
UPDATE partman.part_config SET infinite_time_partitions = true, retention = '3 months', retention_keep_table = false
 WHERE parent_table = 'public.events';
INSERT INTO events VALUES (1, now());
CALL partman.run_maintenance_proc();
DO $$ BEGIN
   ASSERT (SELECT partition_interval FROM partman.part_config WHERE parent_table = 'public.visits') = 'monthly';
   ASSERT (SELECT count(*) FROM events_default) = 1;
   ASSERT (SELECT count(*) = 0 FROM partman.show_partitions('public.events'));
   PERFORM partman.create_parent('public.nothing', 'at', '1 day');
   ASSERT false;
EXCEPTION WHEN raise_exception THEN
   ASSERT SQLERRM LIKE 'Unable to find given parent table%';
END $$;
