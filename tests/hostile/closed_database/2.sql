SELECT pg_terminate_backend(pg_backend_pid());
CREATE TABLE let_in_again (id bigint);
ALTER DATABASE postgres ALLOW_CONNECTIONS false;
