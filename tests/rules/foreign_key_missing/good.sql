CREATE TABLE public.customers (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  label text NOT NULL
);
ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own customers" ON public.customers TO authenticated USING (user_id = (SELECT auth.uid()));

CREATE TABLE public.visits (
  id uuid PRIMARY KEY,
  who uuid REFERENCES public.customers (id) ON DELETE SET NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE VIEW public.visitors WITH (security_invoker = true) AS
  SELECT v.id, c.label FROM public.visits AS v LEFT JOIN public.customers AS c ON c.id = v.who;

-- Compared with the keys of two tables: of neither alone.
CREATE TABLE public.suppliers (id uuid PRIMARY KEY, label text NOT NULL);
CREATE TABLE public.letters (id uuid PRIMARY KEY, recipient uuid, updated_at timestamptz NOT NULL DEFAULT now());
CREATE VIEW public.mail WITH (security_invoker = true) AS
  SELECT l.id, coalesce(c.label, s.label) AS label
  FROM public.letters AS l
  LEFT JOIN public.customers AS c ON c.id = l.recipient
  LEFT JOIN public.suppliers AS s ON s.id = l.recipient;
