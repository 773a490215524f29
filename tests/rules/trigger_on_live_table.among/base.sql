CREATE TABLE public.orders (id bigint PRIMARY KEY);
CREATE TABLE public.bills (id bigint PRIMARY KEY);
CREATE FUNCTION public.keep() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN RETURN NEW; END $$;
