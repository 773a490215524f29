-- A set of clinics is asked only for whether there is one: who heads one clinic changes the drugs of others.
CREATE TABLE public.clinics (id uuid PRIMARY KEY, title text NOT NULL);
CREATE TABLE public.staff (
    clinic uuid NOT NULL REFERENCES public.clinics (id),
    person uuid NOT NULL REFERENCES auth.users (id),
    duty text NOT NULL DEFAULT 'nurse' CHECK (duty IN ('nurse', 'head')),
    badge text,
    PRIMARY KEY (clinic, person)
);
CREATE TABLE public.drugs (
    id uuid PRIMARY KEY,
    clinic uuid NOT NULL REFERENCES public.clinics (id),
    dose text NOT NULL
);
CREATE FUNCTION public.clinics_of_mine() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT s.clinic FROM public.staff s WHERE s.person = (SELECT auth.uid()) $$;
CREATE FUNCTION public.clinics_headed() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT s.clinic FROM public.staff s WHERE s.person = (SELECT auth.uid()) AND s.duty = 'head' $$;
ALTER TABLE public.clinics ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.drugs ENABLE ROW LEVEL SECURITY;
CREATE POLICY members ON public.clinics FOR SELECT TO authenticated USING (id IN (SELECT public.clinics_of_mine()));
CREATE POLICY members ON public.staff FOR SELECT TO authenticated USING (clinic IN (SELECT public.clinics_of_mine()));
CREATE POLICY members ON public.drugs FOR SELECT TO authenticated USING (clinic IN (SELECT public.clinics_of_mine()));
CREATE POLICY heads ON public.drugs FOR UPDATE TO authenticated
USING (clinic IN (SELECT public.clinics_of_mine()) AND EXISTS (SELECT public.clinics_headed()))
WITH CHECK (clinic IN (SELECT public.clinics_of_mine()) AND EXISTS (SELECT public.clinics_headed()));
