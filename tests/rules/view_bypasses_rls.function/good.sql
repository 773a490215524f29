-- The nearest that give no more than the caller may see, or what is for everybody.
CREATE TABLE public.ports (id uuid PRIMARY KEY, title text NOT NULL);
CREATE TABLE public.crew (
    port uuid NOT NULL REFERENCES public.ports (id),
    person uuid NOT NULL REFERENCES auth.users (id),
    PRIMARY KEY (port, person)
);
CREATE TABLE public.ships (
    id uuid PRIMARY KEY,
    port uuid NOT NULL REFERENCES public.ports (id),
    cargo text NOT NULL,
    listed boolean NOT NULL DEFAULT false,
    seized_at timestamptz
);
CREATE TABLE public.flags (code text PRIMARY KEY, country text NOT NULL);
ALTER TABLE public.ports ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.crew ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ships ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.flags ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.ports_of_mine() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT c.port FROM public.crew c WHERE c.person = (SELECT auth.uid()) $$;
CREATE POLICY crew ON public.ports FOR SELECT TO authenticated USING (id IN (SELECT public.ports_of_mine()));
CREATE POLICY crew ON public.crew FOR SELECT TO authenticated USING (port IN (SELECT public.ports_of_mine()));
CREATE POLICY crew ON public.ships FOR SELECT TO authenticated USING (port IN (SELECT public.ports_of_mine()));
CREATE FUNCTION public.ships_afloat() RETURNS SETOF public.ships
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT * FROM public.ships s WHERE s.seized_at IS NULL AND s.port IN (SELECT public.ports_of_mine()) $$;
CREATE FUNCTION public.ships_with(goods text) RETURNS TABLE (which uuid, load text)
LANGUAGE sql STABLE SECURITY INVOKER SET search_path = '' AS
$$ SELECT s.id, s.cargo FROM public.ships s WHERE s.cargo ILIKE '%' || goods || '%' $$;
-- Somebody listed them, and who asks for one knows its key.
CREATE FUNCTION public.ships_for_hire() RETURNS SETOF public.ships
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT * FROM public.ships s WHERE s.listed $$;
CREATE FUNCTION public.cargo_of(which uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT s.cargo FROM public.ships s WHERE s.id = which $$;
-- A list that belongs to nobody, a number, and what a service calls.
CREATE FUNCTION public.all_flags() RETURNS SETOF public.flags
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT * FROM public.flags $$;
CREATE FUNCTION public.ships_in_all() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT count(s.cargo) FROM public.ships s $$;
CREATE FUNCTION public.ships_to_move() RETURNS SETOF public.ships
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT * FROM public.ships $$;
REVOKE EXECUTE ON FUNCTION public.ships_afloat(), public.ships_for_hire(), public.cargo_of(uuid),
public.all_flags(), public.ships_in_all() FROM public, anon;
REVOKE EXECUTE ON FUNCTION public.ships_to_move() FROM public, anon, authenticated;
-- It says whom it is for.
CREATE FUNCTION public.cargo_everywhere() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT s.cargo FROM public.ships s $$;
GRANT EXECUTE ON FUNCTION public.cargo_everywhere() TO anon, authenticated;
CREATE FUNCTION public.numbers() RETURNS TABLE (tons bigint, most text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT
        (SELECT count(*) FROM public.ships WHERE seized_at IS NULL),
        (SELECT COALESCE(max(s.cargo), 'none') FROM public.ships s);
END
$$;
