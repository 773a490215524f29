-- What later statements miss is told with the piece that would have made it.
CREATE TABLE bills (id bigint PRIMARY KEY, total numeric, INDEX bills_total ON bills (total));
ALTER TABLE bills ENABLE ROW LEVEL SECURITY;
COMMENT ON COLUMN public.bills.total IS 'with tip';
