-- That matches_add is true for every row says nothing of who reads more from now on.
CREATE POLICY matches_won ON public.matches FOR SELECT TO anon USING (char_length(score) > 2);
