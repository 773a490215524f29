create table public.tags (kind text not null, label text not null, unique (kind, label));
create table public.marks (place integer not null, label text not null);
create unique index marks_key on public.marks (place, label);
alter table public.tags enable row level security;
alter table public.marks enable row level security;
