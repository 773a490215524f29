-- Indexes for the public API, added once it had been in use for a week

create index idx_people_org on public.people (organization_id);
create index idx_people_created_by on public.people (created_by);

create index idx_api_keys_org on public.api_keys (organization_id);
create index idx_api_keys_active on public.api_keys (organization_id, revoked);
create index idx_api_keys_hash on public.api_keys (key_hash);

create index idx_webhooks_org on public.webhooks (organization_id);
create index idx_webhooks_org_url on public.webhooks (organization_id, url);

create index idx_automation_rules_org on public.automation_rules (organization_id, created_at desc);

create index idx_outbox_org on public.outbox (organization_id, created_at desc);
create index idx_outbox_due on public.outbox (next_attempt_at) where status = 'pending';
