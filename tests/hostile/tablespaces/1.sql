CREATE TABLESPACE outside LOCATION '/tmp';
CREATE TABLE t (id bigint) TABLESPACE outside;
ALTER DATABASE postgres SET TABLESPACE pg_global;
CREATE TABLE u (id bigint) TABLESPACE pg_global;
SET default_tablespace = pg_global;
CREATE TABLE v (id bigint);
