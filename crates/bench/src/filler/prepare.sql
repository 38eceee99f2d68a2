-- Partners, their tokens, and what the batches need.

CREATE TEMPORARY TABLE filler_partner (n BIGINT PRIMARY KEY, id BIGINT NOT NULL);

WITH made AS (
    INSERT INTO partner (name, client_id, secret, redirect_hosts, created_at)
    SELECT 'Filler partner ' || n, substr(md5('client ' || n), 1, 20),
           sha256(convert_to('secret ' || n, 'UTF8')), '',
           (extract(epoch FROM now()) * 1000)::BIGINT
    FROM generate_series(1, :partners) n
    RETURNING id
)
INSERT INTO filler_partner SELECT row_number() OVER (ORDER BY id), id FROM made;

-- Tokens that would still serve.
INSERT INTO access_token (hash, partner, expires_at)
SELECT sha256(convert_to('token ' || p.id || ' ' || t, 'UTF8')), p.id,
       ((extract(epoch FROM now()) + 3600) * 1000)::BIGINT
FROM filler_partner p CROSS JOIN generate_series(1, 20) t;

-- The rows that were there: each goes back into one of the batches.
CREATE TEMPORARY TABLE held AS
SELECT l.*, abs(hashint8(account)::BIGINT) % :batches AS slice FROM list_entry l;
DELETE FROM list_entry;

CREATE TEMPORARY TABLE taken AS SELECT number FROM temporary_number;
