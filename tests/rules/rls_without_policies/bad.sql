CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
-- It runs as its caller, who is shown no row.
CREATE FUNCTION public.own_notes() RETURNS SETOF text LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT n.body FROM public.notes n WHERE n.user_id = auth.uid()
$$;

-- A policy looks for a row of it in vain.
CREATE TABLE public.friends (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  friend_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, friend_id)
);
ALTER TABLE public.friends ENABLE ROW LEVEL SECURITY;
CREATE TABLE public.photos (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE);
ALTER TABLE public.photos ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Photos of friends" ON public.photos FOR SELECT TO authenticated
  USING (user_id IN (SELECT f.friend_id FROM public.friends f WHERE f.user_id = (SELECT auth.uid())));

-- Closed, it seems on purpose: two tables, one finding, info.
CREATE TABLE public.exchange_rates (day date PRIMARY KEY, rate numeric NOT NULL);
ALTER TABLE public.exchange_rates ENABLE ROW LEVEL SECURITY;
CREATE TABLE public.mails (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE);
ALTER TABLE public.mails ENABLE ROW LEVEL SECURITY;
