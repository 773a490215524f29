create role app login;
create role reports nologin bypassrls;
create role staff nologin;
grant reports to staff;
grant staff to app;
create role web login;
grant reports to web with inherit true, set false;

create table public.firms (id uuid primary key default gen_random_uuid(), name text not null);
alter table public.firms enable row level security;
create policy firms_own on public.firms to app using (id = current_setting('app.firm')::uuid);
grant select, insert, update, delete on public.firms to app, web;
