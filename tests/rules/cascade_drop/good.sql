DROP VIEW public.open_orders;
DROP TABLE public.orders;
CREATE TABLE public.scratch (id bigint PRIMARY KEY);
CREATE VIEW public.seen AS SELECT id FROM public.scratch;
DROP TABLE public.scratch CASCADE;
