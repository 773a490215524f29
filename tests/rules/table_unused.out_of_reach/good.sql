-- No role of a client reaches any table: the database does not show who uses what.
CREATE ROLE clerk;
CREATE TABLE spend (id bigint PRIMARY KEY, amount numeric);
CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric);
