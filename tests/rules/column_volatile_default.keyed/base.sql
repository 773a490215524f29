CREATE TABLE public.orders (region text, "Number" integer, note text, PRIMARY KEY (region, "Number"));
INSERT INTO public.orders (region, "Number") VALUES ('a', 1), ('b', 1);
