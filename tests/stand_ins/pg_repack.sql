-- Present; its work is a program's, and its schema is no concern of others.
CREATE EXTENSION pg_repack;
