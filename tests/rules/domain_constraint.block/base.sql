CREATE DOMAIN public.share AS numeric;
CREATE DOMAIN public.grade AS integer CONSTRAINT positive CHECK (value > 0);
CREATE TABLE public.owners (id bigint PRIMARY KEY, part public.share NOT NULL, grade public.grade);
