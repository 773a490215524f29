ALTER TABLE public.orders ADD COLUMN note text;
CREATE INDEX ON public.customers (name);
CREATE TABLE public.returns (id bigint PRIMARY KEY, product_id bigint REFERENCES public.products (id));
ALTER TABLE public.orders ADD COLUMN paid boolean;
