CREATE TABLE notes (id uuid PRIMARY KEY, team_id uuid NOT NULL, author_id uuid, body text);
CREATE INDEX ON notes (team_id);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_team ON notes FOR SELECT TO authenticated
    USING (team_id IN (SELECT team_id FROM members WHERE login = (SELECT auth.uid())));
