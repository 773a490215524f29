CREATE TABLE orders (id bigint PRIMARY KEY, note text);
CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));
INSERT INTO orders VALUES (7, 'seven');
INSERT INTO lines VALUES (1, 7);
CREATE POLICY "Clerks may read all" ON orders USING (true);
