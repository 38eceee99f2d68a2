//! Token checks over shared connections.

use super::{Shop, narrow};
use crate::PostgresStore;
use crate::lookups::CONNECTIONS;
use gangway_domain::{ClientId, Hash256, Text, Timestamp};
use gangway_storage::{NewPartner, NewToken, Partners, StorageError, TokenGrant};
use std::sync::Arc;
use tokio::task::JoinSet;

const TOKEN: Hash256 = Hash256([7; 32]);
const OTHERS: &str = "SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND query LIKE '%FROM access_token t%'
         AND pid <> pg_backend_pid()";

async fn issue(store: &PostgresStore) {
    let secret = Hash256([1; 32]);
    let partner = store
        .create_partner(NewPartner {
            name: Text::required("name", "Harbour Software").unwrap(),
            client_id: ClientId::parse("harbour").unwrap(),
            secret,
            language: None,
            redirect_hosts: Vec::new(),
            created_at: Timestamp::from_secs(1),
        })
        .await
        .unwrap();
    let token = NewToken {
        partner: partner.id,
        credential: partner.client_id,
        token: TOKEN,
        secret,
        issued_at: Timestamp::from_secs(1),
        expires_at: Timestamp::from_secs(2),
    };
    store.issue_token(token).await.unwrap();
}

/// Many checks at once, all of them answered alike.
async fn check_many(store: &Arc<PostgresStore>) -> Result<Option<TokenGrant>, StorageError> {
    let mut checks = JoinSet::new();
    for _ in 0..200 {
        let store = Arc::clone(store);
        checks.spawn(async move { store.token_grant(&TOKEN).await });
    }
    let mut all = checks.join_all().await;
    let one = all.pop().unwrap()?;
    for other in all {
        assert_eq!(other?, one);
    }
    Ok(one)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_checks_share_few_connections_and_need_none_of_the_pool() {
    let shop = Shop::with(narrow()).await;
    issue(&shop.store).await;
    // The only connection of the pool is taken.
    let unit = shop.store.begin(tokio::time::Instant::now()).await.unwrap();
    let opened = check_many(&shop.store).await.unwrap().unwrap();
    assert_eq!(opened.expires_at, Timestamp::from_secs(2));
    assert_eq!(shop.sql(OTHERS), CONNECTIONS.to_string());
    assert_eq!(
        shop.store.token_grant(&Hash256([8; 32])).await.unwrap(),
        None
    );
    drop(unit);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_connection_that_breaks_is_made_anew() {
    let shop = Shop::open().await;
    issue(&shop.store).await;
    for _ in 0..3 {
        assert!(check_many(&shop.store).await.unwrap().is_some());
        shop.sql(&OTHERS.replace("count(*)", "count(pg_terminate_backend(pid))"));
        assert!(check_many(&shop.store).await.unwrap().is_some());
    }
    assert_eq!(shop.sql(OTHERS), CONNECTIONS.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_a_newer_node_changed_is_looked_up_anew() {
    let shop = Shop::open().await;
    issue(&shop.store).await;
    assert!(check_many(&shop.store).await.unwrap().is_some());
    shop.sql("ALTER TABLE partner ALTER COLUMN revision TYPE NUMERIC");
    let read = shop.store.token_grant(&TOKEN).await;
    assert!(matches!(read, Err(StorageError::Refused(_))), "{read:?}");
    shop.sql("ALTER TABLE partner ALTER COLUMN revision TYPE BIGINT");
    assert!(check_many(&shop.store).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_store_checks_no_token() {
    let shop = Shop::open().await;
    issue(&shop.store).await;
    assert!(check_many(&shop.store).await.unwrap().is_some());
    shop.store.close().await;
    let refused = shop.store.token_grant(&TOKEN).await;
    let Err(StorageError::Unavailable(why)) = refused else {
        panic!("{refused:?}");
    };
    assert!(why.contains("shut down"), "{why}");
    shop.until(OTHERS, "0").await;
}
