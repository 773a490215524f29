CREATE POLICY notes_show ON public.notes FOR SELECT TO anon USING (true);
