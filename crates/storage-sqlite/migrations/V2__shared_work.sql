-- A value sealed with the installation's keys: a process with other keys can't open it.
ALTER TABLE store_meta ADD COLUMN key_probe BLOB;
-- While another database is being copied into this one: which. Nobody may serve it then.
ALTER TABLE store_meta ADD COLUMN copying TEXT;

-- Set-ups that somebody may have to take over.
CREATE INDEX account_in_work ON account (coalesce(lease_until, 0), id) WHERE state = 'provisioning';

-- Removing one account asks whether another stands on the same objects of Meta.
CREATE INDEX account_grant_by_waba ON account_grant (waba) WHERE waba IS NOT NULL;
CREATE INDEX account_grant_by_phone_number ON account_grant (phone_number)
    WHERE phone_number IS NOT NULL;
