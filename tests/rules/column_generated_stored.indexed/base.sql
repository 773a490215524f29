CREATE TABLE boats (id bigint PRIMARY KEY, length integer NOT NULL, beam integer NOT NULL, name text NOT NULL);
