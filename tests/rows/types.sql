create type mood as enum ('sad', 'glad');
create table t (a uuid primary key, b mood not null, c numeric(3, 2) not null, d jsonb not null,
  e text[] not null, f int4range not null, g inet not null, h interval not null, i bytea not null,
  j char(2) not null, k varchar(3) not null, l date not null, m time not null, n boolean not null,
  o point not null, p bit(8) not null, q mood[] not null, r xml);
