create table zones (id uuid primary key default gen_random_uuid(), slug text not null unique);
create table first (id int primary key, other int not null);
create table second (id int primary key, other int not null references first deferrable initially deferred);
alter table first add foreign key (other) references second deferrable initially deferred;
create table here (id int primary key, other int not null, zone uuid not null references zones);
create table there (id int primary key, other int references here, first int not null references first);
alter table here add foreign key (other) references there;
create table leaf (id int primary key, zone uuid not null references zones, here int not null references here);
