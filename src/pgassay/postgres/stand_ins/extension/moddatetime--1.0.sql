-- moddatetime: a trigger function that writes the time of change into the column it is given.
CREATE FUNCTION moddatetime() RETURNS trigger LANGUAGE c AS 'MODULE_PATHNAME';
