CREATE SCHEMA shop;
GRANT USAGE ON SCHEMA shop TO authenticated;
CREATE TABLE shop."Orders" (id bigint PRIMARY KEY, note text);
GRANT SELECT, UPDATE ON shop."Orders" TO authenticated;
CREATE VIEW shop.noted WITH (security_invoker = true) AS SELECT id FROM shop."Orders" WHERE note IS NOT NULL;
CREATE SCHEMA other;
CREATE TABLE other.a (id bigint PRIMARY KEY);
CREATE FUNCTION other.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
