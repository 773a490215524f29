CREATE TABLE public.customers (id bigint PRIMARY KEY, name text NOT NULL, region text);
CREATE TABLE public.orders (id bigint PRIMARY KEY, customer_id bigint, amount numeric, size integer);
CREATE TABLE public.returns (id bigint PRIMARY KEY, reason text);
CREATE INDEX orders_by_customer ON public.orders (customer_id);
ALTER TABLE public.orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
ALTER TABLE public.orders ADD CONSTRAINT of_customer FOREIGN KEY (customer_id) REFERENCES public.customers (id) NOT VALID;
