CREATE TABLE public.people (
  id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  rank text NOT NULL DEFAULT 'guest'
);
CREATE TABLE public.dishes (id uuid PRIMARY KEY, label text NOT NULL);
ALTER TABLE public.people ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.dishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.people TO authenticated
  USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));
-- Both go by the rank: to delete is worse than to read.
CREATE POLICY a_see ON public.dishes FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.people AS p WHERE p.id = (SELECT auth.uid()) AND p.rank = 'cook'));
CREATE POLICY z_drop ON public.dishes FOR DELETE TO authenticated
  USING (EXISTS (SELECT 1 FROM public.people AS p WHERE p.id = (SELECT auth.uid()) AND p.rank = 'cook'));
-- What another folder's table holds is not known here, so it is not what is named.
CREATE POLICY a_edit ON public.menus FOR UPDATE TO authenticated
  USING (EXISTS (SELECT 1 FROM public.people AS p WHERE p.id = (SELECT auth.uid()) AND p.rank = 'cook'));
