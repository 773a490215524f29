create table t (id int primary key, kind text not null, a int, b int, c text,
  check ((kind = 'first' and a is not null and b is null) or (kind = 'second' and b = 7 and c is null)));
