CREATE TABLE tenants (id uuid PRIMARY KEY, name text);

-- The name says a place or a stage of the same things.
CREATE TABLE jobs (id uuid PRIMARY KEY, action text, priority integer, batch text, worker text);
CREATE TABLE paused_jobs (id uuid PRIMARY KEY, action text, priority integer, batch text, worker text);
CREATE TABLE jobs_v2 (id uuid PRIMARY KEY, action text, priority integer, batch text, worker text);
CREATE TABLE staging_jobs (id uuid PRIMARY KEY, action text, priority integer, batch text, worker text);

-- The same word tells two pairs apart.
CREATE TABLE readings (id uuid PRIMARY KEY, meter text, value numeric, unit text);
CREATE TABLE readings_lake (id uuid PRIMARY KEY, meter text, value numeric, unit text);
CREATE TABLE alarm_causes (id uuid PRIMARY KEY, code text, place text, since date);
CREATE TABLE alarm_lake_causes (id uuid PRIMARY KEY, code text, place text, since date);
