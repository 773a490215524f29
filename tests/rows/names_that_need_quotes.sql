create table "T a" ("Id" int primary key, "is it?" boolean not null);
