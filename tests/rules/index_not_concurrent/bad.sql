CREATE INDEX orders_by_customer ON public.orders (customer);
