CREATE TABLE tenants (id uuid PRIMARY KEY, name text);

-- Made side by side under two names, and nothing in the database tells which is used.
CREATE TABLE tool_shapes (id uuid PRIMARY KEY, body jsonb, strict boolean, model text);
CREATE TABLE answer_shapes (id uuid PRIMARY KEY, body jsonb, strict boolean, model text);
