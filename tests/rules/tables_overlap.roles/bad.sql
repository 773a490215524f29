CREATE TABLE tenants (id uuid PRIMARY KEY, name text);

-- One word more that says no place and no stage, and of one pair alone.
CREATE TABLE readings (id uuid PRIMARY KEY, meter text, value numeric, unit text);
CREATE TABLE meter_readings (id uuid PRIMARY KEY, meter text, value numeric, unit text);

-- Two words for a log.
CREATE TABLE access_log (id uuid PRIMARY KEY, door text, card text, at timestamptz DEFAULT now());
CREATE TABLE access_trail (id uuid PRIMARY KEY, door text, card text, at timestamptz DEFAULT now());
CREATE FUNCTION opened(door text) RETURNS bigint LANGUAGE sql STABLE
AS 'SELECT count(*) FROM access_log AS l WHERE l.door = opened.door';
