CREATE TABLE tenants (id uuid PRIMARY KEY, name text);

CREATE TABLE runs (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenants,
    outcome text NOT NULL,
    seconds integer,
    output text,
    worker text,
    note text,
    attempts integer NOT NULL DEFAULT 0,
    at timestamptz NOT NULL DEFAULT now()
);
-- A view has to do with both: one is filled from the other.
CREATE TABLE runs_wide (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenants,
    outcome text NOT NULL,
    seconds integer,
    output text,
    worker text,
    attempts integer NOT NULL DEFAULT 0,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE VIEW behind AS
SELECT r.id FROM runs AS r LEFT JOIN runs_wide AS w ON w.id = r.id WHERE w.id IS NULL;
