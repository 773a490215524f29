-- Search by meaning, and how long statements take.

CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

CREATE TABLE public.ai_embeddings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    content text NOT NULL,
    embedding vector(1536)
);
