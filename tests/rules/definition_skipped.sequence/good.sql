CREATE SEQUENCE public.ticket_numbers AS integer;
CREATE SEQUENCE public.invoice_numbers START WITH 1000;
CREATE SEQUENCE public.batch_numbers;
CREATE SEQUENCE IF NOT EXISTS public.ticket_numbers AS smallint;
CREATE SEQUENCE IF NOT EXISTS public.invoice_numbers START WITH 1000 CACHE 20;
CREATE SEQUENCE IF NOT EXISTS public.batch_numbers START WITH 50 MAXVALUE 900;
ALTER SEQUENCE public.batch_numbers START WITH 50 MAXVALUE 900;
