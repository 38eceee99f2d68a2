-- The set-up as stored steps, the timeline of an account, what Meta tells by webhook.

-- Other states, and a finish that outlives a disconnection: the checks change, so the table
-- is made anew. Foreign keys are not enforced while migrations run, and checked at the end.
CREATE TABLE account_new (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    partner             INTEGER NOT NULL REFERENCES partner (id),
    created_at          INTEGER NOT NULL,
    number              TEXT    NOT NULL, -- as listed: temporary until the first finish
    coexistence         INTEGER NOT NULL CHECK (coexistence IN (0, 1)),
    business_name       TEXT    NOT NULL,
    business_email      TEXT,
    business_id         TEXT,
    business_address    TEXT,
    display_name        TEXT    NOT NULL,
    reference           TEXT,
    logo                TEXT,
    message_text        TEXT,
    button_text         TEXT,
    success_text        TEXT,
    failed_text         TEXT,
    language            TEXT,
    redirect_success    TEXT,
    redirect_failed     TEXT,
    domain_verification TEXT,
    link                TEXT    NOT NULL UNIQUE,
    landing             TEXT    NOT NULL UNIQUE,
    expires_at          INTEGER,
    state               TEXT    NOT NULL CHECK (state IN (
        'created', 'opened', 'started', 'exchanging', 'provisioning', 'needs_number',
        'needs_pin', 'needs_attention', 'finished', 'cancelled', 'expired', 'removed',
        'disconnected')),
    problem             TEXT,
    cancelled_step      TEXT,
    session             BLOB CHECK (length(session) = 32), -- of the latest attempt
    started_at          INTEGER,
    lease_owner         INTEGER,
    lease_until         INTEGER,
    next_try            INTEGER, -- of a set-up that waits
    not_before          INTEGER, -- Meta asked not to be called sooner
    recovered           INTEGER NOT NULL DEFAULT 0 CHECK (recovered IN (0, 1)),
    disconnected        TEXT,    -- why
    renewal_requested_at INTEGER,
    meta_business       TEXT,
    finished_at         INTEGER, -- for the first time
    removed_at          INTEGER,
    search              TEXT    NOT NULL, -- folded text in which a search looks
    CHECK ((problem IS NOT NULL) = (state IN ('needs_number', 'needs_pin', 'needs_attention'))),
    CHECK (cancelled_step IS NULL OR state = 'cancelled'),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
    CHECK (lease_owner IS NULL OR state IN ('exchanging', 'provisioning')),
    CHECK (next_try IS NULL OR (state = 'provisioning' AND lease_owner IS NULL)),
    CHECK ((disconnected IS NOT NULL) = (state = 'disconnected')),
    CHECK (finished_at IS NOT NULL OR state NOT IN ('finished', 'disconnected')),
    CHECK ((removed_at IS NOT NULL) = (state = 'removed'))
) STRICT;
INSERT INTO account_new (id, partner, created_at, number, coexistence, business_name,
    business_email, business_id, business_address, display_name, reference, logo, message_text,
    button_text, success_text, failed_text, language, redirect_success, redirect_failed,
    domain_verification, link, landing, expires_at, state, problem, cancelled_step, session,
    started_at, lease_owner, lease_until, meta_business, finished_at, removed_at, search)
SELECT id, partner, created_at, number, coexistence, business_name,
    business_email, business_id, business_address, display_name, reference, logo, message_text,
    button_text, success_text, failed_text, language, redirect_success, redirect_failed,
    domain_verification, link, landing, expires_at,
    CASE problem WHEN 'number_missing' THEN 'needs_number' WHEN 'pin_unknown' THEN 'needs_pin'
        ELSE state END,
    problem, cancelled_step, session, started_at, lease_owner, lease_until, meta_business,
    finished_at, removed_at, search
FROM account;
DROP TABLE account;
ALTER TABLE account_new RENAME TO account;

-- Unfinished accounts are found by their temporary number, which is unique by itself.
CREATE UNIQUE INDEX account_by_real_number ON account (number, partner)
    WHERE finished_at IS NOT NULL;
CREATE INDEX account_by_reference ON account (partner, reference)
    WHERE reference IS NOT NULL AND state <> 'removed';
-- Set-ups that somebody may have to go on with.
CREATE INDEX account_in_work ON account (coalesce(lease_until, next_try, 0), id)
    WHERE state IN ('exchanging', 'provisioning');
-- Links whose time may be over.
CREATE INDEX account_by_end ON account (expires_at)
    WHERE expires_at IS NOT NULL AND finished_at IS NULL
        AND state NOT IN ('expired', 'removed', 'exchanging', 'provisioning');
-- Customers who may be in Meta's dialog.
CREATE INDEX account_by_start ON account (started_at)
    WHERE started_at IS NOT NULL AND state NOT IN ('finished', 'removed');
-- Customers who ask for a new link.
CREATE INDEX account_by_renewal_wish ON account (partner, renewal_requested_at)
    WHERE renewal_requested_at IS NOT NULL;

-- Links that were replaced by others.
CREATE TABLE former_link (
    link    TEXT    NOT NULL PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id)
) STRICT, WITHOUT ROWID;

ALTER TABLE account_grant ADD COLUMN token_at INTEGER; -- the customer's consent
ALTER TABLE account_grant ADD COLUMN credit_allocation TEXT;

-- The steps of a set-up that were tried.
CREATE TABLE step (
    account     INTEGER NOT NULL REFERENCES account (id),
    step        TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN (
        'begun', 'waiting', 'failed', 'done', 'skipped')),
    tries       INTEGER NOT NULL,
    first_try   INTEGER,
    last_try    INTEGER,
    error       TEXT, -- in our words; the columns below only beside it
    http_status INTEGER,
    code        INTEGER,
    subcode     INTEGER,
    details     TEXT, -- in Meta's words
    fbtrace_id  TEXT,
    PRIMARY KEY (account, step)
) STRICT, WITHOUT ROWID;

-- What happened to an account.
CREATE TABLE timeline (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES account (id),
    at      INTEGER NOT NULL,
    event   TEXT    NOT NULL,
    step    TEXT,
    cause   TEXT
) STRICT;
CREATE INDEX timeline_by_account ON timeline (account, id);

-- The latest that Meta said of each matter.
CREATE TABLE fact (
    account INTEGER NOT NULL REFERENCES account (id),
    name    TEXT    NOT NULL,
    value   TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

-- Turns through Meta's dialog as a full page.
CREATE TABLE dialog_state (
    hash    BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    account INTEGER NOT NULL REFERENCES account (id),
    session BLOB    NOT NULL CHECK (length(session) = 32),
    until   INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX dialog_state_by_end ON dialog_state (until);
CREATE INDEX dialog_state_by_account ON dialog_state (account);

-- What Meta told by webhook. Those that are done go after a while.
CREATE TABLE meta_event (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         BLOB    NOT NULL UNIQUE CHECK (length(key) = 32),
    received_at INTEGER NOT NULL,
    change      TEXT    NOT NULL, -- JSON, without personal content
    outcome     TEXT -- once it is done
) STRICT;
CREATE INDEX meta_event_by_age ON meta_event (received_at) WHERE outcome IS NOT NULL;

-- Work that must follow.
CREATE TABLE job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT    NOT NULL CHECK (kind IN ('take_back', 'meta_event')),
    account     INTEGER REFERENCES account (id),
    meta_event  INTEGER REFERENCES meta_event (id),
    due_at      INTEGER NOT NULL,
    tries       INTEGER NOT NULL DEFAULT 0,
    lease_owner INTEGER,
    lease_until INTEGER,
    CHECK ((account IS NOT NULL) = (kind = 'take_back')),
    CHECK ((meta_event IS NOT NULL) = (kind = 'meta_event')),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
) STRICT;
CREATE INDEX job_by_due ON job (coalesce(lease_until, due_at), id);
CREATE INDEX job_by_account ON job (account) WHERE account IS NOT NULL;
CREATE INDEX job_by_meta_event ON job (meta_event) WHERE meta_event IS NOT NULL;

-- WhatsApp accounts of which nobody knows whose they are.
CREATE TABLE unclaimed (
    waba     TEXT    NOT NULL PRIMARY KEY,
    business TEXT,
    at       INTEGER NOT NULL,
    reason   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Nothing may refer to a row that is not there: nothing of all this is kept then.
CREATE TEMP TABLE checked (
    dangling INTEGER NOT NULL CONSTRAINT every_reference_holds CHECK (dangling = 0)
);
INSERT INTO temp.checked SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE temp.checked;
