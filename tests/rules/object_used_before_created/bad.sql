CREATE TABLE public.members (id bigint PRIMARY KEY, tenant_id bigint REFERENCES public.tenants (id));
CREATE TABLE public.tenants (id bigint PRIMARY KEY);
