-- What they run is built when they run: nothing that can be read asks who calls.
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
    RETURN QUERY EXECUTE format('SELECT * FROM public.%I s WHERE s.mill = $1', 'sacks') USING which;
END
$$;
CREATE FUNCTION public.empty_table(kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    order_given text := format('DELETE FROM public.%I', kind);
BEGIN
    IF kind IS NULL THEN
        RAISE EXCEPTION 'which?';
    END IF;
    EXECUTE order_given;
END
$$;
