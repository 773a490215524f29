CREATE TABLE tenants (id uuid PRIMARY KEY, name text);

-- All that says what the one holds, the other holds too.
CREATE TABLE boards (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, name text, description text,
    created_by uuid, updated_by uuid, filters jsonb, layout jsonb
);
CREATE TABLE team_boards (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, name text, description text,
    created_by uuid, updated_by uuid, filters jsonb, layout jsonb, shown boolean
);
