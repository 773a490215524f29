-- The policy is tried for anon and never holds: nobody is signed in.
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
CREATE POLICY "Change own orders" ON public.orders FOR UPDATE
  USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()));
REVOKE UPDATE ON public.orders FROM authenticated;
