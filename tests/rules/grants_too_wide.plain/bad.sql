create role app login;
create table public.firms (id bigint primary key, name text not null);
alter table public.firms enable row level security;
create policy firms_own on public.firms to app using (id = current_setting('app.firm')::bigint);
grant all on public.firms to app;

create table public.rates (code text primary key, rate numeric not null);
alter table public.rates enable row level security;
create policy rates_read on public.rates for select using (true);
grant select, insert, update on public.rates to public;
grant references on public.rates to app;
