CREATE SCHEMA shop;
CREATE TABLE shop.orders (id bigint PRIMARY KEY, customer text NOT NULL);
CREATE INDEX orders_by_customer ON shop.orders (customer);
