CREATE TABLE notes (id bigint PRIMARY KEY);
CREATE TABEL tags (id bigint PRIMARY KEY);
CREATE TABLE words (id bigint PRIMARY KEY, note_id bigint REFERENCES notes (id));

-- The inner quote ends the outer one: what follows is one fault, not two.
DO $$
BEGIN
  EXECUTE $$ SELECT 1; SELECT 2 $$;
  RAISE NOTICE 'done';
END $$;
CREATE TABLE lines (id bigint PRIMARY KEY);
