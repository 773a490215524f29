-- Compared as the same type.
CREATE TABLE notes (id bigint PRIMARY KEY, owner text NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_read ON notes FOR SELECT TO authenticated USING (auth.uid()::text = owner);
CREATE POLICY notes_change ON notes FOR UPDATE TO authenticated USING (auth.uid()::text = owner);
CREATE POLICY notes_drop ON notes FOR DELETE TO authenticated USING (auth.uid()::text = owner);
