-- A value sealed with the installation's keys: a process with other keys can't open it.
ALTER TABLE store_meta ADD COLUMN key_probe BLOB;

-- Set-ups that somebody may have to take over.
CREATE INDEX account_in_work ON account (coalesce(lease_until, 0), id) WHERE state = 'provisioning';
