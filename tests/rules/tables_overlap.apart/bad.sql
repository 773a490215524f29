CREATE TABLE tenants (id uuid PRIMARY KEY, name text);
-- Nothing but columns says that these are one thing, and one of them alone is a tenant's: to be known.
CREATE TABLE rights (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, code text, module text, holder uuid
);
CREATE TABLE right_actions (id uuid PRIMARY KEY, code text NOT NULL, module text);
