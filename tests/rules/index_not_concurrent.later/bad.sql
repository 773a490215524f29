CREATE UNIQUE INDEX lines_once ON public.lines (order_id, lower(goods)) INCLUDE (id);
ALTER TABLE public.orders ADD COLUMN paid_at timestamptz;
CREATE INDEX IF NOT EXISTS orders_unpaid ON public.orders (placed_at DESC) WHERE paid_at IS NULL;
