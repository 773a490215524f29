DROP POLICY notes_read ON public.notes;
CREATE POLICY notes_select ON public.notes FOR SELECT TO authenticated
  USING (tenant_id IN (SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())));
