ALTER TABLE public.orders ADD COLUMN number bigint;
CREATE SEQUENCE public.order_numbers;
ALTER TABLE public.orders ALTER COLUMN number SET DEFAULT nextval('public.order_numbers');
