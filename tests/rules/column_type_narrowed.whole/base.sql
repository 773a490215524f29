CREATE TABLE public.orders (id bigint PRIMARY KEY, "Held" bigint CHECK ("Held" < 100), note text CHECK (length(note) < 5));
