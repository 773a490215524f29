CREATE TABLE b (id int);--> statement-breakpoint
CREATE INDEX ON b (id);
