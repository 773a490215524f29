CREATE SEQUENCE public.ticket_numbers AS integer;
CREATE SEQUENCE public.invoice_numbers START WITH 1000;
CREATE SEQUENCE IF NOT EXISTS public.ticket_numbers AS bigint;
CREATE SEQUENCE IF NOT EXISTS public.invoice_numbers START WITH 5000 INCREMENT BY 10 CYCLE;
