ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
GRANT DELETE ON public.notes TO authenticated;
