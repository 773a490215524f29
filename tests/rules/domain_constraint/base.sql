CREATE DOMAIN public.share AS numeric;
CREATE TABLE public.owners (id bigint PRIMARY KEY, part public.share NOT NULL);
