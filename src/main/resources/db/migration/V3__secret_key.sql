-- The keys that secrets in the database are encrypted with; the keys themselves are not here. Each has a text that only
-- it decrypts: a server with another key finds out at its start, and not from somebody who cannot sign in.
create table secret_key (
    -- Of four bytes, in hex.
    id text primary key,
    check_value bytea not null,
    created_date timestamptz not null default now());
