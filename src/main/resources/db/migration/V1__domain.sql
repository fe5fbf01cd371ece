-- The whole domain. Every table of an organization leads its keys and indexes with org_id: organizations are walls,
-- and the schema can be distributed by org_id over several machines unchanged.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create type incident_status as enum ('New', 'In Progress', 'Review', 'Closed');
create type incident_severity as enum ('SEV-1', 'SEV-2', 'SEV-3', 'SEV-4', 'SEV-5');
create type risk_status as enum ('New', 'Urgency Proposed', 'Remediation', 'Closure Proposed', 'Closed');
create type risk_likelihood as enum ('Remote', 'Unlikely', 'Possible', 'Probable', 'Imminent');
create type risk_impact as enum ('Very Low', 'Low', 'Medium', 'High', 'Severe');
create type risk_urgency as enum ('Critical', 'High', 'Medium', 'Low', 'Info');

-- The installation -------------------------------------------------------------------------------------------------

-- Signs access tokens. The newest key signs, the others still verify.
create table signing_key (
    id uuid primary key,
    secret bytea not null,
    created_date timestamptz not null default now());

create table organization (
    org_id int primary key generated always as identity,
    -- What clients see as org_id.
    id uuid not null unique default gen_random_uuid(),
    slug text not null unique,
    name text not null,
    settings jsonb not null default '{}',
    created_date timestamptz not null default now());

-- The last number given out. Apart from the organization, so that counting never waits for a change of settings.
create table organization_counter (
    org_id int primary key references organization,
    incidents bigint not null default 0,
    risks bigint not null default 0);

-- People and machines ----------------------------------------------------------------------------------------------

create table app_user (
    org_id int not null references organization,
    id uuid not null,
    kind text not null check (kind in ('person', 'service_account')),
    email text not null,
    first_name text not null,
    last_name text not null,
    icon text,
    active boolean not null default true,
    roles text[] not null default '{}' check (roles <@ array['Admin', 'Editor', 'Viewer', 'Incident Editor', 'Incident Viewer', 'Risk Editor', 'Risk Viewer']),
    password_hash text,
    -- Who it is at the identity provider.
    sso_issuer text,
    sso_subject text,
    created_date timestamptz not null default now(),
    primary key (org_id, id));
create unique index app_user_sso on app_user (org_id, sso_issuer, sso_subject);
create unique index app_user_email on app_user (org_id, lower(email));
-- Who signs in says an address, and no organization.
create index app_user_sign_in on app_user (lower(email)) where kind = 'person';

create table service_account (
    org_id int not null,
    user_id uuid not null,
    client_id text not null,
    -- Where it may call from; anywhere when it is empty.
    ip_allowlist cidr[] not null default '{}',
    expires_at timestamptz,
    -- Tokens carry the epoch they were issued in; raising it ends them all.
    token_epoch int not null default 0,
    created_date timestamptz not null default now(),
    -- To the minute.
    last_used_date timestamptz,
    primary key (org_id, user_id),
    unique (org_id, client_id),
    foreign key (org_id, user_id) references app_user);

-- A service account has one, and for a while two when it gets a new one.
create table client_secret (
    org_id int not null,
    user_id uuid not null,
    id uuid not null,
    secret_hash bytea not null,
    hint text not null,
    created_date timestamptz not null default now(),
    expires_at timestamptz,
    primary key (org_id, user_id, id),
    foreign key (org_id, user_id) references service_account on delete cascade);

-- What people make for their own scripts.
create table personal_token (
    org_id int not null,
    user_id uuid not null,
    id uuid not null,
    token_hash bytea not null,
    name text not null,
    hint text not null,
    -- Null: all that the person may.
    scopes text[],
    created_date timestamptz not null,
    expires_at timestamptz not null,
    last_used_date timestamptz,
    primary key (org_id, user_id, id),
    foreign key (org_id, user_id) references app_user);

create table refresh_token (
    org_id int not null,
    token_hash bytea not null,
    family uuid not null,
    user_id uuid not null,
    issued_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (org_id, token_hash),
    foreign key (org_id, user_id) references app_user);
create index refresh_token_family on refresh_token (org_id, family);
create index refresh_token_expiry on refresh_token (org_id, expires_at);

create table session (
    org_id int not null,
    token_hash bytea not null,
    id uuid not null,
    user_id uuid not null,
    created_date timestamptz not null,
    last_used_date timestamptz not null,
    -- However much it is used.
    expires_date timestamptz not null,
    address text not null,
    user_agent text not null,
    primary key (org_id, token_hash),
    foreign key (org_id, user_id) references app_user);
create index session_by_user on session (org_id, user_id, id);
create index session_expiry on session (org_id, expires_date);

create table second_factor (
    org_id int not null,
    user_id uuid not null,
    secret bytea not null,
    -- Null until a code has shown that the person has the secret.
    confirmed_date timestamptz,
    -- Of the last code that was used: neither it nor an earlier one works again.
    last_step bigint not null default 0,
    created_date timestamptz not null,
    primary key (org_id, user_id),
    foreign key (org_id, user_id) references app_user);

create table recovery_code (
    org_id int not null,
    user_id uuid not null,
    code_hash bytea not null,
    primary key (org_id, user_id, code_hash),
    foreign key (org_id, user_id) references app_user);

-- People on the way to the identity provider and back.
create table sso_request (
    org_id int not null references organization,
    state_hash bytea not null,
    nonce text not null,
    verifier text not null,
    return_to text not null,
    expires_date timestamptz not null,
    primary key (org_id, state_hash));
create index sso_request_expiry on sso_request (org_id, expires_date);

-- Links with which people set their password, each good for once.
create table one_time_link (
    org_id int not null,
    token_hash bytea not null,
    user_id uuid not null,
    kind text not null check (kind in ('invite', 'password_reset')),
    created_date timestamptz not null,
    expires_date timestamptz not null,
    primary key (org_id, token_hash),
    foreign key (org_id, user_id) references app_user);
create index one_time_link_by_user on one_time_link (org_id, user_id);

-- The link with which the first organization is founded: there is one at most.
create table setup_link (
    token_hash bytea primary key,
    created_date timestamptz not null,
    expires_date timestamptz not null);

-- Whoever deactivates a person ends what the person signed in with, for good.
create function app_user_deactivated() returns trigger language plpgsql as $$
begin
    delete from session where org_id = new.org_id and user_id = new.id;
    delete from personal_token where org_id = new.org_id and user_id = new.id;
    perform pg_notify('blotter', 'personal_tokens:' || new.org_id);
    return null;
end $$;
create trigger app_user_deactivated after update of active on app_user
    for each row when (old.active and not new.active) execute function app_user_deactivated();

-- What incidents and risks share -----------------------------------------------------------------------------------

create table tag (
    org_id int not null references organization,
    id uuid not null,
    content text not null,
    -- The label without case and accents: what makes two labels one tag.
    content_key text not null,
    creator_id uuid not null,
    created_date timestamptz not null default now(),
    primary key (org_id, id),
    constraint tag_label unique (org_id, content_key));

create table source (
    org_id int not null references organization,
    register text not null check (register in ('incident', 'risk')),
    name text not null,
    active boolean not null default true,
    position int not null,
    primary key (org_id, register, name));

-- Every write that changes incidents, or risks. `names` keeps how the tags and people that its history names were
-- called then; the history rows have only their ids.
create table batch (
    org_id int not null references organization,
    id uuid not null,
    at timestamptz not null,
    actor uuid not null,
    via text not null check (via in ('api', 'page', 'import', 'undo', 'integration')),
    -- Whose entries it changed; null when it is of both, as a tag's deletion is.
    register text check (register in ('incident', 'risk')),
    operation text not null check (operation in ('create', 'patch', 'undo', 'import', 'delete', 'tag_merge')),
    updated int not null,
    unchanged int not null,
    failed int not null default 0,
    undoes uuid,
    undone_by uuid,
    names jsonb not null default '{}',
    primary key (org_id, id));
create index batch_at on batch (org_id, at, id);
-- For those who see risks only: theirs are few among those of incidents.
create index batch_risk_at on batch (org_id, at, id) where coalesce(register, 'risk') = 'risk';

-- Tags that a batch has deleted, so that its undo brings them back.
create table removed_tag (
    org_id int not null,
    batch_id uuid not null,
    id uuid not null,
    content text not null,
    content_key text not null,
    creator_id uuid not null,
    created_date timestamptz not null,
    primary key (org_id, batch_id, id),
    foreign key (org_id, batch_id) references batch);

create table idempotency_key (
    org_id int not null,
    caller uuid not null,
    key text not null,
    at timestamptz not null default now(),
    fingerprint bytea not null,
    status int not null,
    headers jsonb not null,
    body bytea not null,
    primary key (org_id, caller, key));
create index idempotency_key_at on idempotency_key (org_id, at);

-- Who follows an incident or a risk. It waits, unseen, while that is deleted.
create table follower (
    org_id int not null,
    register text not null check (register in ('incident', 'risk')),
    number bigint not null,
    user_id uuid not null,
    created_date timestamptz not null default now(),
    primary key (org_id, register, number, user_id),
    foreign key (org_id, user_id) references app_user);
create index follower_by_user on follower (org_id, user_id, register, number);

-- Lists that somebody wants to see again.
create table saved_view (
    org_id int not null,
    id uuid not null,
    owner uuid not null,
    register text not null check (register in ('incidents', 'risks')),
    name text not null,
    query text not null,
    columns text[] not null,
    shared boolean not null,
    created_date timestamptz not null,
    updated_date timestamptz not null,
    primary key (org_id, id),
    foreign key (org_id, owner) references app_user);
create index saved_view_by_owner on saved_view (org_id, owner);
create index saved_view_shared on saved_view (org_id, register) where shared;

-- Who did what, from where, and who tried. Append-only, as the histories are; audit_seal chains all three.
create table audit_log (
    org_id int not null references organization,
    id bigint not null generated always as identity,
    at timestamptz not null,
    actor uuid,
    address text,
    via text not null check (via in ('api', 'page', 'cli', 'import', 'undo', 'integration')),
    action text not null,
    subject text,
    details jsonb not null default '{}',
    request_id text,
    primary key (org_id, id));
create index audit_log_at on audit_log (org_id, at, id);
create index audit_log_actor on audit_log (org_id, actor, id);
create index audit_log_action on audit_log (org_id, action, id);
create index audit_log_subject on audit_log (org_id, subject, id);
-- What came since the last seal, of all organizations.
create index audit_log_sealing on audit_log using brin (org_id, id) with (autosummarize = on);

-- A seal holds the digest of the rows that came since the one before it, and that one's hash: who changes a row, or cuts
-- one out, has to make all later seals anew. Made in the background, so that no change waits for another's.
create table audit_seal (
    org_id int not null references organization,
    number bigint not null,
    at timestamptz not null,
    -- Up to which id it covers each table.
    audit_log_to bigint not null,
    incident_history_to bigint not null,
    risk_history_to bigint not null,
    rows bigint not null,
    digest bytea not null,
    previous bytea not null,
    hash bytea not null,
    primary key (org_id, number));

-- One row: up to which id the rows of all organizations are sealed, and the audit log is passed on.
create table audit_mark (
    only_one boolean primary key default true check (only_one),
    audit_log_to bigint not null default 0,
    incident_history_to bigint not null default 0,
    risk_history_to bigint not null default 0,
    forwarded_to bigint not null default 0);
insert into audit_mark default values;

-- Incidents --------------------------------------------------------------------------------------------------------

-- An incident is one row. Each index here costs every change of every incident, so these are the few whose columns
-- changes do touch; what rarely changes is indexed in incident_facet and incident_text.
-- People and tags have no foreign key, since a check per row would cost a tenth of a bulk change. People are never
-- removed; who puts a tag on an incident holds the tag's row, and who deletes a tag first takes it off.
-- What has a fixed width comes first: PostgreSQL then finds it without measuring the texts of each row, and statistics
-- over all rows take half the time.
create table incident (
    org_id int not null,
    status incident_status not null,
    number bigint not null,
    severity incident_severity,
    assigned_to uuid,
    opened_by uuid not null,
    updated_by uuid not null,
    detected_date timestamptz not null,
    created_date timestamptz not null,
    updated_date timestamptz not null,
    version bigint not null default 1,
    comment_count bigint not null default 0,
    occurred_date timestamptz,
    responded_date timestamptz,
    contained_date timestamptz,
    -- Since when it has been Closed, for metrics; null while it is not. Written with the status, and with nothing else.
    closed_date timestamptz,
    source text,
    tag_ids uuid[] not null default '{}',
    threat_objectives jsonb not null default '[]',
    title text not null,
    description text not null,
    severity_reasoning text,
    -- What metrics read of each row, made when the row is written, since making it of the columns takes a call longer
    -- than all the rest: five points in time, as PostgreSQL sends them; eight times the status, from 0, and the severity,
    -- from 1; and a bit for each threat objective.
    measured bytea not null generated always as (
        timestamptz_send(coalesce(occurred_date, '-infinity')) || timestamptz_send(detected_date)
        || timestamptz_send(coalesce(responded_date, '-infinity'))
        || timestamptz_send(coalesce(contained_date, '-infinity')) || timestamptz_send(coalesce(closed_date, '-infinity'))
        || int2send((case status when 'In Progress' then 8 when 'Review' then 16 when 'Closed' then 24 else 0 end
            + case severity when 'SEV-1' then 1 when 'SEV-2' then 2 when 'SEV-3' then 3 when 'SEV-4' then 4
                when 'SEV-5' then 5 else 0 end)::int2)
        || int2send((case when threat_objectives = '[]' then 0 else
            case when threat_objectives @> '[{"threat_objective": "Sabotage"}]' then 1 else 0 end
            + case when threat_objectives @> '[{"threat_objective": "Data Disclosure"}]' then 2 else 0 end
            + case when threat_objectives @> '[{"threat_objective": "Extortion"}]' then 4 else 0 end
            + case when threat_objectives @> '[{"threat_objective": "Customer Targeting"}]' then 8 else 0 end
            + case when threat_objectives @> '[{"threat_objective": "Resource Hijacking"}]' then 16 else 0 end
            + case when threat_objectives @> '[{"threat_objective": "Fraud"}]' then 32 else 0 end end)::int2)) stored,
    primary key (org_id, number)) with (fillfactor = 85);
create index incident_status on incident (org_id, status, number);
create index incident_severity on incident (org_id, severity, number);
create index incident_assigned_to on incident (org_id, assigned_to, number);
create index incident_detected on incident (org_id, detected_date, number);
create index incident_updated on incident (org_id, updated_date, number);
create index incident_tags on incident using gin (org_id, tag_ids);

-- Derived by triggers: what lists filter and sort by and changes seldom touch.
create table incident_facet (
    org_id int not null,
    number bigint not null,
    source text,
    opened_by uuid not null,
    created_date timestamptz not null,
    occurred_date timestamptz,
    responded_date timestamptz,
    contained_date timestamptz,
    objectives text[] not null,
    primary key (org_id, number));
create index incident_facet_source on incident_facet (org_id, source, number);
create index incident_facet_opened_by on incident_facet (org_id, opened_by, number);
create index incident_facet_created on incident_facet (org_id, created_date, number);
create index incident_facet_occurred on incident_facet (org_id, occurred_date, number);
create index incident_facet_responded on incident_facet (org_id, responded_date, number);
create index incident_facet_contained on incident_facet (org_id, contained_date, number);
create index incident_facet_objectives on incident_facet using gin (org_id, objectives);

-- Derived by triggers: what text search reads, in lower case.
create table incident_text (
    org_id int not null,
    number bigint not null,
    title text not null,
    search text not null,
    primary key (org_id, number));
create index incident_text_title on incident_text (org_id, title, number);
create index incident_text_search on incident_text using gin (org_id, search gin_trgm_ops);

create function incident_search(number bigint, title text, description text) returns text language sql immutable
    return lower('INC-' || case when number < 100000 then lpad(number::text, 5, '0') else number::text end || E'\n' || title || E'\n' || description);

create function objective_names(objectives jsonb) returns text[] language sql immutable
    return array(select o ->> 'threat_objective' from jsonb_array_elements(objectives) o);

create function incident_inserted() returns trigger language plpgsql as $$
begin
    insert into incident_facet
    select org_id, number, source, opened_by, created_date, occurred_date, responded_date, contained_date, objective_names(threat_objectives) from new_rows;
    insert into incident_text select org_id, number, lower(title), incident_search(number, title, description) from new_rows;
    return null;
end $$;
create trigger incident_inserted after insert on incident referencing new table as new_rows
    for each statement execute function incident_inserted();

create function incident_deleted() returns trigger language plpgsql as $$
begin
    delete from incident_facet f using old_rows o where f.org_id = o.org_id and f.number = o.number;
    delete from incident_text t using old_rows o where t.org_id = o.org_id and t.number = o.number;
    return null;
end $$;
create trigger incident_deleted after delete on incident referencing old table as old_rows
    for each statement execute function incident_deleted();

create function incident_facet_changed() returns trigger language plpgsql as $$
begin
    update incident_facet
       set source = new.source, occurred_date = new.occurred_date, responded_date = new.responded_date,
           contained_date = new.contained_date, objectives = objective_names(new.threat_objectives)
     where org_id = new.org_id and number = new.number;
    return null;
end $$;
create trigger incident_facet_changed after update of source, occurred_date, responded_date, contained_date, threat_objectives on incident
    for each row execute function incident_facet_changed();

create function incident_text_changed() returns trigger language plpgsql as $$
begin
    update incident_text set title = lower(new.title), search = incident_search(new.number, new.title, new.description)
     where org_id = new.org_id and number = new.number;
    return null;
end $$;
create trigger incident_text_changed after update of title, description on incident
    for each row execute function incident_text_changed();

-- Append-only. It outlives the incident, so it does not refer to it.
create table incident_history (
    org_id int not null,
    number bigint not null,
    id bigint not null generated always as identity,
    at timestamptz not null,
    actor uuid not null,
    via text not null check (via in ('api', 'page', 'import', 'undo', 'integration')),
    batch_id uuid,
    kind text not null check (kind in ('created', 'changed', 'commented', 'linked', 'unlinked', 'deleted')),
    changes jsonb not null,
    primary key (org_id, number, id));
create index incident_history_batch on incident_history (org_id, batch_id);
-- For the seals. It costs a change nothing: a range of pages is entered when it is full.
create index incident_history_sealing on incident_history using brin (org_id, id) with (autosummarize = on);

-- Comments wait, unseen, while their incident is deleted: an undo brings both back.
create table incident_comment (
    org_id int not null,
    number bigint not null,
    id uuid not null,
    user_id uuid not null,
    value text not null,
    created_date timestamptz not null,
    edited_date timestamptz,
    primary key (org_id, number, id));
create index incident_comment_created on incident_comment (org_id, number, created_date, id);

-- Risks ------------------------------------------------------------------------------------------------------------

-- Risks are few beside incidents and change seldom, so they carry all their indexes themselves.
create table risk (
    org_id int not null,
    number bigint not null,
    title text not null,
    description text not null,
    status risk_status not null,
    type text check (type in ('Code', 'Configuration', 'Control Deficiency', 'Policy', 'Procedural', 'Vulnerability', 'Third-party')),
    source text,
    likelihood risk_likelihood,
    likelihood_reasoning text,
    impact risk_impact,
    impact_reasoning text,
    urgency risk_urgency,
    initially_reported_urgency risk_urgency,
    assigned_to uuid,
    opened_by uuid not null,
    updated_by uuid not null,
    discovered_date timestamptz not null,
    due_date timestamptz,
    expected_date timestamptz,
    closed_date timestamptz,
    remediation_task text,
    control_statement text,
    created_date timestamptz not null,
    updated_date timestamptz not null,
    version bigint not null default 1,
    tag_ids uuid[] not null default '{}',
    threat_objectives jsonb not null default '[]',
    comment_count bigint not null default 0,
    primary key (org_id, number)) with (fillfactor = 85);
create index risk_status on risk (org_id, status, number);
create index risk_type on risk (org_id, type, number);
create index risk_source on risk (org_id, source, number);
create index risk_likelihood on risk (org_id, likelihood, number);
create index risk_impact on risk (org_id, impact, number);
create index risk_urgency on risk (org_id, urgency, number);
create index risk_assigned_to on risk (org_id, assigned_to, number);
create index risk_opened_by on risk (org_id, opened_by, number);
create index risk_discovered on risk (org_id, discovered_date, number);
create index risk_due on risk (org_id, due_date, number);
create index risk_expected on risk (org_id, expected_date, number);
create index risk_closed on risk (org_id, closed_date, number);
create index risk_created on risk (org_id, created_date, number);
create index risk_updated on risk (org_id, updated_date, number);
create index risk_title on risk (org_id, lower(title), number);
create index risk_tags on risk using gin (org_id, tag_ids);
create index risk_objectives on risk using gin (org_id, objective_names(threat_objectives));

create function risk_search(number bigint, title text, description text) returns text language sql immutable
    return lower('RSK-' || case when number < 100000 then lpad(number::text, 5, '0') else number::text end || E'\n' || title || E'\n' || description);
create index risk_search on risk using gin (org_id, risk_search(number, title, description) gin_trgm_ops);

create table risk_history (
    org_id int not null,
    number bigint not null,
    id bigint not null generated always as identity,
    at timestamptz not null,
    actor uuid not null,
    via text not null check (via in ('api', 'page', 'import', 'undo', 'integration')),
    batch_id uuid,
    kind text not null check (kind in ('created', 'changed', 'commented', 'linked', 'unlinked', 'deleted')),
    changes jsonb not null,
    primary key (org_id, number, id));
create index risk_history_batch on risk_history (org_id, batch_id);
create index risk_history_sealing on risk_history using brin (org_id, id) with (autosummarize = on);

create table risk_comment (
    org_id int not null,
    number bigint not null,
    id uuid not null,
    user_id uuid not null,
    value text not null,
    created_date timestamptz not null,
    edited_date timestamptz,
    primary key (org_id, number, id));
create index risk_comment_created on risk_comment (org_id, number, created_date, id);

create table incident_risk (
    org_id int not null,
    number bigint not null,
    risk_number bigint not null,
    primary key (org_id, number, risk_number));
create index incident_risk_by_risk on incident_risk (org_id, risk_number, number);

-- What is only ever added to ---------------------------------------------------------------------------------------

-- The rights are gone too, but an owner could give them back to itself, and a superuser needs none; each would have to
-- drop this first. What was sealed shows it all the same.
create function append_only() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on audit_log for each statement execute function append_only();
create trigger append_only before update or delete or truncate on audit_seal for each statement execute function append_only();
create trigger append_only before update or delete or truncate on incident_history for each statement execute function append_only();
create trigger append_only before update or delete or truncate on risk_history for each statement execute function append_only();
revoke update, delete, truncate on audit_log, audit_seal, incident_history, risk_history from current_user;
