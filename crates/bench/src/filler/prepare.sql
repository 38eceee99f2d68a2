-- Partners, their tokens, and what the batches need.

CREATE TEMPORARY TABLE filler_partner (n BIGINT PRIMARY KEY, id BIGINT NOT NULL);

WITH made AS (
    INSERT INTO partner (name, client_id, redirect_hosts, created_at)
    SELECT 'Filler partner ' || n, substr(md5('client ' || n), 1, 20), '',
           (extract(epoch FROM now()) * 1000)::BIGINT
    FROM generate_series(1, :partners) n
    RETURNING id
)
INSERT INTO filler_partner SELECT row_number() OVER (ORDER BY id), id FROM made;

INSERT INTO credential (client_id, partner, secret, created_at)
SELECT p.client_id, p.id, sha256(convert_to('secret ' || f.n, 'UTF8')), p.created_at
FROM filler_partner f JOIN partner p USING (id);

-- Tokens that would still serve.
INSERT INTO access_token (hash, partner, credential, expires_at)
SELECT sha256(convert_to('token ' || p.id || ' ' || t, 'UTF8')), p.id, p.client_id,
       ((extract(epoch FROM now()) + 3600) * 1000)::BIGINT
FROM filler_partner f JOIN partner p USING (id) CROSS JOIN generate_series(1, 20) t;

-- The rows that were there: each goes back into one of the batches.
CREATE TEMPORARY TABLE held AS
SELECT l.*, abs(hashint8(account)::BIGINT) % :batches AS slice FROM list_entry l;
DELETE FROM list_entry;

CREATE TEMPORARY TABLE taken AS SELECT number FROM temporary_number;
