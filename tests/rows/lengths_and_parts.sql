create table t (id bigint primary key, a bytea not null check (octet_length(a) = 32),
  b text not null check (starts_with(b, 'acct_') and char_length(b) = 16),
  c text not null unique check (c like 'key-%' and length(c) = 20),
  d text not null check (split_part(d, ':', 2) = 'x'), e text not null check (split_part(e, ':', 1) = 'x'),
  f jsonb not null check (jsonb_typeof(f) = 'array' and jsonb_array_length(f) >= 2),
  g jsonb not null check (jsonb_typeof(g -> 'items') = 'array' and jsonb_array_length(g -> 'items') between 2 and 3),
  h text[] not null check (cardinality(h) between 2 and 4 and h <@ array['p', 'q', 'r', 's']),
  i jsonb not null check (jsonb_typeof(i) = 'object' and i ->> 'kind' in ('a', 'b')),
  j int not null check (mod(j, 7) = 3 and j > 50), k int not null unique check (k % 5 = 0));
