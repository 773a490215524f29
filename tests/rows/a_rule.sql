create table t (id int primary key); create rule r as on delete to t do instead nothing;
