-- Chatbots to try things on, one of each kind for every tenant that has an admin

INSERT INTO public.chatbots (tenant_id, name, description, system_prompt, is_published, created_by)
SELECT u.tenant_id, kind.name, kind.description, kind.system_prompt, kind.is_published, u.id
FROM public.users u
CROSS JOIN (VALUES
    ('Support', 'Answers questions about the product', 'You answer questions about the product.', true),
    ('Writer', 'Drafts texts', 'You draft texts in plain words.', false)
) AS kind (name, description, system_prompt, is_published)
WHERE u.role = 'admin'
  AND NOT EXISTS (
      SELECT 1 FROM public.chatbots c WHERE c.tenant_id = u.tenant_id AND c.name = kind.name
  );
