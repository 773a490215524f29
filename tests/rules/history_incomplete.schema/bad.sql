CREATE TABLE sales.orders (id bigint PRIMARY KEY);
ALTER TABLE sales.orders ADD COLUMN buyer_id bigint REFERENCES crm.buyers (id);
CREATE VIEW sales.open AS SELECT id FROM sales.orders;
