-- Each user is a tenant; two tables say who sees more.
CREATE TABLE users (id uuid PRIMARY KEY REFERENCES auth.users, name text, role text NOT NULL DEFAULT 'customer');
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, total numeric);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE TABLE helpers (user_id uuid PRIMARY KEY REFERENCES users, since date);
ALTER TABLE helpers ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION is_admin() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
$$ SELECT EXISTS (SELECT 1 FROM public.users WHERE id = (SELECT auth.uid()) AND role = 'admin') $$;
CREATE POLICY orders_own ON orders TO authenticated USING (user_id = (SELECT auth.uid()) OR is_admin());
CREATE POLICY orders_help ON orders FOR SELECT TO authenticated
    USING (EXISTS (SELECT FROM helpers AS h WHERE h.user_id = (SELECT auth.uid())));
CREATE POLICY users_read ON users FOR SELECT TO authenticated USING (id = (SELECT auth.uid()) OR is_admin());
CREATE POLICY helpers_read ON helpers FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY users_update ON users FOR UPDATE TO authenticated USING (id = (SELECT auth.uid()));
CREATE POLICY helpers_join ON helpers FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
