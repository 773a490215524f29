create table tenants (id int primary key);
create table p (tenant int not null references tenants, id int, primary key (tenant, id));
create table q (tenant int not null references tenants, id int, primary key (tenant, id));
create table t (id int primary key, tenant int not null references tenants, p int not null, q int not null,
  foreign key (tenant, p) references p, foreign key (tenant, q) references q);
