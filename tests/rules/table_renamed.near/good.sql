-- A view of the old name is there in the end.
ALTER TABLE public.orders RENAME TO purchases;
CREATE VIEW public.orders WITH (security_invoker = true) AS SELECT * FROM public.purchases;
-- A column, an index and a constraint: the table keeps its name.
ALTER TABLE public.customers RENAME COLUMN region TO area;
ALTER INDEX public.orders_by_customer RENAME TO purchases_by_customer;
ALTER TABLE public.returns RENAME CONSTRAINT returns_pkey TO returns_key;
-- There and back.
ALTER TABLE public.returns RENAME TO refunds;
ALTER TABLE public.refunds RENAME TO returns;
