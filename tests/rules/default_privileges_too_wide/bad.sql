create schema shop;
grant usage on schema shop to anon, authenticated;
alter default privileges in schema shop grant all on tables to anon, authenticated;
alter default privileges in schema shop grant execute on functions to anon;
