CREATE TABLE public.customers (id bigint PRIMARY KEY, name text NOT NULL, region text);
CREATE TABLE public.orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL CONSTRAINT orders_customer REFERENCES public.customers (id) ON DELETE CASCADE,
  amount numeric CONSTRAINT amount_positive CHECK (amount > 0),
  placed_at timestamptz NOT NULL
);
CREATE INDEX orders_by_customer ON public.orders (customer_id);
CREATE VIEW public.open_orders WITH (security_invoker = true) AS SELECT id, amount FROM public.orders;
