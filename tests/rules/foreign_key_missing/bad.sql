CREATE TABLE public.customers (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  label text NOT NULL
);
CREATE INDEX customers_by_user ON public.customers (user_id);
ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own customers" ON public.customers TO authenticated USING (user_id = (SELECT auth.uid()));

-- A view joins it: no name is needed.
CREATE TABLE public.visits (
  id uuid PRIMARY KEY,
  who uuid,
  updated_at timestamptz NOT NULL DEFAULT now()
);
REVOKE ALL ON public.visits FROM anon, authenticated;
CREATE VIEW public.visitors WITH (security_invoker = true) AS
  SELECT v.id, c.label FROM public.visits AS v LEFT JOIN public.customers AS c ON c.id = v.who;
REVOKE ALL ON public.visitors FROM anon, authenticated;
-- Most references to customers cascade; an optional one lets go all the same.
CREATE TABLE public.orders (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES public.customers (id) ON DELETE CASCADE
);
CREATE INDEX orders_by_customer ON public.orders (customer_id);
REVOKE ALL ON public.orders FROM anon, authenticated;
