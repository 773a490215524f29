create table t (id int primary key, a text not null unique check (a ~ '^[A-Z]{2}-[0-9]{4}$'),
  b text not null check (b ~* '^https?://[^ ]+$'), c text not null check (c ~ '^[^@]+@[^@]+\.[a-z]+$'));
