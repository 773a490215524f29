create table t (id int primary key, during tstzrange not null,
  exclude using gist (during with &&));
