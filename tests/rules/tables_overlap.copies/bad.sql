-- Nothing but the application reads or writes these: the second can be a copy for reports.
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
