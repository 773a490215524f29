-- One statement, two tables that nobody makes: one line.
CREATE TABLE meals (id bigint PRIMARY KEY, cook_id bigint REFERENCES cooks (id), diner_id bigint REFERENCES diners (id));
-- Nobody makes the function, with these arguments or others.
CREATE TRIGGER meals_touch BEFORE UPDATE ON meals FOR EACH ROW EXECUTE FUNCTION touch_meal();
