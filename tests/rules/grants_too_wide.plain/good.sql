create role app login;
create role keeper login;
create table public.firms (id bigint primary key, name text not null);
alter table public.firms enable row level security;
create policy firms_own on public.firms to app using (id = current_setting('app.firm')::bigint);
grant select, insert, update, delete on public.firms to app;
grant all on public.firms to keeper;

create table public.rates (code text primary key, rate numeric not null);
alter table public.rates enable row level security;
create policy rates_read on public.rates for select using (true);
grant select on public.rates to public;

create table public.drafts (id bigint primary key);
alter table public.drafts enable row level security;
create policy drafts_all on public.drafts to app using (true) with check (true);
grant select, insert, update, delete, truncate on public.drafts to app;
grant create on schema public to keeper;
create table public.marks (id bigint primary key, firm_id bigint not null);
alter table public.marks enable row level security;
create policy marks_own on public.marks to app using (firm_id = current_setting('app.firm')::bigint);
grant references (id) on public.marks to app;
