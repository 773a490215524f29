CREATE TABLE tasks (id bigint PRIMARY KEY, due_on date, done boolean, title text);
CREATE INDEX idx_open ON tasks (due_on);
-- The whole index serves who wants a part of it; the other one is made under another name.
CREATE INDEX IF NOT EXISTS idx_open ON tasks (due_on) WHERE NOT done;
CREATE INDEX IF NOT EXISTS idx_open ON tasks (title);
CREATE INDEX idx_title ON tasks (title);
