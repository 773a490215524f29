CREATE FUNCTION public.names() RETURNS SETOF text LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN RETURN QUERY SELECT name FROM public.people; END $$;
CREATE TABLE public.people (id bigint PRIMARY KEY, name text NOT NULL);
