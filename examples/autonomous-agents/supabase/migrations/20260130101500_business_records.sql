-- Contacts, properties, deals and documents: what the agents work on.
-- References between them carry the tenant, so that a record can only point at a record of its own tenant.

create table public.contacts (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  full_name text not null check (length(btrim(full_name)) between 1 and 200),
  email text check (email ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$'),
  phone text check (phone ~ '^[+]?[0-9 ()./-]{5,32}$'),
  contact_type text not null default 'lead' check (contact_type in ('lead', 'buyer', 'seller', 'vendor')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint contacts_tenant_id_id_key unique (tenant_id, id)
);

create table public.properties (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  address text not null check (length(btrim(address)) between 1 and 300),
  status text not null default 'draft'
    check (status in ('draft', 'listed', 'under_contract', 'sold', 'withdrawn')),
  list_price numeric(14, 2) check (list_price >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint properties_tenant_id_id_key unique (tenant_id, id)
);

create table public.deals (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  contact_id uuid,
  property_id uuid,
  title text not null check (length(btrim(title)) between 1 and 200),
  stage text not null default 'new'
    check (stage in ('new', 'qualified', 'offer', 'under_contract', 'won', 'lost')),
  amount numeric(14, 2) check (amount >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint deals_tenant_id_id_key unique (tenant_id, id),
  constraint deals_contact_fkey foreign key (tenant_id, contact_id)
    references public.contacts (tenant_id, id) on delete set null (contact_id),
  constraint deals_property_fkey foreign key (tenant_id, property_id)
    references public.properties (tenant_id, id) on delete set null (property_id)
);

create table public.documents (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  deal_id uuid,
  title text not null check (length(btrim(title)) between 1 and 300),
  storage_path text not null check (btrim(storage_path) <> ''),
  indexed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint documents_deal_fkey foreign key (tenant_id, deal_id)
    references public.deals (tenant_id, id) on delete set null (deal_id)
);

create index idx_contacts_tenant_created_at on public.contacts (tenant_id, created_at desc);
create index idx_properties_tenant_created_at on public.properties (tenant_id, created_at desc);
create index idx_deals_tenant_created_at on public.deals (tenant_id, created_at desc);
create index idx_deals_tenant_contact on public.deals (tenant_id, contact_id);
create index idx_deals_tenant_property on public.deals (tenant_id, property_id);
create index idx_documents_tenant_created_at on public.documents (tenant_id, created_at desc);
create index idx_documents_tenant_deal on public.documents (tenant_id, deal_id);

create trigger update_contacts_updated_at
  before update on public.contacts
  for each row execute function public.update_updated_at_column();

create trigger update_properties_updated_at
  before update on public.properties
  for each row execute function public.update_updated_at_column();

create trigger update_deals_updated_at
  before update on public.deals
  for each row execute function public.update_updated_at_column();

create trigger update_documents_updated_at
  before update on public.documents
  for each row execute function public.update_updated_at_column();

alter table public.contacts enable row level security;
alter table public.properties enable row level security;
alter table public.deals enable row level security;
alter table public.documents enable row level security;

create policy "Members can view contacts in their tenant"
  on public.contacts for select to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can add contacts to their tenant"
  on public.contacts for insert to authenticated
  with check (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can change contacts in their tenant"
  on public.contacts for update to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))))
  with check (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can delete contacts in their tenant"
  on public.contacts for delete to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can view properties in their tenant"
  on public.properties for select to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can add properties to their tenant"
  on public.properties for insert to authenticated
  with check (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can change properties in their tenant"
  on public.properties for update to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))))
  with check (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can delete properties in their tenant"
  on public.properties for delete to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can view deals in their tenant"
  on public.deals for select to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can add deals to their tenant"
  on public.deals for insert to authenticated
  with check (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can change deals in their tenant"
  on public.deals for update to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))))
  with check (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can delete deals in their tenant"
  on public.deals for delete to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can view documents in their tenant"
  on public.documents for select to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can add documents to their tenant"
  on public.documents for insert to authenticated
  with check (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can change documents in their tenant"
  on public.documents for update to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))))
  with check (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

create policy "Members can delete documents in their tenant"
  on public.documents for delete to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

revoke all on public.contacts, public.properties, public.deals, public.documents from anon;
revoke truncate, references, trigger
  on public.contacts, public.properties, public.deals, public.documents
  from authenticated;
