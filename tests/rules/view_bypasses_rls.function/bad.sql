-- Functions past row security that give every ship to whoever is signed in.
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
$$ SELECT * FROM public.ships s WHERE s.seized_at IS NULL $$;
CREATE FUNCTION public.ships_with(goods text) RETURNS TABLE (which uuid, load text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF auth.uid() IS NULL THEN
        RAISE EXCEPTION 'sign in';
    END IF;
    RETURN QUERY SELECT s.id, s.cargo FROM public.ships s WHERE s.cargo ILIKE '%' || goods || '%';
END
$$;
CREATE FUNCTION public.ships_as_json() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT jsonb_agg(to_jsonb(s)) FROM public.ships s $$;
REVOKE EXECUTE ON FUNCTION public.ships_afloat(), public.ships_with(text), public.ships_as_json() FROM public, anon;
-- Anon may call it too.
CREATE FUNCTION public.cargo_everywhere() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT s.cargo FROM public.ships s $$;
