CREATE VIEW public.open_orders AS SELECT id FROM public.orders;
CREATE TABLE public.notes (id bigint PRIMARY KEY, kind public.note_kind);
