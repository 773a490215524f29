CREATE TABLE a (id bigint) TABLESPACE "x"" LOCATION '/tmp'; DROP TABLE b; --";
CREATE TABLE b (id bigint) TABLESPACE "../../outside";
CREATE TABLE c (id bigint) TABLESPACE pg_own;
ALTER TABLESPACE "../../outside" OWNER TO CURRENT_USER;
DROP TABLESPACE "../../outside";
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE own LOCATION '';
ALTER DATABASE postgres SET TABLESPACE "../../outside";
SET default_tablespace = '/etc';
CREATE TABLE d (id bigint);
DO $$ BEGIN
  FOR number IN 1..40 LOOP
    EXECUTE format('CREATE TABLE many_%s (id bigint) TABLESPACE many_%s', number, number);
  END LOOP;
END $$;
