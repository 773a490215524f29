CREATE TABLE public.firms (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.staff (
  firm_id uuid NOT NULL REFERENCES public.firms (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  part text NOT NULL DEFAULT 'clerk' CHECK (part IN ('clerk', 'boss')),
  PRIMARY KEY (user_id)
);
ALTER TABLE public.firms ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.staff ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.my_firm() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT s.firm_id FROM public.staff s WHERE s.user_id = auth.uid()
$$;
CREATE FUNCTION public.is_boss() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.staff s WHERE s.user_id = auth.uid() AND s.part = 'boss')
$$;
CREATE POLICY own ON public.staff FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE TABLE public.parcels (
  id uuid PRIMARY KEY,
  firm_id uuid NOT NULL REFERENCES public.firms (id) ON DELETE CASCADE,
  state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'packed', 'lost'))
);
CREATE TABLE public.bills (
  id uuid PRIMARY KEY,
  firm_id uuid NOT NULL REFERENCES public.firms (id) ON DELETE CASCADE,
  state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'signed'))
);
ALTER TABLE public.parcels ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bills ENABLE ROW LEVEL SECURITY;
-- What all members of a firm work on: the test keeps a parcel from being packed twice.
CREATE FUNCTION public.pack(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.parcels SET state = 'packed' WHERE id = which AND firm_id = public.my_firm() AND state = 'new'
$$;
-- What the boss alone is to do.
CREATE FUNCTION public.sign(which uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT public.is_boss() THEN
    RAISE EXCEPTION 'not yours to sign';
  END IF;
  UPDATE public.bills SET state = 'signed' WHERE id = which AND firm_id = public.my_firm() AND state = 'new';
END
$$;
CREATE POLICY ours ON public.parcels TO authenticated USING (firm_id = (SELECT public.my_firm()));
CREATE POLICY ours ON public.bills TO authenticated USING (firm_id = (SELECT public.my_firm()));
