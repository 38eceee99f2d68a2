//! Taking over from rows that are damaged.

use super::Shop;
use gangway_domain::{Hash256, Timestamp};
use gangway_storage::copy::sample;
use gangway_storage::{Journey, Lease};

/// One damaged row must not keep the others from being taken over.
#[tokio::test]
async fn a_set_up_that_does_not_read_back_stands_in_nobodys_way() {
    let shop = Shop::open().await;
    let store = &*shop.store;
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
    let first = accounts[0].row();
    shop.sql(&format!(
        "UPDATE account SET number = 'x' WHERE id = {first}"
    ));
    let now = Timestamp::from_secs(10);
    let lease = || Lease {
        owner: 9,
        until: Timestamp::from_secs(20),
    };
    let taken = store.take_over(lease(), now).await.unwrap().unwrap();
    assert_eq!(taken.account.id, accounts[1]);
    assert_eq!(store.take_over(lease(), now).await.unwrap(), None);
}
