//! What is asked again and again, or of tables that grow, is found by its index.

use super::Shop;
use crate::{
    accounts, audit, connected, credentials, desk, dialogs, jobs, journey, limits, live, numbers,
    outbox, people, timeline, webhooks,
};

/// Ten thousand finished accounts with a past, and a few of everything else: as in the
/// database of somebody who has worked with it for a while.
const A_WHILE: &str = "
    INSERT INTO partner (name, client_id, redirect_hosts, created_at)
        VALUES ('Harbour', 'harbour', '', 1);
    INSERT INTO account (id, partner, created_at, number, coexistence, business_name,
            display_name, link, landing, expires_at, state, started_at, finished_at, search)
        SELECT n, (SELECT id FROM partner), n, '97250' || n, false, 'x', 'x', 'l' || n, 'p' || n,
            n, CASE WHEN n % 100 = 0 THEN 'started' WHEN n % 101 = 0 THEN 'provisioning'
                ELSE 'finished' END,
            n, CASE WHEN n % 100 = 0 OR n % 101 = 0 THEN NULL ELSE n END, 'x'
        FROM generate_series(1, 10000) n;
    INSERT INTO temporary_number SELECT '97257' || n, n FROM generate_series(1, 10000) n;
    INSERT INTO registered_number (number, partner, asked_at)
        SELECT '4930' || n, (SELECT min(id) FROM partner), n FROM generate_series(1, 3000) n;
    INSERT INTO number_call (number, call, at) SELECT '4930' || n, 'code', n FROM generate_series(1, 3000) n;
    INSERT INTO message_count SELECT '97250' || n, n % 14, 'w', 1, 1, 1, 1, 1
        FROM generate_series(1, 10000) n;
    INSERT INTO count_due SELECT 'w' || n, n, n FROM generate_series(1, 10000) n;
    INSERT INTO former_link SELECT 'f' || n, n FROM generate_series(1, 5000) n;
    INSERT INTO account_grant (account, token, waba)
        SELECT n, decode(repeat('00', 600), 'hex'), 'w' || n FROM generate_series(1, 10000) n;
    INSERT INTO timeline (account, at, event)
        SELECT n, n, 'opened' FROM generate_series(1, 10000) n, generate_series(1, 3);
    INSERT INTO meta_event (key, received_at, change, outcome)
        SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), n, '{}', CASE WHEN n % 2 = 0 THEN 'x' END
        FROM generate_series(1, 10000) n;
    INSERT INTO job (kind, meta_event, due_at)
        SELECT 'meta_event', id, received_at FROM meta_event WHERE outcome IS NULL;
    INSERT INTO dialog_state SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), n,
        decode(repeat('00', 32), 'hex'), n, NULL FROM generate_series(1, 10000) n;
    INSERT INTO partner (name, client_id, redirect_hosts, created_at)
        SELECT 'x', 'client' || n, '', n
        FROM generate_series(1, 2000) n;
    INSERT INTO credential (client_id, partner, secret, created_at)
        SELECT client_id, id, decode(repeat('00', 32), 'hex'), 1 FROM partner;
    INSERT INTO access_token (hash, partner, credential, expires_at)
        SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), id, client_id, n
        FROM partner, generate_series(id * 5, id * 5 + 4) n;
    INSERT INTO person (email, email_key, name, password, operator, created_at)
        SELECT n, n, 'x', 'x', false, n FROM generate_series(1, 3000) n;
    INSERT INTO membership (person, partner, role, since)
        SELECT p.id, (SELECT min(id) FROM partner) + p.id % 2000, 'owner', 1 FROM person p;
    INSERT INTO dashboard_session
        SELECT decode(lpad(to_hex(id), 64, '0'), 'hex'), id, id, id, id, false FROM person;
    INSERT INTO sign_in_try SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), 1, n, n
        FROM generate_series(1, 3000) n;
    INSERT INTO audit_entry (at, person, actor, partner, action, subject, outcome)
        SELECT n, 1 + n % 3000, 'x', (SELECT min(id) FROM partner) + n % 2000, 'account.create',
            'x', 'done'
        FROM generate_series(1, 30000) n;
    INSERT INTO endpoint (partner, url, secret, hint)
        SELECT id, 'https://example.com/', '', '' FROM partner;
    INSERT INTO partner_event (partner, number, account, sequence, event_id, event, at, body)
        SELECT (SELECT min(id) FROM partner) + n % 20, n, n % 10000 + 1, n / 10000 + 1, 'evt_' || n, 'x', n, '{}'
        FROM generate_series(1, 30000) n;
    INSERT INTO delivery (partner, event, account, queued_at, state, tries, due_at)
        SELECT partner, id, account, at, CASE WHEN id % 50 = 0 THEN 'pending' ELSE 'delivered' END,
            1, CASE WHEN id % 50 = 0 THEN at END
        FROM partner_event;
    INSERT INTO delivery_attempt SELECT id, 1, 1, 1 FROM delivery;
    ANALYZE;";

/// How PostgreSQL would do it, whatever the values are.
fn plan(shop: &Shop, sql: &str, values: &str) -> String {
    let plan = shop.sql(&format!(
        "SET plan_cache_mode = force_generic_plan; PREPARE asked AS {sql};
         EXPLAIN (COSTS OFF) EXECUTE asked ({values})"
    ));
    assert!(plan.contains("->") || plan.contains("Scan"), "{plan}");
    plan
}

#[tokio::test]
async fn one_of_many_partners_finds_its_numbers_by_an_index() {
    let shop = Shop::open().await;
    shop.sql(A_WHILE);
    shop.sql("UPDATE account SET partner = partner + id % 2000; ANALYZE account;");
    let plan = plan(&shop, connected::OF_PARTNER, "1, 1");
    for index in ["account_by_finish", "message_count_pkey"] {
        assert!(plan.contains(index), "{plan}");
    }
    assert!(!plan.contains("Seq Scan"), "{plan}");
}

#[tokio::test]
async fn one_of_many_partners_counts_its_customers_by_an_index() {
    let shop = Shop::open().await;
    shop.sql(A_WHILE);
    shop.sql(
        "UPDATE account SET partner = partner + id % 2000;
         INSERT INTO milestone (account, kind, at, partner, created_at)
             SELECT id, kind, created_at, partner, created_at
             FROM account, unnest('{opened,started,code,finished}'::text[]) kind;
         VACUUM ANALYZE account; VACUUM ANALYZE milestone;",
    );
    for (sql, values, index) in [
        (desk::MADE, "1, 2, 3, 4, 5", "account_by_partner"),
        (desk::REACHED, "1, 2, 3, 4, 5", "milestone_by_partner"),
        (desk::LEFT, "1, 2, 3", "account_by_partner"),
    ] {
        let plan = plan(&shop, sql, values);
        assert!(plan.contains(index), "{plan}");
        assert!(!plan.contains("Seq Scan"), "{plan}");
    }
}

#[tokio::test]
async fn what_is_asked_again_and_again_is_found_by_its_index() {
    let shop = Shop::open().await;
    shop.sql(A_WHILE);
    for (sql, values, indexes) in [
        (
            accounts::BY_LINK,
            "'l1'",
            &["account_link_key", "former_link_pkey", "account_pkey"][..],
        ),
        (
            accounts::BY_NUMBER,
            "'972501', 1",
            &["temporary_number_pkey", "account_by_real_number"],
        ),
        (
            accounts::EXPIRE,
            "1, 1, 100",
            &["account_by_end", "account_pkey"],
        ),
        (accounts::WISHES, "1, 1000", &["account_by_renewal_wish"]),
        (journey::TAKE_OVER, "1, 2, 3", &["account_in_work"]),
        (jobs::TAKE, "1, 2, 3", &["job_by_due", "meta_event_pkey"]),
        (
            jobs::FORGET,
            "1, 100",
            &["meta_event_by_age", "meta_event_pkey"],
        ),
        (
            dialogs::CLEAR,
            "1, 32",
            &["dialog_state_by_end", "dialog_state_pkey"],
        ),
        (
            dialogs::CROWD_OUT,
            "1, 4",
            &["dialog_state_by_account", "dialog_state_pkey"],
        ),
        (dialogs::FORGET, "1", &["dialog_state_by_account"]),
        (live::ACCOUNTS_ON, "'w1'", &["account_grant_by_waba"]),
        (live::ACCOUNTS_WITH, "'972501'", &["account_by_real_number"]),
        (live::ATTEMPTS, "1", &["account_by_start"]),
        (
            limits::CALLS,
            "'49301', 'code', 1, 3",
            &["number_call_by_number"],
        ),
        (numbers::DUE, "1, 100", &["registered_number_by_reminder"]),
        (
            limits::CLEAR,
            "1, 32",
            &["number_call_by_age", "number_call_pkey"],
        ),
        (
            connected::TAKE,
            "1, 2",
            &["count_due_by_time", "count_due_pkey"],
        ),
        (connected::OLD, "1, 100", &["message_count_by_month"]),
        (credentials::OF_PARTNER, "1", &["credential_by_partner"]),
        (
            credentials::SECRETS,
            "'client1'",
            &["credential_pkey", "partner_pkey"],
        ),
        (
            credentials::END_TOKENS,
            "'client1'",
            &["access_token_by_credential"],
        ),
        (
            people::VIEW,
            "decode(lpad('1', 64, '0'), 'hex'), 1",
            &["dashboard_session_pkey", "person_pkey"],
        ),
        (
            people::MEMBERSHIPS,
            "decode(lpad('1', 64, '0'), 'hex')",
            &["dashboard_session_pkey", "membership_pkey", "partner_pkey"],
        ),
        (
            people::CLEAR_SESSIONS,
            "1, 32",
            &["dashboard_session_by_end", "dashboard_session_pkey"],
        ),
        (
            people::CLEAR_TRIES,
            "1, 32",
            &["sign_in_try_by_age", "sign_in_try_pkey"],
        ),
        (
            audit::OF_PARTNER,
            "100000, 'a', 100, 1",
            &["audit_entry_by_partner"],
        ),
        (
            audit::OF_PERSON,
            "100000, 'a', 100, 1",
            &["audit_entry_by_person"],
        ),
        (connected::LOCK, "1", &["count_due_by_account"]),
        (connected::CEDE, "1", &["count_due_by_account"]),
        (
            timeline::NOTE,
            "1, 2, 'x', 'x', 'x', 499",
            &["timeline_by_account"],
        ),
        (timeline::SELECT, "1, 500", &["timeline_by_account"]),
        (
            outbox::ENDPOINTS,
            "1",
            &["delivery_due", "endpoint_pkey", "partner_pkey"],
        ),
        (
            outbox::KEEP,
            "1, 2, 3, 'x', 'x', 4, 'x'",
            &["partner_pkey", "endpoint_pkey"],
        ),
        (
            outbox::CLAIM,
            "1, 2, 3, 256, 4",
            &[
                "delivery_due",
                "delivery_of_account",
                "delivery_pkey",
                "partner_event_pkey",
            ],
        ),
        (
            outbox::END,
            "'{1,2}', 1, '{a,b}', '{1,2}', '{1,2}', '{1,2}', '{1,2}', '{a,b}', '{a,b}'",
            &["delivery_pkey"],
        ),
        (outbox::OLDEST, "1, 100", &["partner_event_pkey"]),
        (outbox::LOCK_DELIVERIES, "'{1,2}'", &["delivery_by_event"]),
        (
            outbox::FORGET_ATTEMPTS,
            "'{1,2}'",
            &["delivery_by_event", "delivery_attempt_pkey"],
        ),
        (
            webhooks::PAGE,
            "1, 2, 3, 'x', 100, 4",
            &["partner_event_by_number"],
        ),
        (
            webhooks::OF_ACCOUNT,
            "1, 2, 3, 'x', 100, 4",
            &["partner_event_by_account"],
        ),
        (
            webhooks::OF_PARTNER,
            "1, 2, 'x', 100",
            &["delivery_by_partner"],
        ),
        (
            webhooks::OF_EVENT,
            "1, 2, 'x', 100, 'evt_1'",
            &["delivery_by_event", "partner_event_by_event_id"],
        ),
        (
            webhooks::ATTEMPTS,
            "1, '{1,2}'",
            // The deliveries by their key, or once autovacuum came by in the partner's index alone.
            &["delivery_attempt_pkey"],
        ),
        (
            webhooks::LOOK,
            "1, 2, 3, 100, 4",
            &["partner_event_by_number", "delivery_by_event"],
        ),
        (webhooks::LOCK_PENDING, "'{1,2}'", &["delivery_by_event"]),
        (webhooks::HASTEN, "'{1,2}', 1", &["delivery_by_event"]),
        (
            webhooks::QUEUE,
            "'{1,2}', 1, true",
            &["partner_event_pkey", "delivery_by_event"],
        ),
    ] {
        let plan = plan(&shop, sql, values);
        for index in indexes {
            assert!(plan.contains(index), "{sql}\nnot by {index}:\n{plan}");
        }
        assert!(!plan.contains("Seq Scan"), "{sql}\n{plan}");
    }
}
