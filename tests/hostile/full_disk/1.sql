CREATE TABLE small (id bigint PRIMARY KEY);
CREATE TABLE heap (filler text);
INSERT INTO heap SELECT repeat(md5(i::text), 60) FROM generate_series(1, 100000000) AS i;
CREATE TABLE copied AS SELECT repeat(md5(i::text), 60) FROM generate_series(1, 100000000) AS i;
