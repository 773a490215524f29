ALTER TABLE public.customers RENAME COLUMN "Region" TO area;
ALTER TABLE public.orders RENAME COLUMN customer_id TO buyer_id;
