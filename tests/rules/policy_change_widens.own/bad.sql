CREATE POLICY notes_delete ON public.notes FOR DELETE TO authenticated
  USING (tenant_id IN (SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())));
