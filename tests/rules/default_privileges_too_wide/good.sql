create schema shop;
grant usage on schema shop to anon, authenticated;
alter default privileges in schema shop grant select, insert, update, delete on tables to authenticated;
alter default privileges in schema shop grant all on tables to service_role;
alter default privileges in schema public grant all on tables to anon;
alter default privileges grant execute on functions to authenticated;
