SELECT pg_terminate_backend(pg_backend_pid());
CREATE TABLE with_bent_settings (id bigint);
