CREATE TABLE notes (id bigint PRIMARY KEY, owner_id bigint);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff_notes ON notes USING (is_staff());
ALTER TABLE notes ADD FOREIGN KEY (owner_id) REFERENCES owners;
