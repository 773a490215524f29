CREATE TABLE farms (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE hands (
  farm_id uuid NOT NULL REFERENCES farms (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (farm_id, user_id)
);
ALTER TABLE farms ENABLE ROW LEVEL SECURITY;
ALTER TABLE hands ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON hands FOR SELECT TO authenticated USING (user_id = auth.uid());

CREATE TABLE yields (
  id bigint GENERATED ALWAYS AS IDENTITY,
  farm_id uuid NOT NULL REFERENCES farms (id),
  crop text NOT NULL,
  weighed_at timestamptz NOT NULL,
  PRIMARY KEY (id, crop, weighed_at)
) PARTITION BY RANGE (weighed_at);
CREATE TABLE yields_2024 PARTITION OF yields FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE yields_2025 PARTITION OF yields FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (crop);
CREATE TABLE yields_2025_wheat PARTITION OF yields_2025 FOR VALUES IN ('wheat', 'rye');
CREATE TABLE yields_rest PARTITION OF yields DEFAULT;
ALTER TABLE yields ENABLE ROW LEVEL SECURITY;
CREATE POLICY farm ON yields FOR SELECT TO authenticated
  USING (farm_id IN (SELECT h.farm_id FROM hands h WHERE h.user_id = auth.uid()));

CREATE TABLE sales (id uuid PRIMARY KEY, farm_id uuid NOT NULL REFERENCES farms (id), sum numeric NOT NULL);
CREATE TABLE old_sales () INHERITS (sales);
ALTER TABLE sales ENABLE ROW LEVEL SECURITY;
CREATE POLICY farm ON sales FOR SELECT TO authenticated
  USING (farm_id IN (SELECT h.farm_id FROM hands h WHERE h.user_id = auth.uid()));
