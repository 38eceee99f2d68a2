//! The file: what survives, what is refused, and who else may have it open.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gangway_domain::{
    AccountDetails, ClientId, Hash256, LandingSlug, LinkSlug, PageTexts, Partner, PartnerEvent,
    PartnerId, Sealed, TemporaryNumber, Text, Timestamp, WebhookUrl,
};
use gangway_storage::copy::sample;
use gangway_storage::{
    Accounts, CreateOutcome, EndpointSecret, EventFilter, IssueOutcome, JobKind, Jobs, Journey,
    Lease, MetaEvent, NewOnboarding, NewPartner, NewToken, Outbox, Partners, SetWebhook,
    StorageError, UrlChange, Webhooks,
};
use gangway_storage_sqlite::{SqliteOptions, SqliteStore};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::task::JoinSet;

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gangway.db");
    (folder, path)
}

fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, &SqliteOptions::default()).unwrap()
}

/// Opens a store whose every token check looks for foreign writes.
fn attentive(path: &Path) -> SqliteStore {
    let options = SqliteOptions {
        foreign_check: Duration::ZERO,
        ..SqliteOptions::default()
    };
    SqliteStore::open(path, &options).unwrap()
}

/// Opens a store that never looks for foreign writes on its own.
fn inattentive(path: &Path) -> SqliteStore {
    let options = SqliteOptions {
        foreign_check: Duration::MAX,
        ..SqliteOptions::default()
    };
    SqliteStore::open(path, &options).unwrap()
}

fn refusal(path: &Path) -> String {
    match SqliteStore::open(path, &SqliteOptions::default()) {
        Err(StorageError::Unavailable(message)) => message,
        other => panic!("not refused as unavailable: {other:?}"),
    }
}

fn now() -> Timestamp {
    Timestamp::from_secs(1_800_000_000)
}

fn hash(n: u8) -> Hash256 {
    Hash256([n; 32])
}

async fn partner(store: &SqliteStore, n: usize) -> Result<Partner, StorageError> {
    let new = NewPartner {
        name: Text::required("name", "Sample Software").unwrap(),
        client_id: ClientId::parse(&format!("client{n}")).unwrap(),
        secret: hash(1),
        language: None,
        redirect_hosts: Vec::new(),
        created_at: now(),
    };
    store.create_partner(new).await
}

async fn token(store: &SqliteStore, partner: PartnerId, token: Hash256) {
    let known = store.partner(partner).await.unwrap().unwrap();
    let new = NewToken {
        partner,
        credential: known.client_id,
        token,
        secret: hash(1),
        issued_at: now(),
        expires_at: now().plus(Duration::from_secs(3600)),
    };
    assert_eq!(store.issue_token(new).await.unwrap(), IssueOutcome::Issued);
}

fn draft(partner: PartnerId, n: usize) -> NewOnboarding {
    let name = Text::required("name", "Corner Bakery").unwrap();
    NewOnboarding {
        partner,
        created_at: now(),
        number: None,
        candidates: vec![TemporaryNumber::recognise(&format!("97257{n:07}")).unwrap()],
        coexistence: false,
        details: AccountDetails {
            business_name: name.clone(),
            business_email: None,
            business_id: None,
            business_address: None,
            display_name: name,
            reference: None,
            texts: PageTexts::default(),
            language: None,
            redirect_success: None,
            redirect_failed: None,
            domain_verification: None,
        },
        link: LinkSlug::parse(&format!("link{n}")).unwrap(),
        landing: LandingSlug::parse(&format!("page{n}")).unwrap(),
        expires_at: None,
    }
}

async fn account(store: &SqliteStore, partner: PartnerId, n: usize) -> Result<(), StorageError> {
    match store.create_account(draft(partner, n), None).await? {
        CreateOutcome::Created { .. } => Ok(()),
        other => panic!("not made: {other:?}"),
    }
}

fn side_file(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let (_folder, path) = folder();
    let (list, id);
    {
        let store = open(&path);
        id = partner(&store, 1).await.unwrap().id;
        token(&store, id, hash(9)).await;
        account(&store, id, 1).await.unwrap();
        list = store.list_snapshot(id).await.unwrap();
    }
    assert!(!side_file(&path, "-wal").exists(), "the log was folded in");
    let store = open(&path);
    assert_eq!(store.list_snapshot(id).await.unwrap(), list);
    let grant = store.token_grant(&hash(9)).await.unwrap().unwrap();
    assert_eq!((grant.partner, grant.revision), (id, list.revision));
}

#[tokio::test]
async fn what_was_acknowledged_is_on_disk_at_that_moment() {
    let (folder, path) = folder();
    let store = open(&path);
    let id = partner(&store, 1).await.unwrap().id;
    for n in 0..20 {
        account(&store, id, n).await.unwrap();
        // What a crash here would leave behind.
        let crashed = folder.path().join(format!("crashed{n}.db"));
        std::fs::copy(&path, &crashed).unwrap();
        std::fs::copy(side_file(&path, "-wal"), side_file(&crashed, "-wal")).unwrap();
        let recovered = open(&crashed);
        let list = recovered.list_snapshot(id).await.unwrap();
        assert_eq!(list, store.list_snapshot(id).await.unwrap());
        assert_eq!(list.count, n + 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shutdown_loses_nothing_that_was_acknowledged() {
    let (_folder, path) = folder();
    let store = Arc::new(open(&path));
    let id = partner(&store, 1).await.unwrap().id;
    let mut calls = JoinSet::new();
    for n in 0..400 {
        let store = Arc::clone(&store);
        calls.spawn(async move { account(&store, id, n).await });
    }
    // In the middle of it.
    calls.join_next().await.unwrap().unwrap().unwrap();
    let stopping = Arc::clone(&store);
    tokio::task::spawn_blocking(move || stopping.shutdown())
        .await
        .unwrap();
    let mut acknowledged = 1;
    for outcome in calls.join_all().await {
        match outcome {
            Ok(()) => acknowledged += 1,
            Err(StorageError::Unavailable(why)) => assert_eq!(why, "the store is shut down"),
            Err(other) => panic!("{other}"),
        }
    }
    assert!(account(&store, id, 1_000).await.is_err(), "it stays shut");
    assert!(store.token_grant(&hash(9)).await.is_err());
    assert_eq!(
        open(&path).list_snapshot(id).await.unwrap().count,
        acknowledged
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_refuses_and_recovers() {
    let (_folder, path) = folder();
    let options = SqliteOptions {
        queue: 4,
        ..SqliteOptions::default()
    };
    let store = Arc::new(SqliteStore::open(&path, &options).unwrap());
    let lock = Connection::open(&path).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut calls = JoinSet::new();
    // A group of 256 and the queue cannot hold them all.
    for n in 0..300 {
        let store = Arc::clone(&store);
        calls.spawn(async move { partner(&store, n).await });
    }
    // While the file is locked only a refusal can come back.
    let first = calls.join_next().await.unwrap().unwrap();
    assert!(matches!(first, Err(StorageError::Busy(_))), "{first:?}");
    lock.execute_batch("ROLLBACK").unwrap();
    let mut made = 0;
    for outcome in calls.join_all().await {
        match outcome {
            Ok(_) => made += 1,
            Err(StorageError::Busy(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert!(made > 0);
    assert_eq!(store.partners().await.unwrap().len(), made);
    partner(&store, 1_000).await.unwrap();
}

#[tokio::test]
async fn another_process_is_noticed_by_the_next_token_check() {
    let (_folder, path) = folder();
    let server = attentive(&path);
    let id = partner(&server, 1).await.unwrap().id;
    token(&server, id, hash(9)).await;

    let cli = open(&path);
    account(&cli, id, 1).await.unwrap();
    let revision = cli.list_snapshot(id).await.unwrap().revision;
    let grant = server.token_grant(&hash(9)).await.unwrap().unwrap();
    assert_eq!(grant.revision, revision);

    token(&cli, id, hash(10)).await;
    assert!(server.token_grant(&hash(10)).await.unwrap().is_some());

    let client_id = ClientId::parse("client1").unwrap();
    cli.set_suspended(&client_id, Some(now()))
        .await
        .unwrap()
        .unwrap();
    for known in [hash(9), hash(10)] {
        let grant = server.token_grant(&known).await.unwrap().unwrap();
        assert!(grant.suspended);
    }
    cli.set_suspended(&client_id, None).await.unwrap().unwrap();
    assert_eq!(server.token_grant(&hash(9)).await.unwrap(), None);
    assert_eq!(server.token_grant(&hash(10)).await.unwrap(), None);
}

#[tokio::test]
async fn another_process_is_noticed_with_the_usual_options() {
    let (_folder, path) = folder();
    let server = open(&path);
    let id = partner(&server, 1).await.unwrap().id;
    token(&server, id, hash(9)).await;
    let client_id = ClientId::parse("client1").unwrap();
    open(&path)
        .set_suspended(&client_id, Some(now()))
        .await
        .unwrap();
    while !server
        .token_grant(&hash(9))
        .await
        .unwrap()
        .unwrap()
        .suspended
    {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_own_write_takes_in_what_others_wrote_before() {
    let (_folder, path) = folder();
    let server = inattentive(&path);
    let id = partner(&server, 1).await.unwrap().id;
    let cli = open(&path);
    token(&cli, id, hash(9)).await;
    account(&cli, id, 1).await.unwrap();
    account(&server, id, 2).await.unwrap();
    let grant = server.token_grant(&hash(9)).await.unwrap().unwrap();
    let revision = server.list_snapshot(id).await.unwrap().revision;
    assert_eq!(grant.revision, revision);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writing_processes_keep_each_others_memory_true() {
    let (_folder, path) = folder();
    let stores = [Arc::new(attentive(&path)), Arc::new(attentive(&path))];
    let id = partner(&stores[0], 1).await.unwrap().id;
    token(&stores[0], id, hash(9)).await;
    let mut writers = JoinSet::new();
    for (side, mine) in stores.iter().enumerate() {
        for lane in 0..4 {
            let (mine, other) = (Arc::clone(mine), Arc::clone(&stores[1 - side]));
            writers.spawn(async move {
                for n in 0..25 {
                    account(&mine, id, side * 1_000 + lane * 100 + n)
                        .await
                        .unwrap();
                    let revision = mine.list_snapshot(id).await.unwrap().revision;
                    for store in [&other, &mine] {
                        let grant = store.token_grant(&hash(9)).await.unwrap().unwrap();
                        assert!(grant.revision >= revision, "stale");
                    }
                }
            });
        }
    }
    while let Some(done) = writers.join_next().await {
        done.unwrap();
    }
    assert_eq!(stores[0].list_snapshot(id).await.unwrap().count, 200);
}

#[test]
fn several_may_open_a_new_file_at_once() {
    for _ in 0..20 {
        let (_folder, path) = folder();
        let opening: Vec<_> = (0..4)
            .map(|_| {
                let path = path.clone();
                std::thread::spawn(move || drop(open(&path)))
            })
            .collect();
        for thread in opening {
            thread.join().unwrap();
        }
    }
}

#[test]
fn a_newer_schema_is_refused() {
    let (_folder, path) = folder();
    drop(open(&path));
    let newer = Connection::open(&path).unwrap();
    newer
        .execute(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
             VALUES (999, 'future', '2030-01-01T00:00:00Z', '1')",
            [],
        )
        .unwrap();
    drop(newer);
    let message = refusal(&path);
    assert!(message.contains("newer Gangway (schema 999"), "{message}");
    assert!(message.contains("gangway.db"), "{message}");
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let (_folder, path) = folder();
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE recipe (id INTEGER)")
        .unwrap();
    drop(other);
    let message = refusal(&path);
    assert!(message.contains("another program"), "{message}");
    let other = Connection::open(&path).unwrap();
    let tables: i64 = other
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .unwrap();
    assert_eq!(tables, 1);
}

#[test]
fn what_is_no_database_is_named() {
    let (folder, path) = folder();
    std::fs::write(&path, "this is a letter to a friend\n".repeat(500)).unwrap();
    let message = refusal(&path);
    assert!(message.contains("no SQLite database"), "{message}");
    assert!(message.contains("gangway.db"), "{message}");
    let message = refusal(&folder.path().join("no/such/folder/gangway.db"));
    assert!(message.contains("folder exists"), "{message}");
    refusal(folder.path());
}

#[tokio::test]
async fn a_damaged_page_is_an_error_and_nothing_worse() {
    let (_folder, path) = folder();
    let store = open(&path);
    let id = partner(&store, 1).await.unwrap().id;
    for n in 0..200 {
        account(&store, id, n).await.unwrap();
    }
    drop(store);
    let mut bytes = std::fs::read(&path).unwrap();
    // The first page says that this is a database; all others are noise.
    bytes[4096..].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    let message = refusal(&path);
    assert!(message.contains("malformed"), "{message}");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = folder();
    let _store = open(&path);
    for file in [path.clone(), side_file(&path, "-wal")] {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

/// One damaged row must not keep the others from being taken over.
#[tokio::test]
async fn a_set_up_that_does_not_read_back_stands_in_nobodys_way() {
    let (_folder, path) = folder();
    let store = &open(&path);
    let partner = sample::partner(store, 1).await.id;
    let mut accounts = Vec::new();
    for n in 1..=2_u8 {
        let account = sample::create(store, partner, n.into()).await.id;
        let lease = Lease {
            owner: n.into(),
            until: Timestamp::from_secs(i64::from(n)),
        };
        let claimed =
            store.claim_exchange(account, Hash256([n; 32]), lease, Timestamp::from_secs(0));
        claimed.await.unwrap();
        accounts.push(account);
    }
    Connection::open(&path)
        .unwrap()
        .execute(
            "UPDATE account SET number = 'x' WHERE id = ?1",
            [accounts[0].row()],
        )
        .unwrap();
    let now = Timestamp::from_secs(10);
    let lease = || Lease {
        owner: 9,
        until: Timestamp::from_secs(20),
    };
    let taken = store.take_over(lease(), now).await.unwrap().unwrap();
    assert_eq!(taken.account.id, accounts[1]);
    assert_eq!(store.take_over(lease(), now).await.unwrap(), None);
}

/// Nor must one damaged job keep the others waiting.
#[tokio::test]
async fn a_job_that_does_not_read_back_stands_in_nobodys_way() {
    let (_folder, path) = folder();
    let store = &open(&path);
    let events = [1, 2].map(|n| MetaEvent {
        key: hash(n),
        received_at: Timestamp::from_secs(i64::from(n)),
        change: "{}".to_owned(),
    });
    store.keep_meta_events(events.to_vec()).await.unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM meta_event WHERE received_at < 2000")
        .unwrap();
    let lease = || Lease {
        owner: 9,
        until: Timestamp::from_secs(20),
    };
    let now = Timestamp::from_secs(10);
    let job = store.take_job(lease(), now).await.unwrap().unwrap();
    assert_eq!(job.kind, JobKind::MetaEvent(events[1].clone()));
    assert_eq!(store.take_job(lease(), now).await.unwrap(), None);
}

/// Nor one damaged account the others from expiring.
#[tokio::test]
async fn an_account_that_does_not_read_back_lets_the_others_expire() {
    let (_folder, path) = folder();
    let store = &open(&path);
    let partner = sample::partner(store, 1).await.id;
    // Every fourth one has a link that ends.
    for n in [4, 8] {
        sample::create(store, partner, n).await;
    }
    Connection::open(&path)
        .unwrap()
        .execute("UPDATE account SET number = 'x' WHERE id = 1", [])
        .unwrap();
    let late = Timestamp::from_secs(1_900_000_000);
    assert_eq!(store.expire_links(10, late).await.unwrap(), 2);
    assert_eq!(store.expire_links(10, late).await.unwrap(), 0);
    let expired = EventFilter {
        event: Some(PartnerEvent::Failed),
        limit: 10,
        ..EventFilter::default()
    };
    let told = store.events(partner, &expired).await.unwrap();
    assert_eq!(
        (told.events.len(), told.seen),
        (1, 3),
        "and no number is missing"
    );
}

/// Nor one damaged delivery, nor the endpoint of one partner.
#[tokio::test]
async fn what_does_not_read_back_is_not_sent_and_all_else_is() {
    let (_folder, path) = folder();
    let store = &open(&path);
    let now = Timestamp::from_secs(10);
    let mut partners = Vec::new();
    for n in 1..=2 {
        let partner = sample::partner(store, n).await.id;
        partners.push(partner);
        let url = WebhookUrl::parse("https://example.com/").unwrap().unwrap();
        let change = SetWebhook {
            partner,
            url: UrlChange::Set(url),
            email: None,
            fresh: EndpointSecret {
                sealed: Sealed::from_bytes(vec![1]),
                hint: String::new(),
            },
            rotate: false,
            former_until: now,
        };
        store.set_webhook(change).await.unwrap();
        for _ in 0..2 {
            store.test_webhook(partner, now).await.unwrap().unwrap();
        }
    }
    Connection::open(&path)
        .unwrap()
        .execute_batch(
            "UPDATE endpoint SET url = 'x' WHERE partner = 1;
             UPDATE partner_event SET event_id = 'x' WHERE id = 3",
        )
        .unwrap();
    let due = store.endpoints_due(now).await.unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].partner, partners[1]);
    let claim = async || {
        let lease = Lease {
            owner: 9,
            until: Timestamp::from_secs(20),
        };
        let claimed = store.claim_deliveries(partners[1], lease, 10, now).await;
        let ids = claimed.unwrap().into_iter().map(|one| one.id);
        ids.collect::<Vec<_>>()
    };
    assert_eq!(claim().await, [4]);
    assert_eq!(claim().await, []);
    let states = Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT group_concat(state, ' ' ORDER BY id) FROM delivery WHERE partner = 2",
            [],
            |row| row.get::<_, String>(0),
        )
        .unwrap();
    assert_eq!(
        states, "failed pending",
        "what does not read back is never tried"
    );
}
