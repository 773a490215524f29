-- Foreign tables are defined and not read.
CREATE EXTENSION postgres_fdw;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'example.com', dbname 'there');
CREATE USER MAPPING FOR CURRENT_USER SERVER elsewhere OPTIONS (user 'me', password 'word');
CREATE FOREIGN TABLE orders (id bigint, total numeric) SERVER elsewhere OPTIONS (table_name 'orders');
CREATE VIEW big_orders AS SELECT * FROM orders WHERE total > 100;
DO $$ BEGIN
   PERFORM * FROM big_orders;
   ASSERT false;
EXCEPTION WHEN object_not_in_prerequisite_state THEN
   ASSERT SQLERRM = 'foreign-data wrapper "postgres_fdw" has no handler';
END $$;
