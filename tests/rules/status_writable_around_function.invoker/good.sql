CREATE TABLE public.orders (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  comment text,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected', 'done'))
);
CREATE INDEX orders_by_user ON public.orders (user_id);
ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own orders" ON public.orders FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

CREATE FUNCTION public.approve_order(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.orders SET status = 'approved' WHERE id = which AND user_id = auth.uid() AND status = 'pending'
$$;
CREATE FUNCTION public.reject_order(which uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public.orders SET status = 'rejected' WHERE id = which AND user_id = auth.uid() AND status = 'pending';
END
$$;
CREATE POLICY "Change own orders" ON public.orders FOR UPDATE TO authenticated
  USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()));
-- A trigger watches the state.
CREATE FUNCTION public.check_move() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF OLD.status <> 'pending' AND NEW.status <> OLD.status THEN
    RAISE EXCEPTION 'the order is decided';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_move BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.check_move();

-- What a nightly job moves guards nothing.
CREATE TABLE public.shifts (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  began_at timestamptz NOT NULL DEFAULT now(),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed'))
);
ALTER TABLE public.shifts ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own shifts" ON public.shifts TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.close_old_shifts() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.shifts SET status = 'closed' WHERE status = 'open' AND began_at < pg_catalog.now() - interval '1 day'
$$;
