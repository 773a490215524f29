CREATE TABLE tenants (id uuid PRIMARY KEY, name text);

CREATE TABLE audit_log (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenants,
    action text NOT NULL,
    target text,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE audit_logs (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenants,
    action text NOT NULL,
    target text,
    address inet,
    details jsonb,
    at timestamptz NOT NULL DEFAULT now()
);

-- The names share a word; the columns say the rest.
CREATE TABLE step_executions (
    id uuid PRIMARY KEY,
    outcome text,
    seconds integer,
    output jsonb,
    created_at timestamptz DEFAULT now()
);
CREATE TABLE workflow_steps (
    id uuid PRIMARY KEY,
    outcome text,
    seconds integer,
    output jsonb,
    place integer,
    created_at timestamptz DEFAULT now()
);
CREATE FUNCTION slowest() RETURNS integer LANGUAGE sql STABLE AS 'SELECT max(seconds) FROM step_executions';
