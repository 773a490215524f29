CREATE TABLE tenants (id uuid PRIMARY KEY, name text);

-- What they have in common says nothing of what they are for.
CREATE TABLE boards (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, name text, description text,
    created_by uuid, updated_by uuid, filters jsonb, layout jsonb
);
CREATE TABLE board_parts (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, name text, description text,
    created_by uuid, updated_by uuid, filters jsonb, measure text, chart text, span interval
);
