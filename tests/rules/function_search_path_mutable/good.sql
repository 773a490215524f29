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

-- Runs as its caller, whose rights are all that he could take.
CREATE PROCEDURE public.forget_user(who uuid) LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM roles_of_users WHERE user_id = who;
END
$$;

-- Fired where the path leads to what it names, and where another command writes.
CREATE TABLE public.role_notes (note text NOT NULL);
ALTER TABLE public.role_notes ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.note_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO role_notes (note) VALUES (NEW.role);
  RETURN NEW;
END
$$;
CREATE TRIGGER roles_noted AFTER UPDATE ON public.roles_of_users FOR EACH ROW EXECUTE FUNCTION public.note_role();
CREATE FUNCTION public.demote(who uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE roles_of_users SET role = 'guest' WHERE user_id = who
$$;
CREATE FUNCTION public.dismiss(who uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  DELETE FROM public.roles_of_users WHERE user_id = who
$$;
-- A temporary table is found under any path.
CREATE FUNCTION public.sweep_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMPORARY TABLE IF NOT EXISTS swept_roles (role text);
  INSERT INTO swept_roles (role) VALUES (OLD.role);
  RETURN OLD;
END
$$;
CREATE TRIGGER roles_swept AFTER DELETE ON public.roles_of_users FOR EACH ROW EXECUTE FUNCTION public.sweep_role();
