CREATE TABLE runs (id uuid PRIMARY KEY, flow_id uuid);
CREATE TABLE IF NOT EXISTS runs (id uuid PRIMARY KEY, flow_id uuid REFERENCES flows (id));
