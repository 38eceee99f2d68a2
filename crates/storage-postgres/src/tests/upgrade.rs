//! A database from before the set-up was made of stored steps.

use super::{Shop, empty, open};
use crate::connect::{Alone, Connector};
use crate::schema::apply::{Patience, apply};
use crate::{PostgresOptions, PostgresUrl, schema_state};
use gangway_domain::{ListedNumber, OnboardingState, PhoneNumber, Problem, TemporaryNumber};
use gangway_pg_cluster::{Database, psql};
use gangway_storage::{Accounts, Partners};
use refinery::{Migration, Runner};
use std::time::Duration;

/// As V1 left it: an account in each state, and the problems that have states of their own now.
const BEFORE: &str = "
    INSERT INTO partner (name, client_id, secret, redirect_hosts, created_at)
        VALUES ('Harbour', 'harbour', decode(repeat('00', 32), 'hex'), '', 1);
    INSERT INTO account (partner, created_at, number, coexistence, business_name, display_name,
            link, landing, state, problem, cancelled_step, lease_owner, lease_until, finished_at,
            removed_at, search)
        SELECT (SELECT id FROM partner), n, coalesce(number, '97257000000' || n), false, 'x', 'x',
            'link' || n, 'page' || n, state, problem, step, owner, owner, finished, removed, 'x'
        FROM (VALUES
            (0, NULL, 'created', NULL, NULL, NULL::bigint, NULL::bigint, NULL::bigint),
            (1, NULL, 'opened', NULL, NULL, NULL, NULL, NULL),
            (2, NULL, 'started', NULL, NULL, NULL, NULL, NULL),
            (3, NULL, 'cancelled', NULL, 'ACCEPT_TOS', NULL, NULL, NULL),
            (4, NULL, 'provisioning', NULL, NULL, 7, NULL, NULL),
            (5, NULL, 'needs_attention', 'number_missing', NULL, NULL, NULL, NULL),
            (6, NULL, 'needs_attention', 'pin_unknown', NULL, NULL, NULL, NULL),
            (7, NULL, 'needs_attention', 'meta_refused', NULL, NULL, NULL, NULL),
            (8, '972501234567', 'finished', NULL, NULL, NULL, 50, NULL),
            (9, NULL, 'removed', NULL, NULL, NULL, NULL, 60))
            AS old (n, number, state, problem, step, owner, finished, removed);
    INSERT INTO temporary_number
        SELECT '97257000000' || n, (SELECT id FROM account WHERE link = 'link' || n)
        FROM generate_series(0, 9) n;";

async fn session(url: &str) -> Alone {
    let url = PostgresUrl::parse(url).unwrap();
    let connector = Connector::new(&url, &PostgresOptions::default()).unwrap();
    connector.alone().await.unwrap()
}

/// A database as a node that knew only the first schema left it.
async fn first_schema() -> Database {
    let database = empty();
    let first = Migration::unapplied(
        "V1__partners_and_accounts",
        include_str!("../../migrations/V1__partners_and_accounts.sql"),
    );
    let patience = Patience {
        queued: Duration::from_secs(60),
        aside: Duration::from_secs(1),
        in_all: Duration::from_secs(60),
    };
    let runner = Runner::new(&[first.unwrap()]).set_grouped(true);
    let mut session = session(database.url()).await;
    apply(&mut session.client, &runner, patience).await.unwrap();
    psql(database.url(), BEFORE).unwrap();
    database
}

#[tokio::test]
async fn accounts_stand_where_they_stood_and_two_problems_are_states_now() {
    let database = first_schema().await;
    let store = open(database.url(), &PostgresOptions::default()).await;
    let partner = store.partners().await.unwrap().remove(0).id;
    let mut stands = Vec::new();
    for n in 0..9 {
        let number = TemporaryNumber::recognise(&format!("97257000000{n}")).unwrap();
        let number = ListedNumber::Temporary(number);
        let account = store.account_by_number(partner, &number).await;
        let account = account.unwrap().unwrap();
        stands.push((account.state, account.problem, account.status()));
    }
    use OnboardingState as S;
    assert_eq!(
        stands,
        [
            (S::Created, None, 0),
            (S::Opened, None, 0),
            (S::Started, None, 0),
            (S::Cancelled, None, 0),
            (S::Provisioning, None, 0),
            (S::NeedsNumber, Some(Problem::NumberMissing), 0),
            (S::NeedsPin, Some(Problem::PinUnknown), 0),
            (S::NeedsAttention, Some(Problem::MetaRefused), 0),
            (S::Finished, None, 1),
        ]
    );
    let real = PhoneNumber::from_meta("972501234567").unwrap();
    assert!(store.lists_number(partner, &real).await.unwrap());
    store.close().await;
}

#[tokio::test]
async fn nodes_from_before_are_refused_from_then_on() {
    let database = first_schema().await;
    let url = PostgresUrl::parse(database.url()).unwrap();
    let options = PostgresOptions::default();
    let before = schema_state(&url, &options).await.unwrap();
    assert_eq!((before.stored, before.works_from), (Some(1), Some(1)));
    open(database.url(), &options).await.close().await;
    let after = schema_state(&url, &options).await.unwrap();
    assert_eq!((after.stored, after.works_from), (Some(5), Some(5)));
}

/// Those that V1 did not name were dropped by the names that PostgreSQL gave them.
#[tokio::test]
async fn the_checks_are_those_of_the_new_states() {
    let shop = Shop::open().await;
    let checks = shop.sql(
        "SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
         WHERE conrelid = 'account'::regclass AND contype = 'c' ORDER BY conname",
    );
    let said: Vec<&str> = checks.lines().collect();
    let expected = [
        ("account_check1 ", "cancelled_step IS NULL"),
        (
            "account_check2 ",
            "lease_owner IS NULL) = (lease_until IS NULL",
        ),
        ("account_check5 ", "removed_at IS NOT NULL"),
        ("account_disconnected_why ", "disconnected IS NOT NULL"),
        ("account_finished_when ", "finished_at IS NOT NULL"),
        ("account_lease_in_work ", "exchanging"),
        ("account_next_try_while_waiting ", "next_try IS NULL"),
        ("account_problem_while_halted ", "needs_pin"),
        ("account_session_check ", "session"),
        ("account_state_known ", "disconnected"),
    ];
    assert_eq!(said.len(), expected.len(), "{checks}");
    for (said, (name, part)) in said.iter().zip(expected) {
        assert!(said.starts_with(name) && said.contains(part), "{said}");
    }
}

#[tokio::test]
async fn a_job_belongs_to_what_its_kind_names() {
    let shop = Shop::open().await;
    shop.sql(
        "INSERT INTO partner (name, client_id, redirect_hosts, created_at)
             VALUES ('Harbour', 'harbour', '', 1);
         INSERT INTO job (kind, partner, due_at) SELECT 'endpoint_off', id, 1 FROM partner;",
    );
    for (values, said) in [
        ("'endpoint_off', NULL", "job_partner_of_endpoint"),
        ("'other', NULL", "job_kind_known"),
    ] {
        let insert = format!("INSERT INTO job (kind, partner, due_at) VALUES ({values}, 1)");
        let refused = psql(shop.database.url(), &insert).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}
