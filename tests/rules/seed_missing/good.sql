CREATE TABLE tenants (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text);
CREATE TABLE members (
    tenant_id uuid NOT NULL REFERENCES tenants,
    user_id uuid NOT NULL DEFAULT auth.uid() REFERENCES auth.users,
    PRIMARY KEY (tenant_id, user_id)
);
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON members FOR SELECT TO authenticated USING (user_id = auth.uid());

CREATE TABLE badges (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL UNIQUE);
ALTER TABLE badges ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON badges FOR SELECT TO authenticated USING (true);
INSERT INTO badges (title) VALUES ('first') ON CONFLICT DO NOTHING;

-- A function fills one, clients another, and to the third nothing refers.
CREATE TABLE seasons (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL UNIQUE);
ALTER TABLE seasons ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION open_season(name text) RETURNS void LANGUAGE sql
AS 'INSERT INTO public.seasons (title) VALUES (name)';
CREATE TABLE teams (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL UNIQUE);
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
CREATE POLICY write_all ON teams TO authenticated USING (true);
CREATE TABLE notices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL UNIQUE);
ALTER TABLE notices ENABLE ROW LEVEL SECURITY;

CREATE TABLE winners (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES tenants,
    badge_id uuid NOT NULL REFERENCES badges,
    season_id uuid REFERENCES seasons,
    team_id uuid REFERENCES teams
);
ALTER TABLE winners ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_members ON winners TO authenticated
USING (tenant_id IN (SELECT m.tenant_id FROM members AS m WHERE m.user_id = auth.uid()));
