-- Collations that a server built with ICU, on a machine with the usual locales, has from the start. This one is neither:
-- their names are there, and all of them order by code point. What a table is does not hang on it.
DO $$
DECLARE
   name text;
BEGIN
   FOREACH name IN ARRAY ARRAY['und', 'ar', 'bg', 'bn', 'ca', 'cs', 'cs-CZ', 'da', 'da-DK', 'de', 'de-AT', 'de-CH', 'de-DE',
      'el', 'en', 'en-AU', 'en-CA', 'en-GB', 'en-IE', 'en-IN', 'en-US', 'es', 'es-419', 'es-AR', 'es-ES', 'es-MX', 'et', 'fa',
      'fi', 'fi-FI', 'fr', 'fr-CA', 'fr-FR', 'he', 'hi', 'hr', 'hu', 'id', 'it', 'it-IT', 'ja', 'ja-JP', 'ko', 'ko-KR', 'lt',
      'lv', 'ms', 'nb', 'nl', 'nl-NL', 'no', 'pl', 'pl-PL', 'pt', 'pt-BR', 'pt-PT', 'ro', 'ru', 'ru-RU', 'sk', 'sl', 'sr', 'sv',
      'sv-SE', 'th', 'tr', 'tr-TR', 'uk', 'ur', 'vi', 'vi-VN', 'zh', 'zh-Hans', 'zh-Hant'] LOOP
      EXECUTE format('CREATE COLLATION IF NOT EXISTS pg_catalog.%I (provider = builtin, locale = %L)', name || '-x-icu', 'C.UTF-8');
   END LOOP;
   FOREACH name IN ARRAY ARRAY['C.utf8', 'en_US', 'en_US.utf8', 'unicode'] LOOP
      EXECUTE format('CREATE COLLATION IF NOT EXISTS pg_catalog.%I (provider = builtin, locale = %L)', name, 'C.UTF-8');
   END LOOP;
END $$;
