-- pg_jsonschema: checks the common keywords of JSON Schema; $ref, format, dependencies and conditionals pass.

CREATE FUNCTION jsonschema_validation_errors(schema json, instance json) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   rules CONSTANT jsonb := schema::jsonb;
   value CONSTANT jsonb := instance::jsonb;
   kind CONSTANT text := jsonb_typeof(value);
   plain CONSTANT text := value #>> '{}';
   errors text[] := '{}';
   matching integer;
   entry record;
BEGIN
   IF rules = 'false' THEN
      RETURN ARRAY[format('False schema does not allow %s', value)];
   ELSIF jsonb_typeof(rules) <> 'object' THEN
      RETURN errors;
   END IF;
   IF rules ? 'type' AND NOT EXISTS (
         SELECT FROM jsonb_array_elements_text(
            CASE jsonb_typeof(rules -> 'type') WHEN 'array' THEN rules -> 'type' ELSE jsonb_build_array(rules -> 'type') END
         ) AS allowed (name)
          WHERE name = kind OR (name = 'integer' AND kind = 'number' AND plain::numeric = trunc(plain::numeric))) THEN
      errors := errors || format('%s is not of type %s', value, rules -> 'type');
   END IF;
   IF rules ? 'const' AND rules -> 'const' <> value THEN
      errors := errors || format('%s was expected', rules -> 'const');
   END IF;
   IF rules ? 'enum' AND NOT EXISTS (SELECT FROM jsonb_array_elements(rules -> 'enum') AS e (item) WHERE item = value) THEN
      errors := errors || format('%s is not one of %s', value, rules -> 'enum');
   END IF;
   IF kind = 'number' THEN
      IF plain::numeric < (rules ->> 'minimum')::numeric OR plain::numeric > (rules ->> 'maximum')::numeric
         OR plain::numeric <= (rules ->> 'exclusiveMinimum')::numeric
         OR plain::numeric >= (rules ->> 'exclusiveMaximum')::numeric
         OR plain::numeric % (rules ->> 'multipleOf')::numeric <> 0 THEN
         errors := errors || format('%s is out of range', value);
      END IF;
   ELSIF kind = 'string' THEN
      IF length(plain) < (rules ->> 'minLength')::integer OR length(plain) > (rules ->> 'maxLength')::integer
         OR plain !~ (rules ->> 'pattern') THEN
         errors := errors || format('%s does not match length or pattern', value);
      END IF;
   ELSIF kind = 'array' THEN
      IF jsonb_array_length(value) < (rules ->> 'minItems')::integer
         OR jsonb_array_length(value) > (rules ->> 'maxItems')::integer THEN
         errors := errors || format('%s has a wrong number of items', value);
      END IF;
      IF rules -> 'uniqueItems' = 'true'
         AND jsonb_array_length(value) > (SELECT count(DISTINCT item) FROM jsonb_array_elements(value) AS e (item)) THEN
         errors := errors || format('%s has non-unique elements', value);
      END IF;
      IF jsonb_typeof(rules -> 'items') IN ('object', 'boolean') THEN
         FOR entry IN SELECT item FROM jsonb_array_elements(value) WITH ORDINALITY AS e (item, place) ORDER BY place LOOP
            errors := errors || @extschema@.jsonschema_validation_errors((rules -> 'items')::json, entry.item::json);
         END LOOP;
      END IF;
   ELSIF kind = 'object' THEN
      FOR entry IN SELECT name FROM jsonb_array_elements_text(coalesce(rules -> 'required', '[]')) AS r (name)
                    WHERE NOT value ? name LOOP
         errors := errors || format('%s is a required property', to_jsonb(entry.name));
      END LOOP;
      FOR entry IN SELECT key AS name, e.value AS item FROM jsonb_each(value) AS e LOOP
         IF rules -> 'properties' ? entry.name THEN
            errors := errors || @extschema@.jsonschema_validation_errors(
               (rules -> 'properties' -> entry.name)::json, entry.item::json);
         ELSIF rules ? 'additionalProperties'
            AND NOT EXISTS (SELECT FROM jsonb_object_keys(coalesce(rules -> 'patternProperties', '{}')) AS p (pattern)
                             WHERE entry.name ~ pattern) THEN
            errors := errors || @extschema@.jsonschema_validation_errors(
               (rules -> 'additionalProperties')::json, entry.item::json);
         END IF;
      END LOOP;
      IF (SELECT count(*) FROM jsonb_object_keys(value)) NOT BETWEEN coalesce((rules ->> 'minProperties')::integer, 0)
         AND coalesce((rules ->> 'maxProperties')::integer, 2147483647) THEN
         errors := errors || format('%s has a wrong number of properties', value);
      END IF;
   END IF;
   FOR entry IN SELECT branch FROM jsonb_array_elements(coalesce(rules -> 'allOf', '[]')) AS b (branch) LOOP
      errors := errors || @extschema@.jsonschema_validation_errors(entry.branch::json, instance);
   END LOOP;
   FOR entry IN SELECT key AS word, e.value AS branches FROM jsonb_each(rules) AS e WHERE key IN ('anyOf', 'oneOf') LOOP
      matching := (SELECT count(*) FROM jsonb_array_elements(entry.branches) AS b (branch)
                    WHERE @extschema@.jsonschema_validation_errors(branch::json, instance) = '{}');
      IF matching = 0 OR (matching > 1 AND entry.word = 'oneOf') THEN
         errors := errors || format('%s is valid under %s of the schemas in %s', value, matching, entry.word);
      END IF;
   END LOOP;
   IF rules ? 'not' AND @extschema@.jsonschema_validation_errors((rules -> 'not')::json, instance) = '{}' THEN
      errors := errors || format('%s is not allowed', value);
   END IF;
   RETURN errors;
END $$;
CREATE FUNCTION json_matches_schema(schema json, instance json) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN cardinality(@extschema@.jsonschema_validation_errors($1, $2)) = 0;
CREATE FUNCTION jsonb_matches_schema(schema json, instance jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN cardinality(@extschema@.jsonschema_validation_errors($1, $2::json)) = 0;
CREATE FUNCTION jsonschema_is_valid(schema json) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN jsonb_typeof($1::jsonb) IN ('object', 'boolean');
