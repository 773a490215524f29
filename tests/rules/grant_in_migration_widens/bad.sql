GRANT SELECT, UPDATE ON public.notes TO authenticated;
