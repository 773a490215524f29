CREATE TABLE tasks (id uuid PRIMARY KEY, title text NOT NULL);
CREATE TABLE workers (id uuid PRIMARY KEY, task_id uuid REFERENCES tasks (id), title text NOT NULL);
-- Queues that do without: one choice, and not five slips.
CREATE TABLE slots (id uuid PRIMARY KEY, task_id uuid NOT NULL, worker_id uuid);
CREATE TABLE waits (id uuid PRIMARY KEY, task_id uuid NOT NULL, worker_id uuid);
CREATE TABLE signals (id uuid PRIMARY KEY, task_id uuid NOT NULL, worker_id uuid);
CREATE TABLE retries (id uuid PRIMARY KEY, task_id uuid NOT NULL, worker_id uuid);
CREATE TABLE offers (id uuid PRIMARY KEY, task_id uuid NOT NULL, worker_id uuid);
-- This one has a foreign key, and lacks another.
CREATE TABLE beats (id uuid PRIMARY KEY, task_id uuid NOT NULL REFERENCES tasks (id), worker_id uuid);
