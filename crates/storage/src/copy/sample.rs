//! A store full of every kind of row, for the tests of a copy.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this is test code"
)]

mod branding;
mod numbers;
mod people;
mod states;
mod webhooks;

use crate::{
    CreateOutcome, DomainOutcome, Idempotency, IssueOutcome, JobEnd, JobKind, Lease, MetaEvent,
    NewCredential, NewOnboarding, NewPartner, NewToken, RemoveOutcome, Rotation, Store, Unclaimed,
};
use gangway_domain::{
    AccountDetails, ClientId, Email, Hash256, HttpsUrl, LandingSlug, Language, LinkSlug,
    MetaBusinessId, Onboarding, OwnDomain, PageTexts, Partner, PartnerId, PhoneNumber,
    RedirectHost, Sealed, TemporaryNumber, Text, Timestamp, WabaId,
};
use std::time::Duration;

/// How many accounts of a partner are there for the states that they are in.
const IN_STATES: u64 = 18;
/// How many accounts [`fill`] makes for a partner: one in each state, and some more.
pub const ACCOUNTS: u64 = IN_STATES + numbers::ACCOUNTS;

/// A hash that stands for this number.
#[must_use]
pub fn hash(n: u64) -> Hash256 {
    let mut bytes = [0; 32];
    // Spread as real hashes are.
    bytes[..8].copy_from_slice(&n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes());
    bytes[24..].copy_from_slice(&n.to_be_bytes());
    Hash256(bytes)
}

/// Makes these partners with tokens, and for each of them accounts in every state, with
/// grants, codes, idempotency keys and webhooks. The same numbers make the same rows.
pub async fn fill(store: &dyn Store, partners: std::ops::Range<u64>) {
    store
        .key_probe(Sealed::from_bytes(vec![7; 48]))
        .await
        .unwrap();
    for n in partners {
        let partner = partner(store, n).await;
        token(store, &partner, n).await;
        credentials(store, &partner, n).await;
        for m in 0..IN_STATES {
            let account = create(store, partner.id, n * ACCOUNTS + m).await;
            states::bring(store, &account, n, m).await;
        }
        numbers::fill(store, partner.id, n * ACCOUNTS + IN_STATES).await;
        told(store, n).await;
        webhooks::fill(store, partner.id, n).await;
        people::fill(store, partner.id, n).await;
        if n.is_multiple_of(2) {
            let domain = OwnDomain::parse(&format!("pages{n}.example.com")).unwrap();
            let set = store.set_domain(&partner.client_id, Some(domain)).await;
            assert!(matches!(set, Ok(DomainOutcome::Set(_))));
        }
        if n % 3 == 2 {
            let suspended = store.set_suspended(&partner.client_id, Some(at(n))).await;
            suspended.unwrap();
        }
    }
}

/// Makes one partner.
pub async fn partner(store: &dyn Store, n: u64) -> Partner {
    let host = |name: &str| RedirectHost::parse(name).unwrap();
    let new = NewPartner {
        name: text(&format!("Harbour Software {n}")),
        client_id: ClientId::parse(&format!("client{n}")).unwrap(),
        secret: hash(n),
        language: Language::parse("language", if n.is_multiple_of(2) { "he" } else { "" }).unwrap(),
        redirect_hosts: vec![host("www.example.com"), host("shop.example.com")],
        created_at: at(n),
    };
    let partner = store.create_partner(new).await.unwrap();
    branding::fill(store, partner.id, n).await;
    partner
}

async fn token(store: &dyn Store, partner: &Partner, n: u64) {
    for m in 0..3 {
        let new = NewToken {
            partner: partner.id,
            credential: partner.client_id.clone(),
            token: hash(n * 100 + m),
            secret: hash(n),
            issued_at: at(0),
            expires_at: at(3600 + m),
        };
        let outcome = store.issue_token(new).await.unwrap();
        assert_eq!(outcome, IssueOutcome::Issued);
    }
}

/// One with a secret that goes on working for a while, and one that is revoked.
async fn credentials(store: &dyn Store, partner: &Partner, n: u64) {
    for m in 0..2 {
        let client_id = ClientId::parse(&format!("more{n}x{m}")).unwrap();
        let new = NewCredential {
            client_id: client_id.clone(),
            partner: partner.id,
            label: (m == 0).then(|| text("Shop")),
            secret: hash(n * 100 + 40 + m),
            created_at: at(n + m),
        };
        assert!(store.create_credential(new).await.unwrap().is_some());
        if m == 0 {
            let rotation = Rotation {
                partner: partner.id,
                client_id,
                secret: hash(n * 100 + 50),
                at: at(n + m),
                overlap_until: Some(at(n + 9_000)),
            };
            let rotated = store.rotate_credential(rotation).await.unwrap();
            assert!(rotated.rotated().is_some());
        } else {
            let revoked = store.revoke_credential(partner.id, &client_id, at(n + 5));
            assert!(revoked.await.unwrap());
        }
    }
}

/// Makes one account; some come with everything that may be said of one, some with little.
pub async fn create(store: &dyn Store, partner: PartnerId, n: u64) -> Onboarding {
    create_with(store, partner, n, None).await
}

async fn create_with(
    store: &dyn Store,
    partner: PartnerId,
    n: u64,
    number: Option<PhoneNumber>,
) -> Onboarding {
    let link = LinkSlug::parse(&format!("link{n}")).unwrap();
    let new = NewOnboarding {
        partner,
        // Many at the same moment, and not in the order of the ids.
        created_at: at(1_000 - n % 5),
        number,
        candidates: vec![TemporaryNumber::recognise(&format!("97257{n:07}")).unwrap()],
        coexistence: n.is_multiple_of(2),
        details: if n.is_multiple_of(3) {
            bare(n)
        } else {
            full(n)
        },
        link: link.clone(),
        landing: LandingSlug::parse(&format!("page{n}")).unwrap(),
        expires_at: (n.is_multiple_of(4)).then(|| at(90_000 + n)),
    };
    let key = (n % 2 == 1).then(|| Idempotency {
        key: format!("order {n} \u{1F600}"),
        body: hash(n),
        forget_before: at(0),
    });
    let made = store.create_account(new, key).await.unwrap();
    assert!(matches!(made, CreateOutcome::Created { .. }), "{made:?}");
    store.account_by_link(&link).await.unwrap().unwrap()
}

fn bare(n: u64) -> AccountDetails {
    AccountDetails {
        business_name: text(&format!("Corner Bakery {n}")),
        business_email: None,
        business_id: None,
        business_address: None,
        display_name: text("Bakery"),
        reference: None,
        texts: PageTexts::default(),
        language: None,
        redirect_success: None,
        redirect_failed: None,
        domain_verification: None,
    }
}

fn full(n: u64) -> AccountDetails {
    let https = |path: &str| HttpsUrl::parse("url", &format!("https://www.example.com/{path}"));
    AccountDetails {
        business_name: text(&format!("מאפיית הפינה \"ב\" \\ {n} \u{1F600}")),
        business_email: Email::parse("email", "owner@example.com").unwrap(),
        business_id: Some(text("51-555")),
        business_address: Some(text("1 High Street; Springfield")),
        display_name: text("Cafe\u{301}"),
        reference: Some(text(&format!("crm/{}", n % 7))),
        texts: PageTexts {
            logo: https("logo.png").unwrap(),
            picture: Some(branding::PICTURE),
            message: Some(text("ﷺ Welcome")),
            button: Some(text("Go")),
            success: Some(text("Done")),
            failed: Some(text("Sorry")),
        },
        language: Language::parse("language", "pt-BR").unwrap(),
        redirect_success: https("yes?a=1").unwrap(),
        redirect_failed: https("no").unwrap(),
        domain_verification: Some(text("abc123")),
    }
}

/// What Meta told: done, under way and waiting, and a customer of whom nobody knows.
async fn told(store: &dyn Store, n: u64) {
    let events = (0..3).map(|m| MetaEvent {
        key: hash(n * 10 + m),
        received_at: at(300 + m),
        change: format!("{{\"field\":\"account_update\",\"n\":{n}}}"),
    });
    let events: Vec<MetaEvent> = events.collect();
    let new = events.len();
    assert_eq!(store.keep_meta_events(events).await.unwrap(), new);
    for m in 0..3 {
        let lease = Lease {
            owner: i64::try_from(n * 10 + m).unwrap(),
            until: at(900),
        };
        let owner = lease.owner;
        let job = store.take_job(lease, at(400)).await.unwrap().unwrap();
        let end = match job.kind {
            JobKind::TakeBack(_) | JobKind::EndpointOff(_) => JobEnd::Later(at(600)),
            JobKind::MetaEvent(_) if m == 1 => JobEnd::Done("disconnected"),
            JobKind::MetaEvent(_) => continue,
        };
        assert!(store.end_job(job.id, owner, end, at(401)).await.unwrap());
    }
    let unclaimed = Unclaimed {
        waba: WabaId::parse(&format!("7{n}")).unwrap(),
        business: n
            .is_multiple_of(2)
            .then(|| MetaBusinessId::parse("98").unwrap()),
        at: at(n),
        reason: "several".to_owned(),
    };
    store.add_unclaimed(unclaimed).await.unwrap();
}

/// Makes a partner, an account and a webhook after a copy; fails where an id is given out
/// twice.
pub async fn goes_on(store: &dyn Store, n: u64) {
    let before: Vec<PartnerId> = store
        .partners()
        .await
        .unwrap()
        .iter()
        .map(|p| p.id)
        .collect();
    let made = partner(store, n).await;
    assert!(before.iter().all(|id| *id < made.id), "{:?}", made.id);
    let account = create(store, made.id, n * ACCOUNTS).await;
    let removed = store.remove_account(made.id, &account.number, at(1)).await;
    assert_eq!(removed.unwrap(), RemoveOutcome::Removed);
    webhooks::goes_on(store, made.id, n).await;
}

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_secs(1_800_000_000).plus(Duration::from_secs(seconds))
}

fn text<const MAX: usize>(raw: &str) -> Text<MAX> {
    Text::required("text", raw).unwrap()
}
