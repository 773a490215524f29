CREATE TABLE owners (id bigint PRIMARY KEY);
CREATE FUNCTION is_staff() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
ALTER TABLE notes ADD COLUMN body text;
