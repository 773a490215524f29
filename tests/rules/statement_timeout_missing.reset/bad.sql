SET lock_timeout = '5s';
SET statement_timeout = '30s';
CREATE INDEX orders_by_time ON public.orders (placed_at);
SET statement_timeout TO DEFAULT;
ALTER TABLE public.customers ADD CONSTRAINT named CHECK (name <> '');
