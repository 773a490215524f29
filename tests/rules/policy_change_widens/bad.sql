CREATE POLICY notes_show ON public.notes FOR SELECT TO anon USING (char_length(body) > 80);
