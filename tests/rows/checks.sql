create table t (id int primary key, a int not null check (a between 17 and 19),
  b text not null check (char_length(b) >= 40), c text not null check (c in ('open', 'shut')),
  d timestamptz not null, e timestamptz not null, check (e > d + interval '7 days'),
  f numeric not null check (f > 0 and f < 1), g text not null check (g like 'sk_live_%'));
