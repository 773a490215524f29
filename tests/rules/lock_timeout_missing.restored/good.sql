-- The file waits for ever on purpose, and puts back what the session began with.
ALTER TABLE public.one ADD COLUMN note text;
SET lock_timeout = 0;
CREATE TABLE public.three (id bigint PRIMARY KEY);
SET lock_timeout = '5s';
