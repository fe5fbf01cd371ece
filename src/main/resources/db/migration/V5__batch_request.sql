-- The request that wrote the batch, by which a client whose answer was lost finds out whether it was written. Without an
-- index: it is looked for among the newest, and each index costs every write.
alter table batch add column request_id text;
