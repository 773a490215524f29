SET work_mem = '64kB';
SELECT count(*) FROM (SELECT DISTINCT md5(i::text) || md5((i + 1)::text) FROM generate_series(1, 20000000) AS i) AS t;
CREATE TEMP TABLE spilled AS SELECT repeat(md5(i::text), 100) AS filler FROM generate_series(1, 1000000) AS i;
