-- The same, which ask who calls: before, in the text itself, or by a helper; and one that anon may not call.
CREATE TABLE public.mills (id uuid PRIMARY KEY, title text NOT NULL);
CREATE TABLE public.millers (
    mill uuid NOT NULL REFERENCES public.mills (id),
    person uuid NOT NULL REFERENCES auth.users (id),
    PRIMARY KEY (mill, person)
);
CREATE TABLE public.sacks (
    id uuid PRIMARY KEY,
    mill uuid NOT NULL REFERENCES public.mills (id),
    grain text NOT NULL
);
ALTER TABLE public.mills ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.millers ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.sacks ENABLE ROW LEVEL SECURITY;
CREATE POLICY millers ON public.sacks FOR SELECT TO authenticated
USING (mill IN (SELECT m.mill FROM public.millers m WHERE m.person = (SELECT auth.uid())));
CREATE FUNCTION public.is_miller(which uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT EXISTS (SELECT 1 FROM public.millers m WHERE m.mill = which AND m.person = (SELECT auth.uid())) $$;
CREATE FUNCTION public.sacks_of(which uuid) RETURNS SETOF public.sacks
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF NOT public.is_miller(which) THEN
        RAISE EXCEPTION 'not yours';
    END IF;
    RETURN QUERY EXECUTE 'SELECT * FROM public.sacks s WHERE s.mill = $1' USING which;
END
$$;
CREATE FUNCTION public.sacks_of_mine() RETURNS SETOF public.sacks
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT s.* FROM public.sacks s JOIN public.millers m USING (mill) WHERE m.person = auth.uid()';
END
$$;
CREATE FUNCTION public.empty_table(kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    EXECUTE format('DELETE FROM public.%I', kind);
END
$$;
REVOKE EXECUTE ON FUNCTION public.empty_table(text) FROM public, anon;
-- Runs as whoever calls it.
CREATE FUNCTION public.sacks_here(which uuid) RETURNS SETOF public.sacks
LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = '' AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM public.sacks s WHERE s.mill = $1' USING which;
END
$$;
