CREATE TABLE public.weights (
  id bigint PRIMARY KEY,
  grams bigint,
  pieces integer,
  tally integer,
  price numeric(10, 2),
  rate numeric(10, 2),
  amount numeric(10, 2),
  share numeric,
  code varchar(10),
  mark varchar(10),
  note text,
  label text
);
