create table t (id bigint primary key, a bit(5) not null, b bit not null, c int4multirange not null,
  d tstzmultirange not null, e pg_lsn not null, f bit varying(3) not null, g bit(40) not null unique);
