CREATE ROLE clerk;
CREATE TABLE spend (id bigint PRIMARY KEY, amount numeric);
CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric);
GRANT SELECT ON prices TO clerk;
