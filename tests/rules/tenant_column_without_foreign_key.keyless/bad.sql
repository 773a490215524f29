CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
CREATE TABLE members (
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
CREATE TABLE projects (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE);
CREATE TABLE boards (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE);
CREATE TABLE lists (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE);
CREATE TABLE slots (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, body text);
CREATE TABLE waits (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, body text);
CREATE TABLE signals (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, body text);
CREATE TABLE retries (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, body text);
CREATE TABLE offers (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, body text);
-- This one has another key, and lacks the tenant's.
CREATE TABLE beats (
  id uuid PRIMARY KEY, tenant_id uuid NOT NULL, project_id uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE
);
