DROP POLICY notes_read ON public.notes;
