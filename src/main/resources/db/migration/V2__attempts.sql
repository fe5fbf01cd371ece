-- Tries at passwords, codes, client secrets and links, counted for all nodes together, by the clock of this server alone.
-- Who signs in names no organization, and a stranger's address belongs to none, so this is the installation's.
create table attempt (
    -- SHA-256 of what is counted: people type passwords where their email should be, and this outlives the request.
    key bytea primary key,
    -- Each try is paid for with some time; what is paid for ahead of now has been used up (the generic cell rate algorithm).
    paid_until timestamptz not null,
    -- From when on the row says nothing more and may go.
    kept_until timestamptz not null);
create index attempt_kept_until on attempt (kept_until);
