-- Of the session's own user, of one whose address the caller knows, to a service, and copies that tell little.
CREATE FUNCTION public.me() RETURNS TABLE (who uuid, address text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT u.id, u.email::text FROM auth.users u WHERE u.id = auth.uid() $$;
CREATE FUNCTION public.name_behind(address text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT u.raw_user_meta_data ->> 'name' FROM auth.users u WHERE u.email = address $$;
CREATE FUNCTION public.everybody() RETURNS TABLE (who uuid, address text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT u.id, u.email::text FROM auth.users u $$;
REVOKE EXECUTE ON FUNCTION public.everybody() FROM public, anon, authenticated;
CREATE FUNCTION public.headcount() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT count(u.email) FROM auth.users u $$;
CREATE TABLE public.mailing AS SELECT u.id, lower(u.email) AS address FROM auth.users u;
ALTER TABLE public.mailing ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.mailing FOR SELECT TO authenticated USING (id = (SELECT auth.uid()));
CREATE TABLE public.joined AS SELECT u.id, u.created_at FROM auth.users u;
ALTER TABLE public.joined ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON public.joined FOR SELECT TO authenticated USING (true);
