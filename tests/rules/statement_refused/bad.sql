CREATE TABLE notes (id bigint PRIMARY KEY);
COPY notes FROM '/var/lib/notes.csv';
ALTER SYSTEM SET work_mem = '1GB';
