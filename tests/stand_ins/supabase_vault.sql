-- A secret is stored in another form and read back.
CREATE EXTENSION supabase_vault CASCADE;
DO $$
DECLARE
   made CONSTANT uuid := vault.create_secret('open sesame', 'door', 'of the cave');
BEGIN
   ASSERT (SELECT decrypted_secret FROM vault.decrypted_secrets WHERE name = 'door') = 'open sesame';
   ASSERT (SELECT secret FROM vault.secrets WHERE id = made) <> 'open sesame';
   PERFORM vault.update_secret(made, 'open barley');
   ASSERT (SELECT decrypted_secret FROM vault.decrypted_secrets WHERE id = made) = 'open barley';
END $$;
