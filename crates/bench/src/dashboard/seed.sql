-- Accounts as a partner has them after a year: of every state, from links that nobody opened to
-- numbers that went live. They were made over the API a moment ago.
UPDATE account SET created_at = created_at - (id % 364) * 86400000;
UPDATE list_entry SET created_at = (SELECT created_at FROM account WHERE id = account);

UPDATE account SET state = 'opened' WHERE id % 20 IN (4, 5, 6);
UPDATE account SET state = 'started', started_at = created_at + 120000 WHERE id % 20 IN (7, 8);
UPDATE account SET state = 'cancelled', started_at = created_at + 120000,
        cancelled_step = CASE id % 3 WHEN 0 THEN 'PHONE_NUMBER_SETUP' WHEN 1 THEN 'BUSINESS_INFO' END
    WHERE id % 20 IN (9, 10);
UPDATE account SET state = 'needs_pin', problem = 'pin_unknown', started_at = created_at + 120000
    WHERE id % 20 = 11;
UPDATE account SET state = 'needs_attention', problem = 'meta_refused', started_at = created_at + 120000
    WHERE id % 20 = 12;
UPDATE account SET state = 'finished', started_at = created_at + 120000,
        finished_at = created_at + 600000 + id % 97 * 3600000
    WHERE id % 20 IN (13, 14, 15, 16, 17);
UPDATE account SET state = 'expired' WHERE id % 20 = 18;
UPDATE account SET state = 'removed', removed_at = created_at + 900000 WHERE id % 20 = 19;
DELETE FROM list_entry WHERE account % 20 = 19;

INSERT INTO milestone (account, kind, at, partner, created_at)
    SELECT account.id, reached.kind, account.created_at + reached.place * 60000, partner, created_at
    FROM account
    JOIN (SELECT 'opened' AS kind, 1 AS place UNION ALL SELECT 'started', 2
        UNION ALL SELECT 'code', 3 UNION ALL SELECT 'finished', 4) reached
    WHERE reached.place <= CASE
        WHEN state = 'opened' THEN 1
        WHEN state IN ('started', 'cancelled') THEN 2
        WHEN state IN ('needs_pin', 'needs_attention') THEN 3
        WHEN state = 'finished' THEN 4
        ELSE 0 END;
INSERT INTO timeline (account, at, event)
    SELECT account, at, kind FROM milestone ORDER BY account, at;
