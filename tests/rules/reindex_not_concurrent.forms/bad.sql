REINDEX (VERBOSE false) INDEX shop.orders_by_customer;
REINDEX SCHEMA shop;
DO $$ BEGIN EXECUTE 'REINDEX TABLE shop.orders'; END $$;
