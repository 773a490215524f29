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

create table public.stamps (id bigint primary key, firm_id bigint not null);
alter table public.stamps enable row level security;
create policy stamps_own on public.stamps to app using (firm_id = current_setting('app.firm')::bigint);
grant trigger on public.stamps to app;
create table public.marks (id bigint primary key, firm_id bigint not null);
alter table public.marks enable row level security;
create policy marks_own on public.marks to app using (firm_id = current_setting('app.firm')::bigint);
grant truncate on public.marks to app with grant option;
grant references on public.marks to public;
grant create on schema public to public;
