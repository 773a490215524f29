-- Triggers note each task and each run in one look-up; tasks and runs are the parents.
CREATE TABLE tasks (id uuid PRIMARY KEY, title text NOT NULL);
CREATE TABLE runs (id uuid PRIMARY KEY, task_id uuid NOT NULL REFERENCES tasks (id));
CREATE TABLE found (thing uuid PRIMARY KEY, kind text NOT NULL);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO found (thing, kind) VALUES (NEW.id, TG_TABLE_NAME);
    RETURN NEW;
END $$;
CREATE TRIGGER note AFTER INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION note();
CREATE TRIGGER note AFTER INSERT ON runs FOR EACH ROW EXECUTE FUNCTION note();
CREATE TABLE slots (id uuid PRIMARY KEY, thing uuid NOT NULL);
CREATE VIEW held AS SELECT s.id, f.kind FROM slots AS s JOIN found AS f ON f.thing = s.thing;
REVOKE ALL ON found, slots, tasks, runs, held FROM anon, authenticated;
