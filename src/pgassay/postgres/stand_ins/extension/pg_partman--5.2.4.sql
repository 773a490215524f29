-- pg_partman: what is configured is recorded; a parent gets its default partition, and maintenance makes no others.

CREATE TABLE part_config (
   parent_table text PRIMARY KEY,
   control text NOT NULL,
   time_encoder text,
   time_decoder text,
   partition_interval text NOT NULL,
   partition_type text NOT NULL,
   premake integer NOT NULL DEFAULT 4,
   automatic_maintenance text NOT NULL DEFAULT 'on',
   template_table text,
   retention text,
   retention_schema text,
   retention_keep_index boolean NOT NULL DEFAULT true,
   retention_keep_table boolean NOT NULL DEFAULT true,
   epoch text NOT NULL DEFAULT 'none',
   constraint_cols text[],
   optimize_constraint integer NOT NULL DEFAULT 30,
   infinite_time_partitions boolean NOT NULL DEFAULT false,
   datetime_string text,
   jobmon boolean NOT NULL DEFAULT true,
   sub_partition_set_full boolean NOT NULL DEFAULT false,
   undo_in_progress boolean NOT NULL DEFAULT false,
   inherit_privileges boolean DEFAULT false,
   constraint_valid boolean NOT NULL DEFAULT true,
   ignore_default_data boolean NOT NULL DEFAULT true,
   date_trunc_interval text,
   maintenance_order integer,
   retention_keep_publication boolean NOT NULL DEFAULT false,
   maintenance_last_run timestamptz,
   CONSTRAINT part_config_automatic_maintenance_check CHECK (automatic_maintenance IN ('on', 'off')),
   CONSTRAINT part_config_type_check CHECK (partition_type IN ('range', 'list')));
CREATE TABLE part_config_sub (
   sub_parent text PRIMARY KEY,
   sub_control text NOT NULL, sub_partition_interval text NOT NULL, sub_partition_type text NOT NULL,
   sub_premake integer NOT NULL DEFAULT 4, sub_retention text, sub_retention_keep_table boolean NOT NULL DEFAULT true);

CREATE FUNCTION create_parent(
   p_parent_table text, p_control text, p_interval text, p_type text DEFAULT 'range', p_epoch text DEFAULT 'none',
   p_premake integer DEFAULT 4, p_start_partition text DEFAULT NULL, p_default_table boolean DEFAULT true,
   p_automatic_maintenance text DEFAULT 'on', p_constraint_cols text[] DEFAULT NULL, p_template_table text DEFAULT NULL,
   p_jobmon boolean DEFAULT true, p_date_trunc_interval text DEFAULT NULL, p_control_not_null boolean DEFAULT true,
   p_time_encoder text DEFAULT NULL, p_time_decoder text DEFAULT NULL)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
   schema CONSTANT text := split_part(p_parent_table, '.', 1);
   relation CONSTANT text := split_part(p_parent_table, '.', 2);
   -- version 4 asked for the kind before the interval
   old_order CONSTANT boolean := p_interval IN ('native', 'partman');
   template text := p_template_table;
BEGIN
   IF relation = '' THEN
      RAISE EXCEPTION 'Parent table must be schema qualified';
   ELSIF to_regclass(format('%I.%I', schema, relation)) IS NULL THEN
      RAISE EXCEPTION 'Unable to find given parent table in system catalogs. Please create parent table first: %',
         p_parent_table;
   ELSIF NOT EXISTS (SELECT FROM pg_partitioned_table WHERE partrelid = format('%I.%I', schema, relation)::regclass) THEN
      RAISE EXCEPTION 'You must have created the given parent table as ranged or list partitioned already. Ex: CREATE TABLE ... PARTITION BY ...';
   END IF;
   IF p_default_table THEN
      EXECUTE format('CREATE TABLE IF NOT EXISTS %1$I.%2$I PARTITION OF %1$I.%3$I DEFAULT', schema,
                     left(relation, 55) || '_default', relation);
   END IF;
   IF template IS NULL THEN
      template := '@extschema@.' || left(format('template_%s_%s', schema, relation), 63);
      EXECUTE format('CREATE TABLE IF NOT EXISTS @extschema@.%I (LIKE %I.%I)',
                     left(format('template_%s_%s', schema, relation), 63), schema, relation);
   END IF;
   INSERT INTO @extschema@.part_config (
      parent_table, control, partition_interval, partition_type, premake, automatic_maintenance, template_table, epoch,
      constraint_cols, jobmon, date_trunc_interval, time_encoder, time_decoder)
   VALUES (
      p_parent_table, p_control, CASE WHEN old_order THEN p_type ELSE p_interval END,
      CASE WHEN old_order THEN 'range' ELSE p_type END, p_premake, p_automatic_maintenance, template, p_epoch,
      p_constraint_cols, p_jobmon, p_date_trunc_interval, p_time_encoder, p_time_decoder);
   RETURN true;
END $$;
CREATE FUNCTION create_sub_parent(
   p_top_parent text, p_control text, p_interval text, p_type text DEFAULT 'range', p_default_table boolean DEFAULT true,
   p_declarative_check text DEFAULT NULL, p_constraint_cols text[] DEFAULT NULL, p_premake integer DEFAULT 4,
   p_start_partition text DEFAULT NULL, p_epoch text DEFAULT 'none', p_jobmon boolean DEFAULT true,
   p_date_trunc_interval text DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
   INSERT INTO @extschema@.part_config_sub (sub_parent, sub_control, sub_partition_interval, sub_partition_type, sub_premake)
   VALUES (p_top_parent, p_control, p_interval, p_type, p_premake);
   RETURN true;
END $$;
CREATE FUNCTION run_maintenance(
   p_parent_table text DEFAULT NULL, p_analyze boolean DEFAULT false, p_jobmon boolean DEFAULT true) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
   UPDATE @extschema@.part_config SET maintenance_last_run = now()
    WHERE parent_table = coalesce(p_parent_table, parent_table) AND automatic_maintenance = 'on';
END $$;
CREATE PROCEDURE run_maintenance_proc(
   p_wait integer DEFAULT 0, p_analyze boolean DEFAULT NULL, p_jobmon boolean DEFAULT true)
LANGUAGE sql BEGIN ATOMIC
   SELECT run_maintenance(NULL, $2, $3);
END;
CREATE FUNCTION show_partitions(p_parent_table text, p_order text DEFAULT 'ASC', p_include_default boolean DEFAULT false)
RETURNS TABLE (partition_schemaname text, partition_tablename text) LANGUAGE plpgsql STABLE AS $$
BEGIN
   RETURN QUERY SELECT n.nspname::text, c.relname::text
      FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE i.inhparent = to_regclass(p_parent_table)
       AND (p_include_default OR pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT')
     ORDER BY CASE WHEN upper(p_order) = 'ASC' THEN c.relname END, CASE WHEN upper(p_order) = 'DESC' THEN c.relname END DESC;
END $$;
-- There are no partitions to drop, and no rows are outside the default one.
CREATE FUNCTION drop_partition_time(
   p_parent_table text, p_retention interval DEFAULT NULL, p_keep_table boolean DEFAULT NULL,
   p_keep_index boolean DEFAULT NULL, p_retention_schema text DEFAULT NULL,
   p_reference_timestamp timestamptz DEFAULT CURRENT_TIMESTAMP) RETURNS integer LANGUAGE sql RETURN 0;
CREATE FUNCTION drop_partition_id(
   p_parent_table text, p_retention bigint DEFAULT NULL, p_keep_table boolean DEFAULT NULL,
   p_keep_index boolean DEFAULT NULL, p_retention_schema text DEFAULT NULL) RETURNS integer LANGUAGE sql RETURN 0;
CREATE FUNCTION partition_data_time(
   p_parent_table text, p_batch_count integer DEFAULT 1, p_batch_interval interval DEFAULT NULL,
   p_lock_wait numeric DEFAULT 0, p_order text DEFAULT 'ASC', p_analyze boolean DEFAULT true,
   p_source_table text DEFAULT NULL, p_ignored_columns text[] DEFAULT NULL) RETURNS bigint LANGUAGE sql RETURN 0;
CREATE FUNCTION partition_data_id(
   p_parent_table text, p_batch_count integer DEFAULT 1, p_batch_interval bigint DEFAULT NULL,
   p_lock_wait numeric DEFAULT 0, p_order text DEFAULT 'ASC', p_analyze boolean DEFAULT true,
   p_source_table text DEFAULT NULL, p_ignored_columns text[] DEFAULT NULL) RETURNS bigint LANGUAGE sql RETURN 0;
CREATE PROCEDURE partition_data_proc(
   p_parent_table text, p_loop_count integer DEFAULT NULL, p_interval text DEFAULT NULL, p_lock_wait integer DEFAULT 0,
   p_lock_wait_tries integer DEFAULT 10, p_wait integer DEFAULT 1, p_order text DEFAULT 'ASC',
   p_source_table text DEFAULT NULL, p_ignored_columns text[] DEFAULT NULL, p_quiet boolean DEFAULT false)
LANGUAGE sql BEGIN ATOMIC
   SELECT partition_data_time($1);
END;
CREATE FUNCTION check_default(p_exact_count boolean DEFAULT true)
RETURNS TABLE (default_table text, count bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
   RETURN;
END $$;
GRANT USAGE ON SCHEMA @extschema@ TO @extowner@;
GRANT ALL ON part_config, part_config_sub TO @extowner@ WITH GRANT OPTION;
ALTER TABLE part_config OWNER TO pgassay_extensions;
ALTER TABLE part_config_sub OWNER TO pgassay_extensions;
