//! What the cases start from: partners, accounts and unique values.

use crate::{
    ClaimOutcome, CreateOutcome, FinishOutcome, Finished, Idempotency, IssueOutcome, Lease,
    ListFilter, NewOnboarding, NewPartner, NewToken, RemoveOutcome, StorageError, Store,
};
use gangway_domain::{
    AccountDetails, AccountId, ClientId, Hash256, LandingSlug, LinkSlug, ListedNumber, Onboarding,
    OnboardingState, PageTexts, Partner, PartnerId, PhoneNumber, TemporaryNumber, Text, Timestamp,
};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A store and a source of values that were not used before.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) store: Arc<dyn Store>,
    serial: Arc<AtomicU64>,
}

/// A partner and the hash of its secret.
#[derive(Debug, Clone)]
pub(super) struct Client {
    pub(super) partner: Partner,
    pub(super) secret: Hash256,
}

impl Client {
    pub(super) const fn id(&self) -> PartnerId {
        self.partner.id
    }
}

/// `seconds` after the start of all cases.
pub(super) fn at(seconds: u64) -> Timestamp {
    Timestamp::from_secs(1_800_000_000).plus(Duration::from_secs(seconds))
}

pub(super) fn text<const MAX: usize>(raw: &str) -> Text<MAX> {
    Text::required("text", raw).unwrap()
}

pub(super) fn temporary(rest: u64) -> TemporaryNumber {
    TemporaryNumber::recognise(&format!("97257{rest:07}")).unwrap()
}

pub(super) fn real(digits: &str) -> PhoneNumber {
    PhoneNumber::from_meta(digits).unwrap()
}

pub(super) fn lease(owner: i64, until: Timestamp) -> Lease {
    Lease { owner, until }
}

/// The fragment of a create that made an account now.
pub(super) fn made(outcome: CreateOutcome) -> String {
    match outcome {
        CreateOutcome::Created {
            fragment,
            replayed: false,
        } => fragment,
        other => panic!("not made: {other:?}"),
    }
}

impl World {
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            serial: Arc::default(),
        }
    }

    pub(super) fn serial(&self) -> u64 {
        self.serial.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A hash that no other call gives.
    pub(super) fn hash(&self) -> Hash256 {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&self.serial().to_be_bytes());
        // Spread as real hashes are.
        bytes[8..16].copy_from_slice(
            &self
                .serial()
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .to_le_bytes(),
        );
        Hash256(bytes)
    }

    pub(super) fn draft_partner(&self) -> NewPartner {
        NewPartner {
            name: text("Sample Software"),
            client_id: ClientId::parse(&format!("client{}", self.serial())).unwrap(),
            secret: self.hash(),
            language: None,
            redirect_hosts: Vec::new(),
            created_at: at(0),
        }
    }

    pub(super) async fn client(&self) -> Client {
        let new = self.draft_partner();
        let secret = new.secret;
        let partner = self.store.create_partner(new).await.unwrap();
        Client { partner, secret }
    }

    pub(super) async fn try_token(
        &self,
        client: &Client,
        issued: u64,
        ends: u64,
    ) -> (Hash256, IssueOutcome) {
        let token = self.hash();
        let outcome = self
            .store
            .issue_token(NewToken {
                partner: client.id(),
                token,
                secret: client.secret,
                issued_at: at(issued),
                expires_at: at(ends),
            })
            .await
            .unwrap();
        (token, outcome)
    }

    pub(super) async fn token(&self, client: &Client) -> Hash256 {
        let (token, outcome) = self.try_token(client, 0, 3600).await;
        assert_eq!(outcome, IssueOutcome::Issued);
        token
    }

    /// An account to be made, with values of its own and a number that is free.
    pub(super) fn draft(&self, partner: PartnerId) -> NewOnboarding {
        let serial = self.serial();
        NewOnboarding {
            partner,
            created_at: at(serial),
            candidates: vec![temporary(1_000_000 + serial)],
            coexistence: false,
            details: AccountDetails {
                business_name: text("Corner Bakery"),
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
            },
            link: LinkSlug::parse(&format!("link{serial}")).unwrap(),
            landing: LandingSlug::parse(&format!("page{serial}")).unwrap(),
            expires_at: None,
        }
    }

    /// Stores a draft and reads it back.
    pub(super) async fn store_draft(&self, new: NewOnboarding) -> Onboarding {
        let link = new.link.clone();
        made(self.create(new, None).await.unwrap());
        self.by_link(&link).await
    }

    pub(super) async fn account(&self, partner: PartnerId) -> Onboarding {
        self.store_draft(self.draft(partner)).await
    }

    /// Creates, again and again while the store is busy.
    pub(super) async fn create(
        &self,
        new: NewOnboarding,
        key: Option<Idempotency>,
    ) -> Result<CreateOutcome, StorageError> {
        patiently(|| self.store.create_account(new.clone(), key.clone())).await
    }

    pub(super) async fn by_link(&self, link: &LinkSlug) -> Onboarding {
        self.store.account_by_link(link).await.unwrap().unwrap()
    }

    pub(super) async fn again(&self, account: &Onboarding) -> Onboarding {
        self.by_link(&account.link).await
    }

    pub(super) async fn state(&self, account: &Onboarding) -> OnboardingState {
        self.again(account).await.state
    }

    /// Takes the lease with a new code; gives the owner.
    pub(super) async fn provision(&self, account: AccountId) -> i64 {
        let owner = i64::try_from(self.serial()).unwrap();
        let outcome = self
            .store
            .claim_exchange(account, self.hash(), lease(owner, at(100_000)), at(0))
            .await
            .unwrap();
        assert!(matches!(outcome, ClaimOutcome::Claimed(_)), "{outcome:?}");
        owner
    }

    pub(super) async fn try_finish(
        &self,
        account: AccountId,
        owner: i64,
        digits: &str,
    ) -> FinishOutcome {
        let finished = Finished {
            number: real(digits),
            business: None,
            at: at(50),
        };
        self.store.finish(account, owner, finished).await.unwrap()
    }

    pub(super) async fn finish(&self, account: &Onboarding, digits: &str) -> Onboarding {
        let owner = self.provision(account.id).await;
        match self.try_finish(account.id, owner, digits).await {
            FinishOutcome::Finished(finished) => *finished,
            other => panic!("not finished: {other:?}"),
        }
    }

    pub(super) async fn remove(&self, partner: PartnerId, number: &ListedNumber) -> RemoveOutcome {
        self.store
            .remove_account(partner, number, at(60))
            .await
            .unwrap()
    }

    pub(super) async fn revision(&self, partner: PartnerId) -> i64 {
        self.store.list_snapshot(partner).await.unwrap().revision
    }

    /// The fragments of a filtered list in their order.
    pub(super) async fn list(&self, partner: PartnerId, filter: &ListFilter) -> Vec<String> {
        self.store
            .list_page(partner, filter)
            .await
            .unwrap()
            .fragments
    }

    /// The whole list as the snapshot has it.
    pub(super) async fn snapshot(&self, partner: PartnerId) -> String {
        let list = self.store.list_snapshot(partner).await.unwrap();
        String::from_utf8(list.fragments).unwrap()
    }
}

/// Calls again while the store says that it is busy, as its callers are asked to.
pub(super) async fn patiently<T, F>(mut call: impl FnMut() -> F) -> Result<T, StorageError>
where
    F: Future<Output = Result<T, StorageError>>,
{
    loop {
        match call().await {
            Err(StorageError::Busy(_)) => tokio::task::yield_now().await,
            other => return other,
        }
    }
}
