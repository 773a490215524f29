CREATE TABLE public.orders (id bigint PRIMARY KEY, customer text NOT NULL) TABLESPACE slow;
