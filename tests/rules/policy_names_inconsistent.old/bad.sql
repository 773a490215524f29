CREATE TABLE public.t8 (id uuid PRIMARY KEY, owner_id uuid NOT NULL REFERENCES auth.users (id));
ALTER TABLE public.t8 ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Owners read 8" ON public.t8 FOR SELECT TO authenticated USING (owner_id = (SELECT auth.uid()));
CREATE TABLE public.t9 (id uuid PRIMARY KEY, owner_id uuid NOT NULL REFERENCES auth.users (id));
ALTER TABLE public.t9 ENABLE ROW LEVEL SECURITY;
CREATE POLICY t9_read ON public.t9 FOR SELECT TO authenticated USING (owner_id = (SELECT auth.uid()));
