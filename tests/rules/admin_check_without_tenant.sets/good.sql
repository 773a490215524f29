-- The row's clinic is among those that the user heads: the set is the test of the tenant.
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
USING (clinic IN (SELECT public.clinics_headed())) WITH CHECK (clinic = ANY (ARRAY(SELECT public.clinics_headed())));
CREATE POLICY hires ON public.staff FOR INSERT TO authenticated
WITH CHECK (clinic IN (SELECT headed.clinic FROM public.clinics_headed() AS headed (clinic)));
