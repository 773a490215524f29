-- A limit at the end that nothing before did away with says nothing of the session.
ALTER TABLE public.one ADD COLUMN note text;
SET lock_timeout = '5s';
