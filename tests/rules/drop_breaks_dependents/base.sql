CREATE TABLE public.orders (id bigint PRIMARY KEY, amount numeric, note text, state text);
CREATE TABLE public.visits (id bigint PRIMARY KEY, page text);
CREATE TABLE public.logs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, said text, note text);

CREATE FUNCTION public.visits_of(wanted text) RETURNS bigint LANGUAGE sql STABLE SET search_path = ''
AS 'SELECT count(*) FROM public.visits AS v WHERE v.page = wanted';
CREATE FUNCTION public.log_visit() RETURNS void LANGUAGE plpgsql SET search_path = ''
AS $$ BEGIN INSERT INTO public.visits (id, page) VALUES (1, 'x'); END $$;
CREATE FUNCTION public.notes() RETURNS SETOF text LANGUAGE sql STABLE SET search_path = ''
AS 'SELECT o.note FROM public.orders AS o';
CREATE FUNCTION public.first_note() RETURNS text LANGUAGE plpgsql STABLE SET search_path = ''
AS $$ BEGIN RETURN (SELECT o.note FROM public.orders AS o ORDER BY o.id LIMIT 1); END; $$;
CREATE FUNCTION public.log_order() RETURNS trigger LANGUAGE plpgsql SET search_path = ''
AS $$ BEGIN INSERT INTO public.logs (said) VALUES (NEW.note); RETURN NEW; END $$;
CREATE TRIGGER log_order AFTER INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION public.log_order();
CREATE FUNCTION public.half(x numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT x / 2';
CREATE FUNCTION public.quarter(x numeric) RETURNS numeric LANGUAGE plpgsql SET search_path = ''
AS $$ BEGIN RETURN public.half(public.half(x)); END $$;
CREATE FUNCTION public.tell() RETURNS text LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    note text := 'a note';
BEGIN
    SELECT l.said INTO note FROM public.logs AS l LIMIT 1;
    RETURN note; -- the note
END
$$;
CREATE TABLE public.stops (id bigint PRIMARY KEY);
CREATE FUNCTION public.count_stops() RETURNS bigint LANGUAGE sql STABLE SET search_path = ''
AS 'SELECT count(*) FROM public.stops';
CREATE FUNCTION public.said() RETURNS TABLE (note text) LANGUAGE sql STABLE SET search_path = ''
AS 'SELECT l.said FROM public.logs AS l WHERE l.said > '''' ';
CREATE FUNCTION public.last_said() RETURNS text LANGUAGE sql STABLE SET search_path = ''
AS 'SELECT l.said AS note FROM public.logs AS l ORDER BY l.id DESC LIMIT 1';
