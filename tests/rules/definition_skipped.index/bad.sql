CREATE TABLE tasks (id bigint PRIMARY KEY, due_on date, done boolean, title text);
CREATE INDEX idx_open ON tasks (due_on) WHERE NOT done;
CREATE INDEX IF NOT EXISTS idx_open ON tasks (title, due_on);
