CREATE TABLE tasks (id uuid PRIMARY KEY, title text NOT NULL);
CREATE TABLE runs (id uuid PRIMARY KEY, task_id uuid NOT NULL REFERENCES tasks (id));
CREATE TABLE found (thing uuid PRIMARY KEY, kind text NOT NULL);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO found (thing, kind) VALUES (NEW.id, TG_TABLE_NAME);
    RETURN NEW;
END $$;
CREATE TRIGGER note AFTER INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION note();
-- What is no trigger fills it too: it has rows of its own.
CREATE FUNCTION take_in(thing uuid) RETURNS void LANGUAGE sql AS
  'INSERT INTO found (thing, kind) VALUES (take_in.thing, ''by hand'')';
CREATE TABLE slots (id uuid PRIMARY KEY, thing uuid NOT NULL);
CREATE VIEW held AS SELECT s.id, f.kind FROM slots AS s JOIN found AS f ON f.thing = s.thing;
REVOKE ALL ON found, slots, tasks, runs, held FROM anon, authenticated;
