-- Records what each statement of a replay created, altered or dropped; loaded by the superuser into every template.
CREATE SCHEMA pgassay;
REVOKE ALL ON SCHEMA pgassay FROM PUBLIC;
GRANT USAGE ON SCHEMA pgassay TO PUBLIC;

-- One row per object and command; the identity column numbers them in the order they happened. Columns and constraints
-- carry what they looked like before and after.
CREATE UNLOGGED TABLE pgassay.changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tag text NOT NULL,
  class oid,
  object oid,
  part integer,
  kind text,
  identity text,
  dropped boolean NOT NULL,
  in_extension boolean NOT NULL,
  was json,
  now json
);

-- What columns and constraints looked like when last seen, so that only those a command touched are recorded.
CREATE UNLOGGED TABLE pgassay.seen (
  class oid NOT NULL,
  object oid NOT NULL,
  part integer NOT NULL,
  look text NOT NULL,
  PRIMARY KEY (class, object, part)
);

-- Which statement a replay is at is told by the largest id so far; nothing else may be read or written.
GRANT SELECT ON pgassay.changes TO PUBLIC;
-- The functions below act for a role that can add to the log and do nothing else: whatever a migration got
-- them to call would be no superuser.
GRANT INSERT ON pgassay.changes TO pgassay_recorder;
GRANT SELECT, INSERT, UPDATE ON pgassay.seen TO pgassay_recorder;

CREATE FUNCTION pgassay.record_command() RETURNS event_trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
  INSERT INTO pgassay.changes (tag, class, object, part, kind, identity, dropped, in_extension)
  SELECT c.command_tag, c.classid, c.objid, c.objsubid, c.object_type, c.object_identity, false, c.in_extension
  FROM pg_catalog.pg_event_trigger_ddl_commands() AS c
  WHERE c.schema_name IS DISTINCT FROM 'pg_temp';

  WITH touched AS (
    SELECT DISTINCT c.objid AS relation
    FROM pg_catalog.pg_event_trigger_ddl_commands() AS c
    WHERE c.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND c.object_type IN ('table', 'table column', 'foreign table', 'view')
      AND NOT c.in_extension
  ), looks AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS class, a.attrelid AS object, a.attnum::integer AS part,
           pg_catalog.json_build_object(
             'name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'not_null', a.attnotnull,
             'identity', a.attidentity, 'generated', a.attgenerated, 'collation', a.attcollation,
             'default', pg_catalog.md5(d.adbin::text))::text AS look
    FROM touched AS t
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.relation AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid, k.oid, 0,
           pg_catalog.json_build_object(
             'name', k.conname, 'kind', k.contype, 'validated', k.convalidated, 'deferrable', k.condeferrable,
             'deferred', k.condeferred)::text
    FROM touched AS t
    JOIN pg_catalog.pg_constraint AS k ON k.conrelid = t.relation
  ), changed AS (
    SELECT l.class, l.object, l.part, l.look, s.look AS was
    FROM looks AS l
    LEFT JOIN pgassay.seen AS s ON s.class = l.class AND s.object = l.object AND s.part = l.part
    WHERE s.look IS DISTINCT FROM l.look
  ), kept AS (
    INSERT INTO pgassay.seen AS s (class, object, part, look)
    SELECT c.class, c.object, c.part, c.look FROM changed AS c
    ON CONFLICT (class, object, part) DO UPDATE SET look = excluded.look
  )
  INSERT INTO pgassay.changes (tag, class, object, part, dropped, in_extension, was, now)
  SELECT TG_TAG, c.class, c.object, c.part, false, false, c.was::pg_catalog.json, c.look::pg_catalog.json
  FROM changed AS c
  ORDER BY c.class, c.object, c.part;
END
$body$;

CREATE FUNCTION pgassay.record_drop() RETURNS event_trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
  INSERT INTO pgassay.changes (tag, class, object, part, kind, identity, dropped, in_extension)
  SELECT TG_TAG, d.classid, d.objid, d.objsubid, d.object_type, d.object_identity, true, false
  FROM pg_catalog.pg_event_trigger_dropped_objects() AS d
  WHERE NOT d.is_temporary;
END
$body$;

REVOKE ALL ON FUNCTION pgassay.record_command(), pgassay.record_drop() FROM PUBLIC;
ALTER FUNCTION pgassay.record_command() OWNER TO pgassay_recorder;
ALTER FUNCTION pgassay.record_drop() OWNER TO pgassay_recorder;

CREATE EVENT TRIGGER pgassay_command ON ddl_command_end EXECUTE FUNCTION pgassay.record_command();
CREATE EVENT TRIGGER pgassay_drop ON sql_drop EXECUTE FUNCTION pgassay.record_drop();
ALTER EVENT TRIGGER pgassay_command ENABLE ALWAYS;
ALTER EVENT TRIGGER pgassay_drop ENABLE ALWAYS;
