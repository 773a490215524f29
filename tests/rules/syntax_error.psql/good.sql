CREATE TABLE orders (id bigint PRIMARY KEY, path text DEFAULT E'\\i');
-- \ir more.sql
