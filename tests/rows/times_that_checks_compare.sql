create table t (id bigint primary key, a interval not null check (a > interval '1 day'),
  b interval not null check (b > interval '90 minutes' and b < interval '2 hours'),
  c date not null check (c < current_date - interval '18 years'),
  d date not null check (extract(dow from d) = 1), e timestamptz not null check (extract(isodow from e at time zone 'UTC') = 5),
  f date not null check (f = date_trunc('month', f)), g date not null unique check (g = date_trunc('quarter', g)),
  h inet not null check (family(h) = 6));
