CREATE TABLE public.bosses (user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE);
ALTER TABLE public.bosses ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own entry" ON public.bosses FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.is_boss() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.bosses b WHERE b.user_id = auth.uid())
$$;

-- Nobody changes the state past the function, and whoever adds a row says which it has.
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
  WITH CHECK (user_id = (SELECT auth.uid()));

-- Both ways.
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
CREATE POLICY "Change own trips" ON public.trips FOR UPDATE TO authenticated
  USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()));

-- A trigger that looks at another column.
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
CREATE FUNCTION public.trim_comment() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.comment := pg_catalog.btrim(NEW.comment);
  RETURN NEW;
END
$$;
CREATE TRIGGER trim_comment BEFORE INSERT ON public.loans FOR EACH ROW EXECUTE FUNCTION public.trim_comment();
