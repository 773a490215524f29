CREATE TABLE public.roles_of_users (user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, role text NOT NULL);
ALTER TABLE public.roles_of_users ENABLE ROW LEVEL SECURITY;

-- High: a name without a schema, with the owner's rights.
CREATE FUNCTION public.is_admin() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT EXISTS (SELECT 1 FROM roles_of_users AS r WHERE r.user_id = auth.uid() AND r.role = 'admin')
$$;
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
  found_role text;
BEGIN
  SELECT r.role INTO found_role FROM roles_of_users AS r WHERE r.user_id = auth.uid();
  RETURN found_role = wanted;
END
$$;

-- Medium: every name of the schema has its schema.
CREATE FUNCTION public.count_roles() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT count(*) FROM public.roles_of_users
$$;

-- Low: runs as its caller.
CREATE PROCEDURE public.forget_user(who uuid) LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM roles_of_users WHERE user_id = who;
END
$$;
