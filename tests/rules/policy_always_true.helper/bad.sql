-- Functions past row security that find a row for every choir: of anybody, and by a test that holds always.
CREATE TABLE public.choirs (id uuid PRIMARY KEY, title text NOT NULL);
CREATE TABLE public.singers (
    choir uuid NOT NULL REFERENCES public.choirs (id),
    person uuid NOT NULL REFERENCES auth.users (id),
    voice text NOT NULL DEFAULT 'alto',
    PRIMARY KEY (choir, person)
);
CREATE TABLE public.scores (
    id uuid PRIMARY KEY,
    choir uuid NOT NULL REFERENCES public.choirs (id),
    title text NOT NULL
);
CREATE TABLE public.pages (
    id uuid PRIMARY KEY,
    choir uuid NOT NULL REFERENCES public.choirs (id),
    score uuid NOT NULL REFERENCES public.scores (id),
    notes text NOT NULL
);
ALTER TABLE public.choirs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.singers ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.scores ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.pages ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.choirs_of_mine() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT s.choir FROM public.singers s WHERE s.person = (SELECT auth.uid()) $$;
CREATE POLICY singers ON public.choirs FOR SELECT TO authenticated USING (id IN (SELECT public.choirs_of_mine()));
CREATE POLICY singers ON public.singers FOR SELECT TO authenticated USING (choir IN (SELECT public.choirs_of_mine()));
CREATE FUNCTION public.choirs_that_sing() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT s.choir FROM public.singers s $$;
CREATE POLICY singers ON public.scores TO authenticated
USING (choir IN (SELECT public.choirs_that_sing())) WITH CHECK (choir IN (SELECT public.choirs_that_sing()));
CREATE FUNCTION public.sings_in(which uuid, who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT EXISTS (SELECT 1 FROM public.singers s WHERE s.choir = which AND s.person IS NOT NULL) $$;
CREATE FUNCTION public.has_score(which uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT EXISTS (SELECT 1 FROM public.scores s WHERE s.id = which) $$;
CREATE POLICY singers ON public.pages FOR SELECT TO authenticated
USING (public.sings_in(choir, (SELECT auth.uid())));
CREATE POLICY of_scores ON public.pages FOR DELETE TO authenticated USING (public.has_score(score));
