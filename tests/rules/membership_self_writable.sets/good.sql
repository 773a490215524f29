-- Heads alone write the duty: others write the badge of their own row, and the set asks for no more.
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
CREATE POLICY heads ON public.drugs TO authenticated
USING (clinic IN (SELECT public.clinics_headed())) WITH CHECK (clinic IN (SELECT public.clinics_headed()));
CREATE POLICY own_row ON public.staff FOR UPDATE TO authenticated
USING (person = (SELECT auth.uid())) WITH CHECK (person = (SELECT auth.uid()));
REVOKE UPDATE ON public.staff FROM anon, authenticated;
GRANT UPDATE (badge) ON public.staff TO authenticated;
CREATE POLICY invites ON public.staff FOR INSERT TO authenticated
WITH CHECK (clinic IN (SELECT public.clinics_headed()));
-- What somebody states of their own rows opens these alone.
CREATE TABLE public.leaflets (
    id uuid PRIMARY KEY,
    writer uuid NOT NULL REFERENCES auth.users (id),
    stage text NOT NULL DEFAULT 'draft' CHECK (stage IN ('draft', 'ready'))
);
CREATE TABLE public.leaflet_pages (
    id uuid PRIMARY KEY,
    leaflet uuid NOT NULL REFERENCES public.leaflets (id),
    words text NOT NULL
);
CREATE FUNCTION public.leaflets_ready() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT l.id FROM public.leaflets l WHERE l.writer = (SELECT auth.uid()) AND l.stage = 'ready' $$;
ALTER TABLE public.leaflets ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.leaflet_pages ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.leaflets TO authenticated
USING (writer = (SELECT auth.uid())) WITH CHECK (writer = (SELECT auth.uid()));
CREATE POLICY own ON public.leaflet_pages FOR SELECT TO authenticated
USING (leaflet IN (SELECT public.leaflets_ready()));
