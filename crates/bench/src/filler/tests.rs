//! On a server of their own: filling changes a setting of the whole server for a while.

#![allow(clippy::unwrap_used, clippy::panic)]

use super::schema::{self, Indexes};
use super::*;
use gangway_pg_cluster::{Cluster, ClusterOptions, Database};

const MIGRATIONS: [&str; 5] = [
    include_str!("../../../storage-postgres/migrations/V1__partners_and_accounts.sql"),
    include_str!("../../../storage-postgres/migrations/V2__pipeline.sql"),
    include_str!("../../../storage-postgres/migrations/V3__webhooks.sql"),
    include_str!("../../../storage-postgres/migrations/V4__numbers.sql"),
    include_str!("../../../storage-postgres/migrations/V5__dashboard.sql"),
];

async fn migrated(cluster: &Cluster) -> (Database, Client) {
    let database = Database::create(&cluster.url("postgres")).unwrap();
    let client = connect(database.url()).await.unwrap();
    for migration in MIGRATIONS {
        client.batch_execute(migration).await.unwrap();
    }
    (database, client)
}

async fn number(client: &Client, sql: &str) -> i64 {
    client.query_one(sql, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn a_filled_store_keeps_its_schema_its_rules_and_its_rows() {
    let cluster = Cluster::start(&ClusterOptions::default()).unwrap();
    let (database, client) = migrated(&cluster).await;
    client
        .batch_execute(
            "INSERT INTO partner (name, client_id, redirect_hosts, created_at)
             VALUES ('one', 'one', '', 1);
             INSERT INTO account (partner, created_at, number, coexistence, business_name,
                 display_name, link, landing, state, search)
             VALUES (1, 1, '972577654321', true, 'x', 'x', 'l', 'p', 'created', 'x');
             INSERT INTO list_entry VALUES (1, 1, 1, '{}');
             INSERT INTO temporary_number VALUES ('972577654321', 1);",
        )
        .await
        .unwrap();
    let before = schema::read(&client).await.unwrap();

    fill(database.url(), 3_000).await.unwrap();

    assert_eq!(schema::read(&client).await.unwrap(), before);
    for (sql, expected) in [
        ("SELECT count(*) FROM account", 3_000),
        ("SELECT count(*) FROM list_entry", 3_000),
        // The number that was taken was left out.
        ("SELECT count(*) FROM temporary_number", 3_000),
        (
            "SELECT count(*) FROM list_entry WHERE (partner, account, fragment) = (1, 1, '{}')",
            1,
        ),
        // What foreign keys would have said.
        (
            "SELECT count(*) FROM account a JOIN partner p ON p.id = a.partner
             JOIN list_entry l ON (l.account, l.partner, l.created_at)
                 = (a.id, a.partner, a.created_at)
             JOIN temporary_number t ON t.account = a.id",
            3_000,
        ),
        (
            "SELECT count(*) FROM account WHERE state = 'created' AND id > 1
             AND number NOT IN (SELECT number FROM temporary_number)",
            0,
        ),
        (
            "SELECT count(*) FROM list_entry l JOIN account a ON a.id = l.account
             WHERE a.id > 1 AND replace(fragment, chr(1), '')::json ->> 'whatsapp' <> a.number",
            0,
        ),
        ("SELECT nextval('account_id_seq')", 3_001),
        (
            "SELECT count(*) FROM access_token WHERE expires_at > 1000",
            400,
        ),
    ] {
        assert_eq!(number(&client, sql).await, expected, "{sql}");
    }
    let sizes = client
        .query_one(
            "SELECT max(n), min(n) FROM (SELECT count(*) n FROM account WHERE id > 1
             GROUP BY partner) sizes",
            &[],
        )
        .await
        .unwrap();
    let (most, least): (i64, i64) = (sizes.get(0), sizes.get(1));
    assert!(most > 10 * least, "{most} and {least}");
    let width = number(
        &client,
        "SELECT avg(length(fragment))::BIGINT FROM list_entry WHERE account > 1",
    )
    .await;
    assert!((380..460).contains(&width), "{width}");
}

#[tokio::test]
async fn indexes_go_and_come_back_as_they_were() {
    let cluster = Cluster::start(&ClusterOptions::default()).unwrap();
    let (_database, client) = migrated(&cluster).await;
    let before = schema::read(&client).await.unwrap();
    let indexes = Indexes::read(&client, &TABLES).await.unwrap();
    indexes.drop_all(&client).await.unwrap();
    let bare = schema::read(&client).await.unwrap();
    let gone = schema::difference(&before, &bare);
    for name in [
        "account_link_key",
        "account_by_real_number",
        "list_entry_pkey",
    ] {
        assert!(gone.contains(name), "{name}: {gone}");
    }
    // Foreign keys stand on it.
    assert!(!gone.contains("account_pkey"), "{gone}");
    indexes.make_all(&client).await.unwrap();
    let after = schema::read(&client).await.unwrap();
    assert_eq!(after, before);

    // An index that is not what it was is noticed.
    client
        .batch_execute("DROP INDEX account_by_reference; CREATE INDEX account_by_reference ON account (reference)")
        .await
        .unwrap();
    let other = schema::read(&client).await.unwrap();
    assert!(
        schema::difference(&before, &other).contains("new: index account.account_by_reference")
    );
}
