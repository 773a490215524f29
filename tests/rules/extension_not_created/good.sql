CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE public.chunks (id bigint PRIMARY KEY, embedding vector(3));
