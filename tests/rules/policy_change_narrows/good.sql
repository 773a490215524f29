ALTER POLICY notes_read ON public.notes RENAME TO notes_select;
