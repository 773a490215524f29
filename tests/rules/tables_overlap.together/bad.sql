CREATE TABLE tenants (id uuid PRIMARY KEY, name text);

-- Made side by side, but one of them is used and the other by nothing.
CREATE TABLE tool_shapes (id uuid PRIMARY KEY, body jsonb, strict boolean, model text);
CREATE TABLE answer_shapes (id uuid PRIMARY KEY, body jsonb, strict boolean, model text);
CREATE FUNCTION strict_shapes() RETURNS SETOF tool_shapes LANGUAGE sql STABLE
AS 'SELECT * FROM tool_shapes WHERE strict';
