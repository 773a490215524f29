CREATE FUNCTION uuidv4() RETURNS uuid LANGUAGE sql VOLATILE AS 'SELECT gen_random_uuid()';
CREATE TABLE slots (
  id uuid PRIMARY KEY DEFAULT public.uuidv4(),
  hour integer NOT NULL,
  late boolean CHECK (late OR hour < 12),
  minute integer GENERATED ALWAYS AS (hour * 60) STORED,
  UNIQUE NULLS NOT DISTINCT (hour)
);
ALTER TABLE slots ADD CONSTRAINT slots_hour CHECK (hour IS NOT NULL) NOT VALID;
ALTER TABLE slots ADD CONSTRAINT slots_self FOREIGN KEY (id) REFERENCES slots (id) NOT VALID;
ALTER TABLE slots ALTER COLUMN minute SET EXPRESSION AS (hour * 61);
INSERT INTO slots (id, hour) SELECT uuidv4(), 4;
SELECT * FROM json_table('[1]'::jsonb, '$[*]' COLUMNS (x integer PATH '$')) AS found;
MERGE INTO slots USING (SELECT 1 AS hour) AS new ON slots.hour = new.hour WHEN MATCHED THEN DELETE;
CREATE DOMAIN hours AS integer CHECK (value < 24);
ALTER DOMAIN hours ADD CONSTRAINT hours_there NOT NULL;
CREATE ROLE maintain;
CREATE ROLE keeper;
GRANT maintain TO keeper;
