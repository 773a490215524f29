-- finds: column-type-rewrite at public.tags
-- spares: primary-key-without-index
ALTER TABLE tags ALTER COLUMN id TYPE bigint;
