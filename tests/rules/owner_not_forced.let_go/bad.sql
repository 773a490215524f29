alter table sales.orders add column note text, no force row level security;
