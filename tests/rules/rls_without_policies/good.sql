CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Users see their notes" ON public.notes FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

-- Reached through a function, on purpose.
CREATE TABLE public.codes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  used_at timestamptz
);
ALTER TABLE public.codes ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.use_code(code uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.codes SET used_at = pg_catalog.now() WHERE id = code AND user_id = auth.uid() AND used_at IS NULL
$$;

-- Closed, and Postgres says so.
CREATE TABLE public.exchange_rates (day date PRIMARY KEY, rate numeric NOT NULL);
ALTER TABLE public.exchange_rates ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON public.exchange_rates FROM anon, authenticated;
