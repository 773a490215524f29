SET lock_timeout = '5s';
SET transaction_timeout = '30s';
CREATE INDEX orders_by_time ON public.orders (placed_at);
