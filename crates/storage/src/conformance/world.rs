//! What the cases start from: partners, accounts and unique values.

use crate::{
    ClaimOutcome, CreateOutcome, FinishOutcome, Finished, Grant, Idempotency, IssueOutcome, Lease,
    ListFilter, NewOnboarding, NewPartner, NewToken, Progress, RemoveOutcome, Rotation,
    StepFailure, StorageError, Store, Then,
};
use gangway_domain::{
    AccountDetails, AccountId, ClientId, Hash256, LandingSlug, LinkSlug, ListedNumber, Onboarding,
    OnboardingState, PageTexts, Partner, PartnerId, PhoneNumber, PhoneNumberId, Problem, Sealed,
    Step, TemporaryNumber, Text, TimelineEntry, TimelineEvent, Timestamp, WabaId,
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

pub(super) fn sealed(byte: u8) -> Sealed {
    Sealed::from_bytes(vec![byte; 40])
}

pub(super) fn proved(waba: &str, number: &str) -> Progress {
    Progress::Proved {
        waba: WabaId::parse(waba).unwrap(),
        phone_number: PhoneNumberId::parse(number).unwrap(),
    }
}

/// The grant of a claim that was granted.
pub(super) fn claimed(outcome: ClaimOutcome) -> Grant {
    match outcome {
        ClaimOutcome::Claimed(grant) => *grant,
        other => panic!("not claimed: {other:?}"),
    }
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

    /// Puts a new secret in force in the partner's first credential.
    pub(super) async fn rotate_first(&self, client: &Client) -> Hash256 {
        let secret = self.hash();
        let rotation = Rotation {
            partner: client.id(),
            client_id: client.partner.client_id.clone(),
            secret,
            at: at(6),
            overlap_until: None,
        };
        let rotated = self.store.rotate_credential(rotation).await.unwrap();
        assert!(rotated.rotated().is_some());
        secret
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
                credential: client.partner.client_id.clone(),
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
            number: None,
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
    pub(super) async fn exchanging(&self, account: AccountId) -> i64 {
        let owner = i64::try_from(self.serial()).unwrap();
        let outcome = self
            .store
            .claim_exchange(account, self.hash(), lease(owner, at(100_000)), at(0))
            .await
            .unwrap();
        assert!(matches!(outcome, ClaimOutcome::Claimed(_)), "{outcome:?}");
        owner
    }

    /// Takes the lease with a new code and stores its token; gives the owner.
    pub(super) async fn provision(&self, account: AccountId) -> i64 {
        let owner = self.exchanging(account).await;
        let token = Progress::Exchanged(sealed(1));
        let stored = self.store.progress(account, owner, token, at(1)).await;
        assert!(stored.unwrap());
        owner
    }

    /// Fails a set-up for good; says whether that was stored.
    pub(super) async fn halt(&self, account: AccountId, owner: i64, problem: Problem) -> bool {
        let then = Then::Halt {
            problem,
            not_before: None,
        };
        self.fail(account, owner, then).await
    }

    /// Fails the step of registering; says whether that was stored.
    pub(super) async fn fail(&self, account: AccountId, owner: i64, then: Then) -> bool {
        let failure = StepFailure {
            step: Step::Register,
            error: None,
            then,
        };
        let stored = self.store.fail_step(account, owner, failure, at(2)).await;
        stored.unwrap()
    }

    /// A new account of this partner in this state, as it reads back.
    pub(super) async fn in_state(&self, partner: PartnerId, state: OnboardingState) -> Onboarding {
        use OnboardingState as State;
        let new = NewOnboarding {
            expires_at: (state == State::Expired).then(|| at(5)),
            ..self.draft(partner)
        };
        let account = self.store_draft(new).await;
        let (id, session) = (account.id, self.hash());
        match state {
            State::Created => {}
            State::Opened => self.store.open(id, at(1)).await.unwrap(),
            State::Started => {
                self.store.start(id, session, at(1)).await.unwrap();
            }
            State::Cancelled => {
                self.store.start(id, session, at(1)).await.unwrap();
                let left = self.store.cancel(id, session, None, None, at(2));
                left.await.unwrap();
            }
            State::Exchanging => {
                self.exchanging(id).await;
            }
            State::Provisioning => {
                self.provision(id).await;
            }
            State::NeedsNumber | State::NeedsPin | State::NeedsAttention => {
                let problem = Problem::ALL
                    .into_iter()
                    .find(|problem| problem.state() == state);
                let owner = self.provision(id).await;
                assert!(self.halt(id, owner, problem.unwrap()).await);
            }
            State::Finished | State::Disconnected => {
                let digits = format!("97250{:07}", self.serial());
                self.finish(&account, &digits).await;
                if state == State::Disconnected {
                    let cut = self.store.disconnect(id, "offboarded", at(51));
                    assert!(cut.await.unwrap());
                }
            }
            State::Expired => {
                assert_eq!(self.store.expire_links(1, at(5)).await.unwrap(), 1);
            }
            State::Removed => {
                self.remove(partner, &account.number).await;
            }
        }
        let account = self.again(&account).await;
        assert_eq!(account.state, state);
        account
    }

    /// The timeline of an account.
    pub(super) async fn timeline(&self, account: AccountId) -> Vec<TimelineEntry> {
        self.store.timeline(account).await.unwrap()
    }

    /// The names of the events of an account.
    pub(super) async fn events(&self, account: AccountId) -> Vec<TimelineEvent> {
        let timeline = self.timeline(account).await;
        timeline.into_iter().map(|entry| entry.event).collect()
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
