CREATE FUNCTION public.never(value integer) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN value IS NULL AND value > 0; END $$;
CREATE TABLE public.orders (id integer PRIMARY KEY, held integer NOT NULL CHECK (public.never(held)));
