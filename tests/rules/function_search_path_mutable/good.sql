CREATE TABLE public.roles_of_users (user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, role text NOT NULL);
ALTER TABLE public.roles_of_users ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.is_admin() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.roles_of_users AS r WHERE r.user_id = auth.uid() AND r.role = 'admin')
$$;
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT 1 FROM roles_of_users AS r WHERE r.user_id = auth.uid() AND r.role = wanted)
$$;

-- Bound when it was made.
CREATE FUNCTION public.count_roles() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
  SELECT count(*) FROM roles_of_users;
END;

-- Runs as its caller and names nothing but Postgres's own.
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;
