CREATE TABLE IF NOT EXISTS plans (name text PRIMARY KEY, price numeric NOT NULL);
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY plans_select ON plans FOR SELECT TO authenticated USING (true);
INSERT INTO plans (name, price) VALUES ('free', 0), ('team', 20) ON CONFLICT (name) DO NOTHING;

CREATE TABLE subscriptions (
    tenant_id uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
    plan text NOT NULL REFERENCES plans
);
ALTER TABLE subscriptions ENABLE ROW LEVEL SECURITY;
CREATE POLICY subscriptions_select ON subscriptions FOR SELECT TO authenticated
    USING (tenant_id IN (SELECT my_tenants()));
