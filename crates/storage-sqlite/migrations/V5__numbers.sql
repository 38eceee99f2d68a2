-- Numbers that partners register beforehand, and the codes that were asked for.

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

-- Kept for as long as they count.
CREATE TABLE number_code (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT    NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX number_code_by_number ON number_code (number, at);
CREATE INDEX number_code_by_age ON number_code (at);
