-- The common keywords are checked.
CREATE EXTENSION pg_jsonschema;
CREATE TABLE events (
   payload json CHECK (json_matches_schema(
      '{"type":"object","required":["kind"],"properties":{"kind":{"type":"string","maxLength":5}}}', payload)));
INSERT INTO events VALUES ('{"kind":"click"}');
DO $$ BEGIN
   ASSERT NOT jsonb_matches_schema('{"type":"object","required":["kind"]}', '{}');
   ASSERT jsonschema_is_valid('{"type":"object"}');
   INSERT INTO events VALUES ('{"kind":"too long"}');
   ASSERT false;
EXCEPTION WHEN check_violation THEN
END $$;
