CREATE TABLE public.lines (id bigint PRIMARY KEY) TABLESPACE fast;
ALTER TABLE public.orders SET TABLESPACE slow;
