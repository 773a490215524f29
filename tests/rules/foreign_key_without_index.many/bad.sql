create table public.firms (id uuid primary key default gen_random_uuid());
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  buyer uuid references public.firms (id),
  seller uuid references public.firms (id),
  carrier uuid references public.firms (id),
  "Bill to" uuid references public.firms (id)
);
