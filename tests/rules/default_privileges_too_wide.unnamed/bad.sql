create role anon;
create role authenticated;
create table firms (id bigint primary key, name text not null);
alter table firms enable row level security;
create policy firms_own on firms to authenticated using (id = current_setting('app.firm')::bigint);
alter default privileges grant all on tables to anon;
