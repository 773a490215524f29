CREATE TABLE public.customers (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  label text NOT NULL
);
CREATE INDEX customers_by_user ON public.customers (user_id);
ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own customers" ON public.customers TO authenticated USING (user_id = (SELECT auth.uid()));

-- Nothing but its name and type say what customer_id holds.
CREATE TABLE public.orders (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
REVOKE ALL ON public.orders FROM anon, authenticated;
