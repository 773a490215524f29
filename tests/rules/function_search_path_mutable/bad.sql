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

-- Runs as its caller, and is fired by a function whose path does not lead to what it names.
CREATE TABLE public.role_notes (note text NOT NULL);
ALTER TABLE public.role_notes ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.note_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO role_notes (note) VALUES (NEW.role);
  RETURN NEW;
END
$$;
CREATE TRIGGER roles_noted AFTER UPDATE ON public.roles_of_users FOR EACH ROW EXECUTE FUNCTION public.note_role();
CREATE FUNCTION public.demote(who uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.roles_of_users SET role = 'guest' WHERE user_id = who
$$;
