REVOKE DELETE ON public.notes FROM authenticated;
