-- Times are unix milliseconds. Hashes are SHA-256. Sealed values are opaque bytes.

-- One row. Every writer adds one to `commits` in each commit, so that another process
-- on the same file can tell that somebody else has written.
CREATE TABLE store_meta (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    commits INTEGER NOT NULL
) STRICT;
INSERT INTO store_meta (id, commits) VALUES (1, 0);

CREATE TABLE partner (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    name           TEXT    NOT NULL,
    client_id      TEXT    NOT NULL UNIQUE,
    secret         BLOB    NOT NULL CHECK (length(secret) = 32),
    language       TEXT,
    redirect_hosts TEXT    NOT NULL, -- one a line
    created_at     INTEGER NOT NULL,
    suspended_at   INTEGER,
    revision       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE access_token (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    partner    INTEGER NOT NULL REFERENCES partner (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_token_by_end ON access_token (partner, expires_at);

CREATE TABLE account (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    partner             INTEGER NOT NULL REFERENCES partner (id),
    created_at          INTEGER NOT NULL,
    number              TEXT    NOT NULL, -- as listed: temporary until finished
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
        'created', 'opened', 'started', 'cancelled', 'provisioning',
        'needs_attention', 'finished', 'removed')),
    problem             TEXT,
    cancelled_step      TEXT,
    session             BLOB CHECK (length(session) = 32), -- of the latest attempt
    started_at          INTEGER,
    lease_owner         INTEGER,
    lease_until         INTEGER,
    meta_business       TEXT,
    finished_at         INTEGER,
    removed_at          INTEGER,
    search              TEXT    NOT NULL, -- folded text in which a search looks
    CHECK ((problem IS NOT NULL) = (state = 'needs_attention')),
    CHECK (cancelled_step IS NULL OR state = 'cancelled'),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
    CHECK (lease_owner IS NULL OR state = 'provisioning'),
    CHECK ((finished_at IS NOT NULL) = (state = 'finished')),
    CHECK ((removed_at IS NOT NULL) = (state = 'removed'))
) STRICT;
-- Unfinished accounts are found by their temporary number, which is unique by itself.
CREATE UNIQUE INDEX account_by_real_number ON account (number, partner)
    WHERE state = 'finished';
CREATE INDEX account_by_reference ON account (partner, reference)
    WHERE reference IS NOT NULL AND state <> 'removed';

-- The ready JSON of each account that is listed, in the order of the list.
CREATE TABLE list_entry (
    partner    INTEGER NOT NULL REFERENCES partner (id),
    created_at INTEGER NOT NULL,
    account    INTEGER NOT NULL REFERENCES account (id),
    fragment   TEXT    NOT NULL,
    PRIMARY KEY (partner, created_at DESC, account DESC)
) STRICT, WITHOUT ROWID;

-- Every temporary number ever handed out. Nothing is deleted here.
CREATE TABLE temporary_number (
    number  TEXT    NOT NULL PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
    partner   INTEGER NOT NULL REFERENCES partner (id),
    key       TEXT    NOT NULL,
    body      BLOB    NOT NULL CHECK (length(body) = 32),
    fragment  TEXT    NOT NULL, -- the first answer
    first_used INTEGER NOT NULL,
    PRIMARY KEY (partner, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (partner, first_used);

-- What is known of an account's set-up.
CREATE TABLE account_grant (
    account              INTEGER PRIMARY KEY REFERENCES account (id),
    token                BLOB,
    claimed_waba         TEXT,
    claimed_phone_number TEXT,
    waba                 TEXT,
    phone_number         TEXT,
    -- What the steps below were done for. Outlives the token that proved it, so that a
    -- second turn through Meta's dialog for the same number keeps its PIN.
    steps_waba           TEXT,
    steps_phone_number   TEXT,
    subscribed           INTEGER NOT NULL DEFAULT 0 CHECK (subscribed IN (0, 1)),
    pin                  BLOB,
    registered           INTEGER NOT NULL DEFAULT 0 CHECK (registered IN (0, 1)),
    contacts_sync        TEXT,
    history_sync         TEXT
) STRICT;

-- Every code that was ever brought. Nothing is deleted here.
CREATE TABLE code_seen (
    hash    BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    account INTEGER NOT NULL REFERENCES account (id)
) STRICT, WITHOUT ROWID;
