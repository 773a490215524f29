CREATE TABLE tasks (id uuid PRIMARY KEY, title text NOT NULL);
CREATE TABLE workers (id uuid PRIMARY KEY, task_id uuid REFERENCES tasks (id), title text NOT NULL);
CREATE TABLE slots (id uuid PRIMARY KEY, task_id uuid NOT NULL REFERENCES tasks (id), worker_id uuid REFERENCES workers (id));
