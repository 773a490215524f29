CREATE TABLE public.customers (id bigint PRIMARY KEY, "Region" text NOT NULL DEFAULT 'north', name text);
CREATE INDEX customers_by_region ON public.customers ("Region", name DESC);
CREATE TABLE public.orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES public.customers (id));
