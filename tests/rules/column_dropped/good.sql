CREATE TABLE public.notes (id bigint PRIMARY KEY, body text, old text);
ALTER TABLE public.notes DROP COLUMN old;
