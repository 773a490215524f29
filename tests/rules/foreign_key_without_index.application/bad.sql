CREATE TABLE authors (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE books (
  id uuid PRIMARY KEY,
  -- High: an action says that they go with their author.
  author_id uuid NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
  -- Medium: that the application deletes authors is not known.
  editor_id uuid NOT NULL REFERENCES authors (id)
);
