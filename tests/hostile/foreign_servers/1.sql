CREATE EXTENSION postgres_fdw;
CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '@port@');
CREATE USER MAPPING FOR CURRENT_USER SERVER away OPTIONS (user 'postgres', password 'x');
IMPORT FOREIGN SCHEMA public FROM SERVER away INTO public;
CREATE FOREIGN TABLE far (id bigint) SERVER away;
SELECT * FROM far;
CREATE FOREIGN DATA WRAPPER own VALIDATOR postgresql_fdw_validator;
CREATE EXTENSION wrappers;
