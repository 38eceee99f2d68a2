-- What partners are told by webhook: their endpoints, the events, and what became of each
-- delivery.

ALTER TABLE partner ADD COLUMN events INTEGER NOT NULL DEFAULT 0; -- number of the latest one
ALTER TABLE account ADD COLUMN events INTEGER NOT NULL DEFAULT 0; -- sequence of the latest one

-- Where a partner's webhooks are sent. Secrets are sealed.
CREATE TABLE endpoint (
    partner       INTEGER PRIMARY KEY REFERENCES partner (id),
    url           TEXT, -- none once it was cleared
    email         TEXT,
    secret        BLOB    NOT NULL,
    hint          TEXT    NOT NULL,
    former_secret BLOB, -- signs beside the other until then
    former_until  INTEGER,
    failing_since INTEGER,
    failed_at     INTEGER, -- the latest failure, to the hour
    off_at        INTEGER,
    off_why       TEXT CHECK (off_why IN ('gone', 'failing')),
    CHECK ((former_secret IS NULL) = (former_until IS NULL)),
    CHECK ((failing_since IS NULL) = (failed_at IS NULL)),
    CHECK ((off_at IS NULL) = (off_why IS NULL))
) STRICT;

-- What a partner was told, or could have been. Ids are in the order of age, so that the oldest
-- ones, which go after a while, are the lowest.
CREATE TABLE partner_event (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    partner  INTEGER NOT NULL REFERENCES partner (id),
    number   INTEGER NOT NULL, -- counts the partner's events, without gaps
    account  INTEGER REFERENCES account (id), -- none for a test
    sequence INTEGER, -- counts the account's events, without gaps
    event_id TEXT    NOT NULL UNIQUE,
    event    TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    body     TEXT    NOT NULL, -- JSON, sent as it is
    UNIQUE (partner, number),
    CHECK ((account IS NULL) = (sequence IS NULL))
) STRICT;
CREATE INDEX partner_event_by_account ON partner_event (account, number)
    WHERE account IS NOT NULL;

-- Events on their way. While somebody has claimed one, it is due when the lease ends.
CREATE TABLE delivery (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    partner     INTEGER NOT NULL REFERENCES partner (id),
    event       INTEGER NOT NULL REFERENCES partner_event (id),
    account     INTEGER REFERENCES account (id),
    queued_at   INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    tries       INTEGER NOT NULL DEFAULT 0,
    due_at      INTEGER,
    lease_owner INTEGER,
    CHECK ((due_at IS NOT NULL) = (state = 'pending')),
    CHECK (lease_owner IS NULL OR state = 'pending')
) STRICT;
CREATE INDEX delivery_due ON delivery (partner, due_at, id) WHERE state = 'pending';
CREATE INDEX delivery_of_account ON delivery (account, id)
    WHERE state = 'pending' AND account IS NOT NULL;
CREATE INDEX delivery_by_event ON delivery (event);
CREATE INDEX delivery_by_partner ON delivery (partner, id);

-- What each try came to.
CREATE TABLE delivery_attempt (
    delivery    INTEGER NOT NULL REFERENCES delivery (id),
    number      INTEGER NOT NULL, -- from 1
    at          INTEGER NOT NULL,
    took        INTEGER NOT NULL, -- milliseconds
    http_status INTEGER,
    fault       TEXT, -- why there is no status
    answer      BLOB, -- how it began
    PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;

-- One more kind of work: the checks change, so the table is made anew, and goes on numbering
-- where the old one stood.
CREATE TABLE job_new (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT    NOT NULL CHECK (kind IN ('take_back', 'meta_event', 'endpoint_off')),
    account     INTEGER REFERENCES account (id),
    meta_event  INTEGER REFERENCES meta_event (id),
    partner     INTEGER REFERENCES partner (id),
    due_at      INTEGER NOT NULL,
    tries       INTEGER NOT NULL DEFAULT 0,
    lease_owner INTEGER,
    lease_until INTEGER,
    CHECK ((account IS NOT NULL) = (kind = 'take_back')),
    CHECK ((meta_event IS NOT NULL) = (kind = 'meta_event')),
    CHECK ((partner IS NOT NULL) = (kind = 'endpoint_off')),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
) STRICT;
INSERT INTO sqlite_sequence (name, seq)
    SELECT 'job_new', seq FROM sqlite_sequence WHERE name = 'job';
INSERT INTO job_new (id, kind, account, meta_event, due_at, tries, lease_owner, lease_until)
SELECT id, kind, account, meta_event, due_at, tries, lease_owner, lease_until FROM job;
DROP TABLE job;
ALTER TABLE job_new RENAME TO job;
CREATE INDEX job_by_due ON job (coalesce(lease_until, due_at), id);
CREATE INDEX job_by_account ON job (account) WHERE account IS NOT NULL;
CREATE INDEX job_by_meta_event ON job (meta_event) WHERE meta_event IS NOT NULL;

-- Nothing may refer to a row that is not there: nothing of all this is kept then.
CREATE TEMP TABLE checked (
    dangling INTEGER NOT NULL CONSTRAINT every_reference_holds CHECK (dangling = 0)
);
INSERT INTO temp.checked SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE temp.checked;
