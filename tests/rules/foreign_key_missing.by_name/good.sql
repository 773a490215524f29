CREATE TABLE public.customers (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  label text NOT NULL
);
ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own customers" ON public.customers TO authenticated USING (user_id = (SELECT auth.uid()));

CREATE TABLE public.orders (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES public.customers (id) ON DELETE CASCADE,
  -- A key of another system.
  stripe_customer_id text
);

-- The kind beside says which table the key is of.
CREATE TABLE public.comments (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL,
  customer_type text NOT NULL
);

-- The past outlives what it tells of.
CREATE TABLE public.order_history (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL,
  total numeric(12, 2)
);
