-- insert_username: a trigger function that writes the user's name into the column it is given.
CREATE FUNCTION insert_username() RETURNS trigger LANGUAGE c AS 'MODULE_PATHNAME';
