-- Who may use the dashboard, how partners' pages look, and how far customers got.

-- Where a partner's customers' pages are, if not at the public address.
ALTER TABLE partner ADD COLUMN domain TEXT;
CREATE UNIQUE INDEX partner_by_domain ON partner (domain) WHERE domain IS NOT NULL;

-- How partners' pages look where a link does not say otherwise, and the pictures on them: every
-- picture once, whoever has it, found by what is in it.
CREATE TABLE logo (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    media_type TEXT    NOT NULL,
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    at         INTEGER NOT NULL, -- when somebody got it, or it was seen to be in use, last
    bytes      BLOB    NOT NULL
) STRICT;
CREATE INDEX logo_by_age ON logo (at, hash);

CREATE TABLE logo_address (
    partner INTEGER NOT NULL REFERENCES partner (id),
    url     TEXT    NOT NULL,
    logo    BLOB    NOT NULL REFERENCES logo (hash),
    at      INTEGER NOT NULL, -- when it was fetched there
    PRIMARY KEY (partner, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX logo_address_by_logo ON logo_address (logo);
CREATE INDEX logo_address_by_age ON logo_address (at);

CREATE TABLE branding (
    partner      INTEGER NOT NULL PRIMARY KEY REFERENCES partner (id),
    logo_url     TEXT,
    logo         BLOB REFERENCES logo (hash),
    message_text TEXT,
    button_text  TEXT,
    success_text TEXT,
    failed_text  TEXT,
    colour       TEXT,
    text_colour  TEXT,
    CHECK (text_colour IS NULL OR colour IS NOT NULL)
) STRICT;
CREATE INDEX branding_by_logo ON branding (logo) WHERE logo IS NOT NULL;

ALTER TABLE account ADD COLUMN picture BLOB REFERENCES logo (hash); -- what its logo was fetched as
CREATE INDEX account_by_picture ON account (picture) WHERE picture IS NOT NULL;

-- Who may use the dashboard.
CREATE TABLE person (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    email      TEXT    NOT NULL,
    email_key  TEXT    NOT NULL UNIQUE, -- in lower case
    name       TEXT    NOT NULL,
    password   TEXT    NOT NULL, -- PHC text of argon2id
    operator   INTEGER NOT NULL CHECK (operator IN (0, 1)),
    language   TEXT,
    totp       BLOB, -- sealed
    totp_step  INTEGER, -- of the latest code that was taken
    created_at INTEGER NOT NULL,
    CHECK ((totp IS NULL) = (totp_step IS NULL))
) STRICT;
CREATE INDEX person_by_operator ON person (id) WHERE operator = 1;

CREATE TABLE membership (
    person  INTEGER NOT NULL REFERENCES person (id),
    partner INTEGER NOT NULL REFERENCES partner (id),
    role    TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    PRIMARY KEY (person, partner)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_by_partner ON membership (partner, since);

-- Links to a seat (of a partner, or as operator) or to a new password.
CREATE TABLE invitation (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    secret    BLOB    NOT NULL UNIQUE CHECK (length(secret) = 32),
    partner   INTEGER REFERENCES partner (id),
    role      TEXT, -- of a partner's seat
    person    INTEGER REFERENCES person (id), -- whose new password
    email     TEXT,
    email_key TEXT,
    made_by   INTEGER REFERENCES person (id),
    made_at   INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,
    CHECK ((partner IS NULL) = (role IS NULL)),
    CHECK (partner IS NULL OR person IS NULL)
) STRICT;
CREATE INDEX invitation_by_partner ON invitation (partner, made_at);
CREATE INDEX invitation_by_person ON invitation (person) WHERE person IS NOT NULL;

CREATE TABLE dashboard_session (
    hash      BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    person    INTEGER NOT NULL REFERENCES person (id),
    opened_at INTEGER NOT NULL,
    seen_at   INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,
    code_owed INTEGER NOT NULL CHECK (code_owed IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX dashboard_session_by_person ON dashboard_session (person);
CREATE INDEX dashboard_session_by_end ON dashboard_session (ends_at);

-- Wrong passwords and codes in a row, by a hash of whose they are.
CREATE TABLE sign_in_try (
    key           BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
    tries         INTEGER NOT NULL,
    latest        INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_try_by_age ON sign_in_try (latest);

-- Who changed what. Only the outcome is ever changed, nothing is deleted.
CREATE TABLE audit_entry (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    person  INTEGER REFERENCES person (id),
    actor   TEXT    NOT NULL,
    partner INTEGER REFERENCES partner (id),
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    address TEXT,
    outcome TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_entry_by_partner ON audit_entry (partner, id) WHERE partner IS NOT NULL;
CREATE INDEX audit_entry_by_person ON audit_entry (person, id) WHERE person IS NOT NULL;
CREATE INDEX audit_entry_by_stranger ON audit_entry (id)
    WHERE person IS NULL AND action = 'session.open';

-- Accounts as the dashboard counts them.
CREATE INDEX account_by_partner ON account (partner, created_at, state, finished_at);

-- When each account got so far for the first time. The timeline keeps the latest events only.
CREATE TABLE milestone (
    account    INTEGER NOT NULL REFERENCES account (id),
    kind       TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    partner    INTEGER NOT NULL REFERENCES partner (id),
    created_at INTEGER NOT NULL, -- of the account
    PRIMARY KEY (account, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX milestone_by_partner ON milestone (partner, created_at, kind);
-- Who came so far has passed what lies before, seen or not. The account itself knows some of what
-- its timeline has forgotten.
INSERT INTO milestone (account, kind, at, partner, created_at)
    SELECT account.id, kind.name, min(reached.at), account.partner, account.created_at
    FROM (SELECT account, event, at FROM timeline
        UNION ALL SELECT id, 'started', started_at FROM account WHERE started_at IS NOT NULL
        UNION ALL SELECT id, 'finished', finished_at FROM account WHERE finished_at IS NOT NULL
        ) reached
    JOIN account ON account.id = reached.account
    JOIN (SELECT 'opened' AS name, 1 AS place UNION ALL SELECT 'started', 2
        UNION ALL SELECT 'code', 3 UNION ALL SELECT 'finished', 4) kind
        ON kind.place <= CASE reached.event
            WHEN 'opened' THEN 1 WHEN 'started' THEN 2 WHEN 'code' THEN 3 WHEN 'finished' THEN 4
            ELSE 0 END
    GROUP BY account.id, kind.name;

-- What partners ask for tokens with. The first one of a partner has the partner's client id.
CREATE TABLE credential (
    client_id     TEXT    NOT NULL PRIMARY KEY,
    partner       INTEGER NOT NULL REFERENCES partner (id),
    label         TEXT,
    secret        BLOB    NOT NULL CHECK (length(secret) = 32),
    former_secret BLOB    CHECK (length(former_secret) = 32),
    former_until  INTEGER, -- so long the former one works beside it
    created_at    INTEGER NOT NULL,
    revoked_at    INTEGER,
    CHECK ((former_secret IS NULL) = (former_until IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX credential_by_partner ON credential (partner, created_at, client_id);
INSERT INTO credential (client_id, partner, secret, created_at)
    SELECT client_id, id, secret, created_at FROM partner;
ALTER TABLE partner DROP COLUMN secret;

CREATE TABLE access_token_new (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    partner    INTEGER NOT NULL REFERENCES partner (id),
    credential TEXT    NOT NULL REFERENCES credential (client_id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO access_token_new (hash, partner, credential, expires_at)
    SELECT access_token.hash, access_token.partner, partner.client_id, access_token.expires_at
    FROM access_token JOIN partner ON partner.id = access_token.partner;
DROP TABLE access_token;
ALTER TABLE access_token_new RENAME TO access_token;
CREATE INDEX access_token_by_end ON access_token (partner, expires_at);
CREATE INDEX access_token_by_credential ON access_token (credential);
