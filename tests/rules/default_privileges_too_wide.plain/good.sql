create role app login;
create schema shop;
create table shop.firms (id bigint primary key, name text not null);
alter table shop.firms enable row level security;
create policy firms_own on shop.firms to app using (id = current_setting('app.firm')::bigint);
grant usage on schema shop to app;
alter default privileges in schema shop grant select, insert, update, delete on tables to app;
alter default privileges grant execute on functions to app;
alter default privileges in schema shop grant usage on types to public;
