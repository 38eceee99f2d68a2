//! The settings of a session.

use super::{Shop, open};
use crate::error::Failure;
use crate::{PostgresOptions, PostgresStore, read};
use gangway_pg_cluster::psql;
use std::time::Duration;

async fn settings(store: &PostgresStore, names: &[&str]) -> Vec<String> {
    let read = read!(store, |reader| async {
        let mut values = Vec::new();
        for name in names {
            let row = reader.first("SELECT current_setting($1)", &[name]).await?;
            values.push(row.expect("a setting").try_get(0)?);
        }
        Ok::<_, Failure>(values)
    });
    read.unwrap()
}

#[tokio::test]
async fn a_session_has_limits_and_a_name() {
    let shop = Shop::with(PostgresOptions {
        statement_timeout: Duration::from_secs(10),
        ..PostgresOptions::default()
    })
    .await;
    let names = [
        "statement_timeout",
        "idle_in_transaction_session_timeout",
        "lock_timeout",
        "application_name",
        "client_encoding",
        "default_transaction_isolation",
        "client_connection_check_interval",
    ];
    assert_eq!(
        settings(&shop.store, &names).await,
        [
            "10s",
            "10s",
            "8s",
            "gangway",
            "UTF8",
            "read committed",
            "1s"
        ]
    );
    let named = format!("{}?application_name=till", shop.database.url());
    let store = open(&named, &PostgresOptions::default()).await;
    assert_eq!(settings(&store, &["application_name"]).await, ["till"]);
    store.close().await;
}

#[tokio::test]
async fn what_is_answered_is_durable_whatever_the_default() {
    let shop = Shop::open().await;
    for (default, expected) in [
        ("off", "on"),
        ("local", "on"),
        ("remote_write", "on"),
        ("remote_apply", "remote_apply"),
    ] {
        let name = shop.database.name();
        psql(
            shop.database.url(),
            &format!("ALTER DATABASE \"{name}\" SET synchronous_commit = {default}"),
        )
        .unwrap();
        let store = open(shop.database.url(), &PostgresOptions::default()).await;
        assert_eq!(settings(&store, &["synchronous_commit"]).await, [expected]);
        store.close().await;
    }
}

#[tokio::test]
async fn one_unit_commits_on_its_own_isolation() {
    let shop = Shop::open().await;
    let name = shop.database.name();
    shop.sql(&format!(
        "ALTER DATABASE \"{name}\" SET default_transaction_isolation = serializable"
    ));
    let store = open(shop.database.url(), &PostgresOptions::default()).await;
    let level = crate::unit!(&store, |unit| async {
        let row = unit.first("SELECT current_setting('transaction_isolation')", &[]);
        Ok::<String, Failure>(row.await?.expect("a setting").try_get(0)?)
    });
    assert_eq!(level.unwrap(), "read committed");
    store.close().await;
}
