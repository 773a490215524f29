-- The functions get other bodies; a table and another function are made again.
CREATE OR REPLACE FUNCTION public.count_stops() RETURNS bigint LANGUAGE sql STABLE SET search_path = ''
AS 'SELECT 0::bigint';
DROP TABLE public.stops;
CREATE OR REPLACE FUNCTION public.notes() RETURNS SETOF text LANGUAGE sql STABLE SET search_path = ''
AS 'SELECT o.state FROM public.orders AS o';
CREATE OR REPLACE FUNCTION public.log_order() RETURNS trigger LANGUAGE plpgsql SET search_path = ''
AS $$ BEGIN INSERT INTO public.logs (said) VALUES (NEW.state); RETURN NEW; END $$;
DROP FUNCTION public.first_note();
ALTER TABLE public.orders DROP COLUMN note;
DROP TABLE public.visits;
CREATE TABLE public.visits (id bigint PRIMARY KEY, page text);
DROP FUNCTION public.half(numeric);
CREATE FUNCTION public.half(x numeric, places integer DEFAULT 2) RETURNS numeric LANGUAGE sql IMMUTABLE
AS 'SELECT round(x / 2, places)';

-- Nobody names them: what is called so in the bodies is another table's, a variable, or a word of a string.
ALTER TABLE public.logs DROP COLUMN note;
