-- In 45 days nobody read the index of the foreign key, the unique one, the small one, and anything of parcels.
create table public.orders (
  id bigint primary key,
  follows bigint references public.orders (id),
  code text not null,
  state text not null,
  note text
);
create index orders_follows on public.orders (follows);
create unique index orders_code on public.orders (code);
create index orders_state on public.orders (state);
create index orders_note on public.orders (note);
create table public.parcels (id bigint primary key, note text);
create index parcels_note on public.parcels (note);
alter table public.orders enable row level security;
alter table public.parcels enable row level security;
