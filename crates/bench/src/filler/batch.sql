-- The accounts from :first up to, but without, :end.
WITH drawn AS (
    SELECT i,
           -- Both go through all numbers of their length before one comes again.
           '97257' || lpad((i * 7654321 % 10000000)::TEXT, 7, '0') AS short,
           '97257' || lpad((i * 7654321 % 100000000)::TEXT, 8, '0') AS long,
           (hashint8extended(i, 1) & 1048575) / 1048576.0::FLOAT8 AS chance,
           (hashint8extended(i, 2) & 1048575) % 100 < 60 AS finished
    FROM generate_series(:first::BIGINT, :end::BIGINT - 1) i
),
made AS MATERIALIZED (
    SELECT d.i, d.finished, p.id AS partner,
           :top + 1 + d.i AS id,
           (extract(epoch FROM now()) * 1000)::BIGINT
               - 63072000000 + d.i * (63072000000 / greatest(:missing, 1)) AS created_at,
           CASE WHEN d.i < :short AND t.number IS NULL THEN short ELSE long END AS temporary
    FROM drawn d
    -- The n-th partner has about 1/n as many as the first.
    JOIN filler_partner p ON p.n = floor(exp(d.chance * ln(:partners + 1.0::FLOAT8)))::BIGINT
    LEFT JOIN taken t ON t.number = d.short
),
named AS MATERIALIZED (
    SELECT m.*,
           CASE WHEN finished THEN '4917' || lpad(i::TEXT, 9, '0') ELSE temporary END AS number,
           'Business number ' || i || ' of this town' AS business_name,
           'contact' || i || '@business-' || i || '.example.com' AS business_email,
           (510000000 + i)::TEXT AS business_id,
           (i % 900 + 1) || ' Grove Street, San Andreas' AS business_address,
           'Business ' || i AS display_name,
           'ref-' || lpad(i::TEXT, 6, '0') AS reference,
           substr(md5('link ' || i), 1, 24) AS link,
           -- The latter half keeps it unique.
           substr(md5('page ' || i), 1, 5) || lpad(to_hex(i), 7, '0') AS landing
    FROM made m
),
accounts AS (
    INSERT INTO account (id, partner, created_at, number, coexistence, business_name,
        business_email, business_id, business_address, display_name, reference, link, landing,
        state, finished_at, search)
    SELECT id, partner, created_at, number, i % 2 = 0, business_name, business_email,
           business_id, business_address, display_name, reference, link, landing,
           CASE WHEN finished THEN 'finished' ELSE 'created' END,
           CASE WHEN finished THEN created_at + 600000 END,
           lower(concat(business_name, chr(31), number, chr(31), business_email, chr(31),
                        reference, chr(31), display_name, chr(31)))
    FROM named
),
numbers AS (
    INSERT INTO temporary_number (number, account) SELECT temporary, id FROM named
)
INSERT INTO list_entry (partner, created_at, account, fragment)
SELECT partner, created_at, account, fragment FROM (
    SELECT partner, created_at, id AS account,
           concat('{"create_time":', created_at / 1000, ',"whatsapp":"', number,
                  '","coexistence":', 1 - i % 2, ',"business_name":"', business_name,
                  '","business_email":"', business_email, '","business_id":"', business_id,
                  '","business_address":"', business_address, '","landing_page":"', chr(1), '/b/',
                  landing, '","onboarding_link":"', chr(1), '/o/', link, '","display_name":"',
                  display_name, '","reference":"', reference, '","status":', finished::INT, '}')
               AS fragment
    FROM named
    UNION ALL
    SELECT partner, created_at, account, fragment FROM held WHERE slice = :slice
) both_kinds
ORDER BY hashint8(account);
