REVOKE SELECT ON public.notes FROM authenticated;
