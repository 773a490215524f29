-- The helper is given the choir and asks whether the user sings in any; another finds every choir.
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
CREATE FUNCTION public.sings_in(which uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT EXISTS (SELECT 1 FROM public.singers s WHERE s.person = (SELECT auth.uid())) $$;
CREATE POLICY sees ON public.scores FOR SELECT TO authenticated USING (choir IN (SELECT public.choirs_of_mine()));
CREATE POLICY sings ON public.scores FOR INSERT TO authenticated WITH CHECK (public.sings_in(choir));
CREATE FUNCTION public.is_choir(which uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT EXISTS (SELECT 1 FROM public.choirs c WHERE c.id = which) $$;
CREATE POLICY sees ON public.pages FOR SELECT TO authenticated USING (choir IN (SELECT public.choirs_of_mine()));
CREATE POLICY sings ON public.pages FOR INSERT TO authenticated WITH CHECK (public.is_choir(choir));
