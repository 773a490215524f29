-- Functions are taken and nothing is found in them.
CREATE EXTENSION plpgsql_check;
CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
SELECT * FROM plpgsql_check_function('f()');
SELECT functionid, lineno, message FROM plpgsql_check_function_tb('f()');
