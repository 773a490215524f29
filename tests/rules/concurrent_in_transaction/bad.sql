BEGIN;
CREATE INDEX CONCURRENTLY orders_by_time ON public.orders (placed_at);
COMMIT;
