CREATE TABLE tenants (id uuid PRIMARY KEY, name text);

-- One takes up what the other lets go of.
CREATE TABLE audit_log (id uuid PRIMARY KEY, action text, target text, at timestamptz DEFAULT now());
CREATE TABLE old_audit_log (id uuid PRIMARY KEY, action text, target text, at timestamptz DEFAULT now());
CREATE FUNCTION keep_old() RETURNS void LANGUAGE sql
AS 'WITH old AS (DELETE FROM audit_log RETURNING *) INSERT INTO old_audit_log SELECT * FROM old';

-- Rows of different parents.
CREATE TABLE orders (id uuid PRIMARY KEY, total numeric);
CREATE TABLE tickets (id uuid PRIMARY KEY, subject text);
CREATE TABLE order_notes (
    id uuid PRIMARY KEY, order_id uuid REFERENCES orders, body text, pinned boolean, tone text
);
CREATE TABLE ticket_notes (
    id uuid PRIMARY KEY, ticket_id uuid REFERENCES tickets, body text, pinned boolean, tone text
);

-- One is part of the other.
CREATE TABLE plans (id uuid PRIMARY KEY, title text, price numeric, months integer);
CREATE TABLE plan_versions (id uuid PRIMARY KEY, plan uuid REFERENCES plans, title text, price numeric, months integer);

-- Each has a natural key of its own.
CREATE TABLE cached_pages (id uuid PRIMARY KEY, url text, part integer, body text, size integer, UNIQUE (url, part));
CREATE TABLE cached_parts (id uuid PRIMARY KEY, url text, hash text, body text, size integer, UNIQUE (url, hash));

-- Too little is the same.
CREATE TABLE rooms (
    id uuid PRIMARY KEY, label text, floor integer, seats integer, screen boolean, color text, lamps integer
);
CREATE TABLE meeting_rooms (
    id uuid PRIMARY KEY, label text, floor integer, seats integer, link text, host text, agenda text
);
