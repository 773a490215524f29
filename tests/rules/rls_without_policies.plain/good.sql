CREATE ROLE app_user NOLOGIN;
CREATE TABLE people (id uuid PRIMARY KEY, name text NOT NULL);
CREATE FUNCTION me() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT current_setting('app.user_id', true)::uuid $$;
CREATE TABLE diaries (id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people (id));
ALTER TABLE diaries ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON diaries TO app_user;
CREATE POLICY own ON diaries FOR SELECT TO app_user USING (person_id = (SELECT me()));
-- Granted to nobody.
CREATE TABLE pages (id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people (id));
ALTER TABLE pages ENABLE ROW LEVEL SECURITY;
