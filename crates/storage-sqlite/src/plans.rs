//! How SQLite goes about what is asked again and again.

#![allow(clippy::unwrap_used)]

use crate::{
    accounts, connected, connection, dialogs, jobs, journey, limits, live, numbers, outbox, schema,
    timeline, webhooks,
};
use rusqlite::Connection;

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

#[test]
fn what_is_asked_often_is_found_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gangway.db");
    let mut conn = connection::writer(&path).unwrap();
    schema::migrate(&mut conn, &path).unwrap();
    for (statement, index) in [
        (journey::LONGEST, "account_in_work"),
        (accounts::EXPIRE, "account_by_end"),
        (accounts::WISHES, "account_by_renewal_wish"),
        (accounts::BY_LINK, "sqlite_autoindex_account_1"),
        (accounts::BY_NUMBER, "account_by_real_number"),
        (connected::OF_PARTNER, "account_by_finish"),
        (connected::TAKE, "count_due_by_time"),
        (connected::OLD, "message_count_by_month"),
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
