CREATE TABLE public.plans (id bigint PRIMARY KEY, name text NOT NULL);
ALTER TABLE public.plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY plans_show ON public.plans FOR SELECT TO anon USING (true);
ALTER POLICY notes_read ON public.notes RENAME TO notes_select;
-- True for every row: policy-always-true says it once, with what changed beside it.
CREATE POLICY members_show ON public.members FOR SELECT TO anon USING (true);
