create table t (id bigint generated always as identity primary key, a int not null,
  b int generated always as (a * 2) stored);
