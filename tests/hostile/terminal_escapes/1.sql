CREATE TABLE "]0;title[2J[31mred[8mhidden" (id bigint PRIMARY KEY, "[1Acol" text, "backspace" text, "bell" text, "31mc1" text);
GRANT SELECT ON "]0;title[2J[31mred[8mhidden" TO anon;
COMMENT ON TABLE "]0;title[2J[31mred[8mhidden" IS ']0;title[2J[31mred[8mhidden';
-- a comment ]0;title[2J[31mred[8mhidden at the end
DO $$ BEGIN RAISE EXCEPTION ']0;title[2J[31mred[8mhidden'; END $$;
DO $$ BEGIN RAISE EXCEPTION E'\x1b[2J\u009b31m\b\r' USING HINT = E'\x1b]0;hint\x07'; END $$;
SELECT ']0;title[2J[31mred[8mhidden' FROM "no such ]0;title[2J[31mred[8mhidden";
CREATE TABEL "]0;title[2J[31mred[8mhidden";
CREATE POLICY "]0;title[2J[31mred[8mhidden" ON "]0;title[2J[31mred[8mhidden" USING (true);
CREATE TABLE "carriagereturn" (id bigint);
CREATE TABLE "line
feed
second line" (id bigint PRIMARY KEY);
GRANT ALL ON "line
feed
second line" TO anon;
CREATE TABLE "‮right to left⁦" (id bigint PRIMARY KEY);
CREATE TABLE "zero​width﻿" (id bigint PRIMARY KEY);
CREATE TABLE "separator line paragraphnext" (id bigint PRIMARY KEY);
