CREATE TABLE t (line text);
COPY t FROM '@secret@';
COPY t FROM '/etc/passwd';
COPY t TO '@written@';
COPY (SELECT 'x') TO '@written@';
CREATE TABLE words AS SELECT * FROM t;
