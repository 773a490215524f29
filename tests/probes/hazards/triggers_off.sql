-- finds: trigger-on-live-table at public.parts
CREATE TRIGGER stamped BEFORE UPDATE ON parts FOR EACH ROW EXECUTE FUNCTION stamp();
