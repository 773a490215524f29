CREATE TABLE runs (id uuid PRIMARY KEY, flow_id uuid);
CREATE TABLE IF NOT EXISTS runs (id uuid PRIMARY KEY, flow_id uuid REFERENCES flows (id));
CREATE TABLE flows (id uuid PRIMARY KEY);
ALTER TABLE runs ADD FOREIGN KEY (flow_id) REFERENCES flows (id);
