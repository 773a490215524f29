-- The usual wrappers are there, for servers and foreign tables.
CREATE EXTENSION wrappers;
CREATE SERVER stripe FOREIGN DATA WRAPPER stripe_wrapper OPTIONS (api_key_name 'stripe', api_url 'https://example.com');
CREATE FOREIGN TABLE customers (id text, email text, attrs jsonb) SERVER stripe OPTIONS (object 'customers', rowid_column 'id');
SELECT count(*) FROM wrappers_fdw_stats;
