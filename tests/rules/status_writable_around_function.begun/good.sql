CREATE TABLE public.bosses (user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE);
ALTER TABLE public.bosses ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own entry" ON public.bosses FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.is_boss() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.bosses b WHERE b.user_id = auth.uid())
$$;

-- The policy names the first state.
CREATE TABLE public.orders (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  comment text,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'cancelled', 'done'))
);
ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own orders" ON public.orders FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.approve_orders(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.orders SET status = 'approved' WHERE id = which AND status = 'pending' AND public.is_boss()
$$;
CREATE POLICY "Add own orders" ON public.orders FOR INSERT TO authenticated
  WITH CHECK (user_id = (SELECT auth.uid()) AND status = 'pending');

-- The DEFAULT gives it, and clients may not.
CREATE TABLE public.trips (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  comment text,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'cancelled', 'done'))
);
ALTER TABLE public.trips ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own trips" ON public.trips FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.approve_trips(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.trips SET status = 'approved' WHERE id = which AND status = 'pending' AND public.is_boss()
$$;
CREATE POLICY "Add own trips" ON public.trips FOR INSERT TO authenticated
  WITH CHECK (user_id = (SELECT auth.uid()));
REVOKE INSERT ON public.trips FROM anon, authenticated;
GRANT INSERT (id, user_id, comment) ON public.trips TO authenticated;

-- A trigger refuses others.
CREATE TABLE public.loans (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  comment text,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'cancelled', 'done'))
);
ALTER TABLE public.loans ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own loans" ON public.loans FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.approve_loans(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.loans SET status = 'approved' WHERE id = which AND status = 'pending' AND public.is_boss()
$$;
CREATE POLICY "Add own loans" ON public.loans FOR INSERT TO authenticated
  WITH CHECK (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.begin_as_pending() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.status <> 'pending' THEN
    RAISE EXCEPTION 'a loan begins as pending';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER begin_as_pending AFTER INSERT ON public.loans FOR EACH ROW EXECUTE FUNCTION public.begin_as_pending();

-- Who begins with a row that is called off gains nothing.
CREATE TABLE public.rides (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  comment text,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'cancelled', 'done'))
);
ALTER TABLE public.rides ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own rides" ON public.rides FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.cancel_rides(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.rides SET status = 'cancelled' WHERE id = which AND status = 'pending' AND public.is_boss()
$$;
CREATE POLICY "Add own rides" ON public.rides FOR INSERT TO authenticated
  WITH CHECK (user_id = (SELECT auth.uid()));

-- Bosses add what they approve anyway.
CREATE TABLE public.deals (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  comment text,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'cancelled', 'done'))
);
ALTER TABLE public.deals ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own deals" ON public.deals FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.approve_deals(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.deals SET status = 'approved' WHERE id = which AND status = 'pending' AND public.is_boss()
$$;
CREATE POLICY "Add own deals" ON public.deals FOR INSERT TO authenticated
  WITH CHECK (user_id = (SELECT auth.uid()) AND (SELECT public.is_boss()));
