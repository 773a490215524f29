CREATE TABLE tenants (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
CREATE TABLE members (
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
    PRIMARY KEY (user_id, tenant_id)
);
CREATE FUNCTION my_tenants() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    AS 'SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())';
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenants_select ON tenants FOR SELECT TO authenticated USING (id IN (SELECT my_tenants()));
CREATE POLICY members_select ON members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
