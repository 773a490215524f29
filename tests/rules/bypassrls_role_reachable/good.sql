create role app login;
create role reports nologin bypassrls;
create role staff nologin;
create role auditor login;
grant reports to auditor;
grant reports to app with inherit false, set false;
grant staff to app;
grant reports to staff with inherit false, set false;

create table public.firms (id uuid primary key default gen_random_uuid(), name text not null);
alter table public.firms enable row level security;
create policy firms_own on public.firms to app using (id = current_setting('app.firm')::uuid);
grant select, insert, update, delete on public.firms to app;
