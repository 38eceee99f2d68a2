//! Registered numbers: one that waits for its code, one that a link uses, one that a customer
//! has connected, with what was counted of it.

use super::{at, create_with, states, text};
use crate::{MessageCounts, NumberCounts, RegisterOutcome, Registration, Store};
use gangway_domain::{Month, PartnerId, PhoneNumber, PreverifiedId, Sealed};

/// How many accounts come with them.
pub(super) const ACCOUNTS: u64 = 2;

/// Makes them, with accounts of these serial numbers.
pub(super) async fn fill(store: &dyn Store, partner: PartnerId, first: u64) {
    for (m, comment) in (0..=ACCOUNTS).zip([Some("Front desk 7"), None, None]) {
        let number = PhoneNumber::from_meta(&format!("4930{first:05}{m}")).unwrap();
        let registration = Registration {
            partner,
            number: number.clone(),
            comment: comment.map(text),
            at: at(30 + m),
        };
        let reserved = store.reserve_number(registration).await.unwrap();
        assert!(matches!(reserved, RegisterOutcome::Reserved(_)));
        if m == 0 {
            continue;
        }
        let id = PreverifiedId::parse(&format!("900{first}{m}")).unwrap();
        assert!(store.number_added(partner, &number, &id).await.unwrap());
        let verified = store.number_verified(partner, &number, at(90_000));
        assert!(verified.await.unwrap());
        let serial = first + m - 1;
        let account = create_with(store, partner, serial, Some(number.clone())).await;
        if m == ACCOUNTS {
            states::connect(store, account.id, serial, number.clone()).await;
            let pin = Sealed::from_bytes(vec![7; 40]);
            let kept = store.keep_number_pin(&number, pin, at(400));
            kept.await.unwrap();
            count(store, number).await;
        }
    }
}

async fn count(store: &dyn Store, number: PhoneNumber) {
    let due = store.take_count(at(500), at(800)).await.unwrap().unwrap();
    let counts = NumberCounts {
        number,
        month: Month::of(at(500)),
        counts: MessageCounts {
            conversations: 40,
            marketing: 30,
            service: 8,
            incoming: 5,
        },
    };
    let stored = store.store_counts(due, vec![counts], at(501), at(500));
    stored.await.unwrap();
}
