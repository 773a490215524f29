CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;

-- Nobody's rows: two tables, one finding, low.
CREATE TABLE public.exchange_rates (day date PRIMARY KEY, rate numeric NOT NULL);
ALTER TABLE public.exchange_rates ENABLE ROW LEVEL SECURITY;
CREATE TABLE public.holidays (day date PRIMARY KEY, label text NOT NULL);
ALTER TABLE public.holidays ENABLE ROW LEVEL SECURITY;
