//! How SQLite goes about what is asked again and again.

#![allow(clippy::unwrap_used)]

use crate::{
    accounts, audit, connected, connection, credentials, desk, dialogs, jobs, journey, limits,
    live, numbers, outbox, partners, people, schema, timeline, webhooks,
};
use gangway_domain::{OnboardingState, Timestamp};
use gangway_storage::{RowFilter, RowSort};
use rusqlite::Connection;
use std::path::Path;

/// The plan of a statement. Its parameters are NULL, which changes no plan.
fn plan(conn: &Connection, statement: &str) -> String {
    let explain = format!("EXPLAIN QUERY PLAN {statement}");
    let mut explained = conn.prepare(&explain).unwrap();
    let mut rows = explained.raw_query();
    let mut steps = Vec::<String>::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps.join("\n")
}

/// A new database.
fn empty(path: &Path) -> Connection {
    let mut conn = connection::writer(path).unwrap();
    schema::migrate(&mut conn, path).unwrap();
    conn
}

/// Whatever a list of the dashboard asks for, only the partner's own accounts are looked at.
#[test]
fn a_list_of_the_dashboard_looks_at_its_own_partner_only() {
    let folder = tempfile::tempdir().unwrap();
    let conn = empty(&folder.path().join("gangway.db"));
    let narrow = RowFilter {
        search: Some("x".to_owned()),
        coexistence: Some(true),
        created_from: Some(Timestamp::from_secs(1)),
        created_before: Some(Timestamp::from_secs(2)),
        states: vec![OnboardingState::Created],
        ..RowFilter::default()
    };
    for (sort, _) in RowSort::ALL {
        for filter in [RowFilter::default(), narrow.clone()] {
            for statement in desk::statements(&RowFilter { sort, ..filter }) {
                let plan = plan(&conn, &statement);
                assert!(plan.contains("(partner=?"), "{statement}\n{plan}");
                assert!(!plan.contains("SCAN"), "{statement}\n{plan}");
            }
        }
    }
    // The usual one is counted without a look at the accounts themselves.
    let [counts, _] = desk::statements(&RowFilter::default());
    let plan = plan(&conn, &counts);
    assert!(plan.contains("COVERING INDEX account_by_partner"), "{plan}");
}

#[test]
fn what_is_asked_often_is_found_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let conn = empty(&folder.path().join("gangway.db"));
    for (statement, index) in [
        (journey::LONGEST, "account_in_work"),
        (accounts::EXPIRE, "account_by_end"),
        (accounts::WISHES, "account_by_renewal_wish"),
        (accounts::BY_LINK, "sqlite_autoindex_account_1"),
        (accounts::BY_NUMBER, "account_by_real_number"),
        (connected::OF_PARTNER, "account_by_finish"),
        (connected::TAKE, "count_due_by_time"),
        (connected::OLD, "message_count_by_month"),
        (desk::MADE, "COVERING INDEX account_by_partner"),
        (desk::REACHED, "COVERING INDEX milestone_by_partner"),
        (desk::LEFT, "account_by_partner"),
        (desk::MILESTONES, "milestone USING PRIMARY KEY"),
        (dialogs::CROWD_OUT, "dialog_state_by_account"),
        (dialogs::FORGET, "dialog_state_by_account"),
        (jobs::TAKE, "job_by_due"),
        (jobs::OLD, "meta_event_by_age"),
        (jobs::FORGET, "meta_event_by_age"),
        (live::SINCE, "account_by_start"),
        (live::ON, "account_grant_by_waba"),
        (live::WITH, "account_by_real_number"),
        (numbers::OF_PARTNER, "registered_number_by_partner"),
        (numbers::WAITING, "registered_number_by_partner"),
        (limits::CALLS, "number_call_by_number"),
        (numbers::DUE, "registered_number_by_reminder"),
        (limits::CLEAR, "number_call_by_age"),
        (credentials::OF_PARTNER, "credential_by_partner"),
        (credentials::SECRETS, "PRIMARY KEY"),
        (credentials::END_TOKENS, "access_token_by_credential"),
        (partners::DOMAINS, "COVERING INDEX partner_by_domain"),
        (people::VIEW, "PRIMARY KEY"),
        (people::MEMBERSHIPS, "PRIMARY KEY"),
        (people::CLEAR_SESSIONS, "dashboard_session_by_end"),
        (people::CLEAR_TRIES, "sign_in_try_by_age"),
        (audit::FORGET_STRANGERS, "audit_entry_by_stranger"),
        (timeline::PRUNE, "timeline_by_account"),
        (outbox::ENDPOINTS, "delivery_due"),
        (outbox::CLAIMABLE, "delivery_due"),
        (outbox::CLAIMABLE, "delivery_of_account"),
        (webhooks::PAGE, "sqlite_autoindex_partner_event_2"),
        (webhooks::OF_ACCOUNT, "partner_event_by_account"),
        (webhooks::OF_PARTNER, "delivery_by_partner"),
        (webhooks::OF_EVENT, "delivery_by_event"),
        (webhooks::PENDING, "delivery_by_event"),
        (webhooks::LOOK, "sqlite_autoindex_partner_event_2"),
        (webhooks::LOOK, "delivery_by_event"),
    ] {
        let plan = plan(&conn, statement);
        assert!(plan.contains(index), "{statement}\n{plan}");
        assert!(!plan.contains("SCAN account"), "{statement}\n{plan}");
        assert!(!plan.contains("SCAN job"), "{statement}\n{plan}");
        assert!(!plan.contains("SCAN delivery"), "{statement}\n{plan}");
        assert!(!plan.contains("SCAN partner_event"), "{statement}\n{plan}");
    }
    // In the order of the index, so that the longest waiting ones are the first that are read.
    for statement in [
        journey::LONGEST,
        jobs::TAKE,
        partners::DOMAINS,
        connected::OF_PARTNER,
        connected::TAKE,
        accounts::WISHES,
        outbox::CLAIMABLE,
        outbox::OLDEST,
        webhooks::PAGE,
        webhooks::OF_ACCOUNT,
        webhooks::OF_PARTNER,
        webhooks::OF_EVENT,
        webhooks::PENDING,
        webhooks::LOOK,
    ] {
        let plan = plan(&conn, statement);
        assert!(!plan.contains("TEMP B-TREE"), "{statement}\n{plan}");
    }
}
