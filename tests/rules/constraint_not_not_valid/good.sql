ALTER TABLE public.orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
ALTER TABLE public.orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES public.customers (id) NOT VALID;
CREATE TABLE public.returns (id bigint PRIMARY KEY, amount numeric);
ALTER TABLE public.returns ADD CHECK (amount > 0);
