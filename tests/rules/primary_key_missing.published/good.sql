create table public.tags (word text not null, colour text);
create unique index tags_word on public.tags (lower(word));
alter table public.tags enable row level security;
create policy tags_write on public.tags to authenticated using (colour = 'red') with check (colour = 'red');
alter publication supabase_realtime add table public.tags;
