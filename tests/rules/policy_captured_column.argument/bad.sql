-- Arguments have the name of a column that their functions read: the column wins, or Postgres takes neither.
CREATE TABLE public.farms (id uuid PRIMARY KEY, title text NOT NULL);
CREATE TABLE public.hands (
    farm uuid NOT NULL REFERENCES public.farms (id),
    person uuid NOT NULL REFERENCES auth.users (id),
    PRIMARY KEY (farm, person)
);
CREATE TABLE public.fields (
    id uuid PRIMARY KEY,
    farm uuid NOT NULL REFERENCES public.farms (id),
    crop text NOT NULL
);
CREATE TABLE public.animals (
    id uuid PRIMARY KEY,
    farm uuid NOT NULL REFERENCES public.farms (id),
    kind text NOT NULL
);
CREATE TABLE public.barns (
    id uuid PRIMARY KEY,
    farm uuid NOT NULL REFERENCES public.farms (id),
    roof text NOT NULL
);
ALTER TABLE public.farms ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hands ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fields ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.animals ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.barns ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.farms_of_mine() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT h.farm FROM public.hands h WHERE h.person = (SELECT auth.uid()) $$;
CREATE POLICY hands ON public.farms FOR SELECT TO authenticated USING (id IN (SELECT public.farms_of_mine()));
CREATE POLICY hands ON public.hands FOR SELECT TO authenticated USING (farm IN (SELECT public.farms_of_mine()));
CREATE FUNCTION public.works_on(farm uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT EXISTS (SELECT FROM public.hands h WHERE h.person = auth.uid() AND h.farm = farm) $$;
CREATE POLICY hands ON public.fields FOR SELECT TO authenticated USING (public.works_on(farm));
-- The policy asks this one, and it asks the other.
CREATE FUNCTION public.feeds_on(farm uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.hands WHERE person = auth.uid() AND hands.farm = farm);
END
$$;
CREATE FUNCTION public.may_feed(which uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT public.feeds_on(which) $$;
CREATE POLICY hands ON public.animals FOR SELECT TO authenticated USING (public.may_feed(farm));
CREATE FUNCTION public.builds_on(farm uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.hands h WHERE h.person = auth.uid() AND h.farm = farm);
END
$$;
CREATE POLICY hands ON public.barns FOR SELECT TO authenticated USING (public.builds_on(farm));
-- No policy asks it: clients call it.
CREATE FUNCTION public.crops_of(farm uuid) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT f.crop FROM public.fields f WHERE f.farm = farm AND auth.uid() IS NOT NULL $$;
