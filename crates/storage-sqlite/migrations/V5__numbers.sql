-- Numbers that partners register beforehand, what is kept of numbers over all accounts, and
-- the messages that they delivered.

CREATE TABLE registered_number (
    number         TEXT    NOT NULL PRIMARY KEY, -- one holder over all partners
    partner        INTEGER NOT NULL REFERENCES partner (id),
    comment        TEXT,
    meta_id        TEXT, -- none before Meta was told
    asked_at       INTEGER NOT NULL, -- for a code, by its holder
    verified_until INTEGER,
    account        INTEGER REFERENCES account (id), -- whose link uses it
    connected_at   INTEGER,
    remind_at      INTEGER, -- when its partner is to be told of its time next
    CHECK (connected_at IS NULL OR account IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX registered_number_by_partner ON registered_number (partner, asked_at);
CREATE UNIQUE INDEX registered_number_by_account ON registered_number (account)
    WHERE account IS NOT NULL;

CREATE INDEX registered_number_by_reminder ON registered_number (remind_at)
    WHERE remind_at IS NOT NULL;

-- Calls of which Meta allows few for one number; kept for as long as they count.
CREATE TABLE number_call (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT    NOT NULL,
    call   TEXT    NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX number_call_by_number ON number_call (number, call, at);
CREATE INDEX number_call_by_age ON number_call (at);

-- The two-step PINs of numbers: without its PIN a number is registered by nobody again.
CREATE TABLE number_pin (
    number TEXT    NOT NULL PRIMARY KEY,
    pin    BLOB    NOT NULL, -- sealed
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A number whose account was removed after its finish can be connected again.
DROP INDEX account_by_real_number;
CREATE UNIQUE INDEX account_by_real_number ON account (number, partner)
    WHERE finished_at IS NOT NULL AND removed_at IS NULL;
CREATE INDEX account_by_former_number ON account (number, partner)
    WHERE finished_at IS NOT NULL AND removed_at IS NOT NULL;
-- A partner's connected numbers, in the order in which they were connected.
CREATE INDEX account_by_finish ON account (partner, finished_at)
    WHERE finished_at IS NOT NULL AND removed_at IS NULL;

-- Messages that connected numbers delivered, by month.
CREATE TABLE message_count (
    number        TEXT    NOT NULL,
    month         INTEGER NOT NULL, -- unix seconds of its start, UTC
    waba          TEXT    NOT NULL,
    conversations INTEGER NOT NULL,
    marketing     INTEGER NOT NULL,
    service       INTEGER NOT NULL,
    incoming      INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    PRIMARY KEY (number, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_count_by_month ON message_count (month);

-- When the messages of a WhatsApp account are counted next.
CREATE TABLE count_due (
    waba    TEXT    NOT NULL PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id), -- whose token may ask
    due_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX count_due_by_time ON count_due (due_at, waba);
CREATE INDEX count_due_by_account ON count_due (account);
INSERT INTO count_due (waba, account, due_at)
SELECT g.waba, max(a.id), 0 FROM account_grant g JOIN account a ON a.id = g.account
WHERE g.waba IS NOT NULL AND a.finished_at IS NOT NULL AND a.removed_at IS NULL
GROUP BY g.waba;
