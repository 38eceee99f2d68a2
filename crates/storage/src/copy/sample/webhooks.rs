//! Endpoints, and deliveries that have come to everything that they may come to.

use super::at;
use crate::{
    DeliveryAttempt, DeliveryEnd, EndedDelivery, EndpointSecret, Lease, ReplayAllOutcome,
    SetWebhook, Store, UrlChange,
};
use gangway_domain::{AttemptFault, Email, PartnerId, Sealed, WebhookUrl};
use std::time::Duration;

/// An endpoint with a rotated secret, to which some of the partner's events were sent; that of
/// every third partner is switched off.
pub(super) async fn fill(store: &dyn Store, partner: PartnerId, n: u64) {
    endpoint(store, partner, n).await;
    let again = store.replay_undelivered(partner, at(0), 0, 4, at(800));
    let again = again.await.unwrap();
    assert!(matches!(again, ReplayAllOutcome::Queued { queued: 4, .. }));
    for m in 0..3 {
        let test = store.test_webhook(partner, at(801 + m)).await.unwrap();
        assert!(test.is_some());
    }
    let attempts = [
        DeliveryEnd::Delivered(answered(204, b"")),
        DeliveryEnd::Again(unanswered(), at(1_100)),
        DeliveryEnd::Failed(answered(500, b"\0\xff not text")),
    ];
    // The last one that is claimed stays under way.
    let under_way = attempts.len() + 1;
    end(store, partner, n, under_way, attempts.into()).await;
    let gone = (n % 3 == 1).then(|| DeliveryEnd::Gone(answered(410, "עזב".as_bytes())));
    let (one, ended) = (1, gone.unwrap_or(DeliveryEnd::Released));
    end(store, partner, n, one, vec![ended]).await;
}

/// Tells a partner something that it wants no more of.
pub(super) async fn goes_on(store: &dyn Store, partner: PartnerId, n: u64) {
    endpoint(store, partner, n).await;
    assert!(
        store
            .test_webhook(partner, at(800))
            .await
            .unwrap()
            .is_some()
    );
    let gone = DeliveryEnd::Gone(answered(410, b"Gone"));
    end(store, partner, n, 1, vec![gone]).await;
}

async fn endpoint(store: &dyn Store, partner: PartnerId, n: u64) {
    let secret = |byte: u8| EndpointSecret {
        sealed: Sealed::from_bytes(vec![byte; 50]),
        hint: format!("x{byte}"),
    };
    let url = format!("https://hooks.example.com/in?partner={n}");
    let made = SetWebhook {
        partner,
        url: UrlChange::Set(WebhookUrl::parse(&url).unwrap().unwrap()),
        email: Some(Email::parse("email", "dev@example.com").unwrap()),
        fresh: secret(1),
        rotate: false,
        former_until: at(0),
    };
    let rotated = SetWebhook {
        url: UrlChange::Keep,
        email: None,
        fresh: secret(2),
        rotate: true,
        former_until: at(90_000),
        ..made.clone()
    };
    for change in [made, rotated] {
        let set = store.set_webhook(change).await.unwrap();
        assert!(set.unwrap().secret_made);
    }
}

/// Claims so many deliveries, and ends the first of them.
async fn end(
    store: &dyn Store,
    partner: PartnerId,
    n: u64,
    claimed: usize,
    ends: Vec<DeliveryEnd>,
) {
    let lease = Lease {
        owner: i64::try_from(n).unwrap() + 70,
        until: at(900),
    };
    let (owner, most) = (lease.owner, u32::try_from(claimed).unwrap());
    let due = store.claim_deliveries(partner, lease, most, at(810)).await;
    let due = due.unwrap();
    assert_eq!(due.len(), claimed);
    let ended = due.iter().zip(ends).map(|(delivery, end)| EndedDelivery {
        delivery: delivery.id,
        partner,
        end,
    });
    let ended = store.end_deliveries(owner, ended.collect(), at(820)).await;
    ended.unwrap();
}

fn answered(http_status: u16, answer: &[u8]) -> DeliveryAttempt {
    DeliveryAttempt {
        at: at(815),
        took: Duration::from_millis(120),
        http_status: Some(http_status),
        fault: None,
        answer: answer.to_vec(),
    }
}

fn unanswered() -> DeliveryAttempt {
    DeliveryAttempt {
        at: at(815),
        took: Duration::from_secs(15),
        http_status: None,
        fault: Some(AttemptFault::Timeout),
        answer: Vec::new(),
    }
}
