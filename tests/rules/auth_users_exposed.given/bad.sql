-- Functions give away what auth.users holds, and a copy of it lies open.
CREATE FUNCTION public.everybody() RETURNS TABLE (who uuid, address text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT u.id, u.email::text FROM auth.users u $$;
CREATE FUNCTION public.find_people(term text, most integer DEFAULT 20) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF auth.uid() IS NULL THEN
        RAISE EXCEPTION 'sign in';
    END IF;
    RETURN (
        SELECT jsonb_agg(jsonb_build_object('id', u.id, 'about', u.raw_user_meta_data))
        FROM auth.users u WHERE u.email ILIKE '%' || term || '%'
    );
END
$$;
CREATE TABLE public.mailing AS SELECT u.id, lower(u.email) AS address, u.created_at FROM auth.users u;
ALTER TABLE public.mailing ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON public.mailing FOR SELECT TO authenticated USING (true);
SELECT * INTO public.users_before FROM auth.users;
