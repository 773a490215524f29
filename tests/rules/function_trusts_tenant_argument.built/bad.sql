-- The text is the same each time: it is read with the values of USING.
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
CREATE FUNCTION public.sacks_of(which uuid) RETURNS SETOF public.sacks
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM public.sacks s WHERE s.mill = $1' USING which;
END
$$;
CREATE FUNCTION public.burn_sacks(kind text, mill uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    EXECUTE 'DELETE FROM public.sacks WHERE grain = $1 AND mill = $2' USING kind, mill;
END
$$;
REVOKE EXECUTE ON FUNCTION public.sacks_of(uuid), public.burn_sacks(text, uuid) FROM public, anon;
