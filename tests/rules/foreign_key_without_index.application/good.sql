CREATE TABLE authors (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE books (
  id uuid PRIMARY KEY,
  author_id uuid NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
  editor_id uuid NOT NULL REFERENCES authors (id)
);
CREATE INDEX books_author ON books (author_id);
CREATE INDEX books_editor ON books (editor_id);
