//! A store that notes which of its methods are called.

use crate::{
    AccountRows, Accounts, AssetsInUse, Attempt, Audit, AuditEntry, AuditFilter, AuditOutcome,
    Brandings, ClaimOutcome, Claims, Connected, ConnectedNumber, CountDue, CreateOutcome,
    Credential, Credentials, Delivery, DeliveryAttempt, DeliveryFilter, DeliveryRecord, Desk,
    DialogState, Dialogs, DomainOutcome, EndedDelivery, Endpoint, EventFilter, EventPage, Fact,
    FinishOutcome, Finished, Funnel, Given, Grant, Idempotency, Installation, Invitation,
    IssueOutcome, Job, JobEnd, Jobs, JoinOutcome, Journey, Lease, Limits, ListFilter, ListPage,
    ListSnapshot, Live, LogoFile, Member, MemberOutcome, MetaEvent, Milestone, NewAuditEntry,
    NewCredential, NewInvitation, NewLink, NewOnboarding, NewPartner, NewPerson, NewSession,
    NewToken, NumberCounts, Numbers, Outbox, PartnerUsage, Partners, People, Progress, Recovery,
    RegisterOutcome, Registration, ReleaseOutcome, RemoveConnectedOutcome, RemoveOutcome,
    RenewOutcome, RenewalWish, ReplayAllOutcome, ReplayOutcome, ReturnedDialog, Rotation,
    RotationOutcome, RowFilter, SealedSample, Secrets, SessionView, SetWebhook, SignIn,
    StartOutcome, StepFailure, StepRecord, StorageError, Store, TakenOver, TokenGrant, Unclaimed,
    WakeUp, WebhookSet, Webhooks,
};
use async_trait::async_trait;
use gangway_domain::{
    AccountId, Branding, BrandingChange, ClientId, Email, EventId, FieldError, Hash256, HttpsUrl,
    LandingSlug, Language, LinkSlug, ListedNumber, Logo, LogoRef, Month, NumberCall, Onboarding,
    OwnDomain, Partner, PartnerId, PasswordHash, PersonId, PhoneNumber, PhoneNumberId, PictureHash,
    PreverifiedId, RegisteredNumber, Role, Sealed, Step, Text, TimelineEntry, Timestamp, WabaId,
};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

/// The methods that were called so far.
#[derive(Debug, Clone, Default)]
pub struct Seen(Arc<Mutex<HashSet<&'static str>>>);

impl Seen {
    /// Puts itself before a store.
    #[must_use]
    pub fn recording(&self, store: Arc<dyn Store>) -> Arc<dyn Store> {
        Arc::new(Recording {
            store,
            seen: self.clone(),
        })
    }

    /// The methods that nobody has called.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let seen = self.0.lock().unwrap();
        METHODS
            .iter()
            .filter(|name| !seen.contains(*name))
            .copied()
            .collect()
    }
}

#[derive(Debug)]
struct Recording {
    store: Arc<dyn Store>,
    seen: Seen,
}

/// Implements the traits and lists their methods from one description: the compiler sees
/// to it that none is left out.
macro_rules! recording {
    ($( $trait:ident {
        $( $method:ident ( $($arg:ident : $ty:ty),* ) -> $out:ty; )*
        $( => $quick:ident () -> $quick_out:ty; )?
    } )*) => {
        /// Every method of the store traits.
        pub const METHODS: &[&str] = &[
            $(
                $( concat!(stringify!($trait), "::", stringify!($method)), )*
                $( concat!(stringify!($trait), "::", stringify!($quick)), )?
            )*
        ];

        $(
            #[async_trait]
            impl $trait for Recording {
                $(
                    async fn $method(&self, $($arg: $ty),*) -> Result<$out, StorageError> {
                        let name = concat!(stringify!($trait), "::", stringify!($method));
                        self.seen.0.lock().unwrap().insert(name);
                        self.store.$method($($arg),*).await
                    }
                )*
                $(
                    fn $quick(&self) -> $quick_out {
                        let name = concat!(stringify!($trait), "::", stringify!($quick));
                        self.seen.0.lock().unwrap().insert(name);
                        self.store.$quick()
                    }
                )?
            }
        )*
    };
}

recording! {
    Partners {
        create_partner(new: NewPartner) -> Partner;
        partners() -> Vec<Partner>;
        partner(id: PartnerId) -> Option<Partner>;
        partner_by_client_id(client_id: &ClientId) -> Option<Partner>;
        set_suspended(client_id: &ClientId, at: Option<Timestamp>) -> Option<Partner>;
        set_domain(client_id: &ClientId, domain: Option<OwnDomain>) -> DomainOutcome;
        domains() -> Vec<(PartnerId, OwnDomain)>;
        issue_token(new: NewToken) -> IssueOutcome;
        token_grant(token: &Hash256) -> Option<TokenGrant>;
    }
    Credentials {
        credentials(partner: PartnerId) -> Vec<Credential>;
        secrets(client_id: &ClientId) -> Option<Secrets>;
        create_credential(new: NewCredential) -> Option<Credential>;
        rotate_credential(rotation: Rotation) -> RotationOutcome;
        revoke_credential(partner: PartnerId, client_id: &ClientId, now: Timestamp) -> bool;
    }
    People {
        has_operator() -> bool;
        invite(new: NewInvitation) -> ();
        invitation(secret: &Hash256, now: Timestamp) -> Option<Invitation>;
        invitations(partner: Option<PartnerId>, now: Timestamp) -> Vec<Invitation>;
        take_invitation_back(partner: Option<PartnerId>, id: i64) -> bool;
        join_new(secret: &Hash256, person: NewPerson, session: NewSession) -> JoinOutcome;
        join(secret: &Hash256, person: PersonId, now: Timestamp) -> JoinOutcome;
        reset_password(secret: &Hash256, password: PasswordHash, session: NewSession) -> Option<PersonId>;
        sign_in(email: &Email) -> Option<SignIn>;
        sign_in_of(person: PersonId) -> Option<SignIn>;
        count_try(key: &Hash256, now: Timestamp) -> Option<Timestamp>;
        forget_tries(key: &Hash256, now: Timestamp) -> ();
        open_session(new: NewSession, password: PasswordHash) -> bool;
        session(session: &Hash256, now: Timestamp) -> Option<SessionView>;
        session_seen(session: &Hash256, now: Timestamp) -> ();
        code_given(session: &Hash256, step: i64, new: NewSession) -> bool;
        end_session(session: &Hash256) -> ();
        end_other_sessions(person: PersonId, keep: &Hash256) -> ();
        change_password(person: PersonId, password: PasswordHash, keep: &Hash256) -> ();
        change_person(person: PersonId, name: Text<100>, language: Option<Language>) -> ();
        add_totp(person: PersonId, totp: Sealed, step: i64, keep: &Hash256) -> bool;
        drop_totp(person: PersonId) -> ();
        members(partner: Option<PartnerId>) -> Vec<Member>;
        set_role(partner: PartnerId, person: PersonId, role: Role) -> MemberOutcome;
        remove_member(partner: Option<PartnerId>, person: PersonId) -> MemberOutcome;
    }
    Desk {
        account_rows(partner: PartnerId, filter: &RowFilter) -> AccountRows;
        account_of(partner: PartnerId, id: AccountId) -> Option<Onboarding>;
        milestones(accounts: &[AccountId]) -> Vec<Milestone>;
        funnel(partner: PartnerId, from: Timestamp, to: Timestamp) -> Funnel;
        partner_usage(since: Timestamp) -> Vec<PartnerUsage>;
    }
    Audit {
        audit(entry: NewAuditEntry) -> i64;
        audit_ended(id: i64, outcome: AuditOutcome) -> ();
        audit_entries(filter: &AuditFilter) -> Vec<AuditEntry>;
    }
    Accounts {
        create_account(new: NewOnboarding, key: Option<Idempotency>) -> CreateOutcome;
        account_by_link(link: &LinkSlug) -> Option<Onboarding>;
        account_by_landing(landing: &LandingSlug) -> Option<Onboarding>;
        lists_number(partner: PartnerId, number: &PhoneNumber) -> bool;
        remove_account(partner: PartnerId, number: &ListedNumber, now: Timestamp) -> RemoveOutcome;
        account_by_number(partner: PartnerId, number: &ListedNumber) -> Option<Onboarding>;
        renew_link(partner: PartnerId, number: &ListedNumber, new: NewLink, now: Timestamp) -> RenewOutcome;
        request_renewal(account: AccountId, now: Timestamp) -> bool;
        renewal_wishes(partner: PartnerId) -> Vec<RenewalWish>;
        expire_links(at_most: u32, now: Timestamp) -> u32;
        list_snapshot(partner: PartnerId) -> ListSnapshot;
        list_page(partner: PartnerId, filter: &ListFilter) -> ListPage;
    }
    Journey {
        open(account: AccountId, now: Timestamp) -> ();
        start(account: AccountId, session: Hash256, now: Timestamp) -> StartOutcome;
        claim_assets(account: AccountId, session: Hash256, claims: Claims) -> bool;
        is_latest(account: AccountId, session: Hash256) -> bool;
        cancel(account: AccountId, session: Hash256, step: Option<String>, cause: Option<String>, now: Timestamp) -> ();
        claim_exchange(account: AccountId, code: Hash256, lease: Lease, now: Timestamp) -> ClaimOutcome;
        claim_resume(account: AccountId, given: Given, lease: Lease, now: Timestamp) -> ClaimOutcome;
        claim_recovery(account: AccountId, recovery: Recovery, lease: Lease, now: Timestamp) -> ClaimOutcome;
        begin_step(account: AccountId, owner: i64, step: Step, now: Timestamp) -> Option<StepRecord>;
        progress(account: AccountId, owner: i64, step: Progress, now: Timestamp) -> bool;
        fail_step(account: AccountId, owner: i64, failure: StepFailure, now: Timestamp) -> bool;
        renew(account: AccountId, lease: Lease) -> bool;
        hand_over(account: AccountId, owner: i64) -> ();
        take_over(lease: Lease, now: Timestamp) -> Option<TakenOver>;
        finish(account: AccountId, owner: i64, finished: Finished) -> FinishOutcome;
        grant(account: AccountId) -> Option<Grant>;
        steps(account: AccountId) -> Vec<StepRecord>;
        timeline(account: AccountId) -> Vec<TimelineEntry>;
        assets_in_use(waba: &WabaId, phone_number: &PhoneNumberId) -> AssetsInUse;
    }
    Dialogs {
        keep_dialog(state: DialogState, now: Timestamp) -> ();
        return_dialog(hash: Hash256, now: Timestamp) -> Option<ReturnedDialog>;
    }
    Jobs {
        keep_meta_events(events: Vec<MetaEvent>) -> usize;
        take_job(lease: Lease, now: Timestamp) -> Option<Job>;
        end_job(job: i64, owner: i64, end: JobEnd, now: Timestamp) -> bool;
        hasten_take_back(account: AccountId, now: Timestamp) -> ();
        erase_grant(account: AccountId) -> ();
        forget_meta_events(before: Timestamp, at_most: u32) -> u32;
    }
    Live {
        accounts_on(waba: &WabaId) -> Vec<Onboarding>;
        accounts_with(number: &PhoneNumber) -> Vec<Onboarding>;
        attempts_since(since: Timestamp) -> Vec<Attempt>;
        disconnect(account: AccountId, cause: &str, now: Timestamp) -> bool;
        reconnect(account: AccountId, cause: &str, now: Timestamp) -> bool;
        note_fact(account: AccountId, fact: Fact, now: Timestamp) -> bool;
        facts(account: AccountId) -> Vec<Fact>;
        add_unclaimed(unclaimed: Unclaimed) -> ();
        unclaimed() -> Vec<Unclaimed>;
        remove_unclaimed(waba: &WabaId) -> bool;
    }
    Numbers {
        reserve_number(registration: Registration) -> RegisterOutcome;
        number_added(partner: PartnerId, number: &PhoneNumber, meta_id: &PreverifiedId) -> bool;
        number_verified(partner: PartnerId, number: &PhoneNumber, until: Timestamp) -> bool;
        remind_of_numbers(at_most: u32, now: Timestamp) -> u32;
        registered_number(partner: PartnerId, number: &PhoneNumber) -> Option<RegisteredNumber>;
        registered_numbers(partner: PartnerId) -> Vec<RegisteredNumber>;
        withdraw_number(partner: PartnerId, number: &PhoneNumber) -> ReleaseOutcome;
        release_number(partner: PartnerId, number: &PhoneNumber) -> ReleaseOutcome;
    }
    Limits {
        count_call(number: &PhoneNumber, call: NumberCall, now: Timestamp) -> Option<Timestamp>;
        number_pin(number: &PhoneNumber) -> Option<Sealed>;
        number_pin_or(number: &PhoneNumber, pin: Sealed, now: Timestamp) -> Sealed;
        keep_number_pin(number: &PhoneNumber, pin: Sealed, now: Timestamp) -> ();
        forget_number_pin(number: &PhoneNumber, pin: &Sealed) -> ();
    }
    Connected {
        connected_numbers(partner: PartnerId, month: Month) -> Vec<ConnectedNumber>;
        take_count(now: Timestamp, until: Timestamp) -> Option<CountDue>;
        store_counts(due: CountDue, counts: Vec<NumberCounts>, next: Timestamp, now: Timestamp) -> ();
        remove_connected(partner: PartnerId, number: &ListedNumber, now: Timestamp) -> RemoveConnectedOutcome;
    }
    Brandings {
        branding(partner: PartnerId) -> Branding;
        set_branding(partner: PartnerId, change: BrandingChange<Logo>) -> Result<Branding, FieldError>;
        keep_logo(partner: PartnerId, file: LogoFile, url: Option<HttpsUrl>, now: Timestamp) -> ();
        logo_fetched(partner: PartnerId, url: &HttpsUrl, since: Timestamp) -> Option<LogoRef>;
        logo(hash: PictureHash) -> Option<LogoRef>;
        logo_file(hash: PictureHash) -> Option<LogoFile>;
    }
    Webhooks {
        set_webhook(change: SetWebhook) -> Option<WebhookSet>;
        webhook(partner: PartnerId) -> Option<Endpoint>;
        events(partner: PartnerId, filter: &EventFilter) -> EventPage;
        deliveries(partner: PartnerId, filter: &DeliveryFilter) -> Vec<DeliveryRecord>;
        attempts(partner: PartnerId, deliveries: &[i64]) -> Vec<(i64, DeliveryAttempt)>;
        replay(partner: PartnerId, event: &EventId, now: Timestamp) -> ReplayOutcome;
        replay_undelivered(partner: PartnerId, since: Timestamp, after: i64, at_most: u32, now: Timestamp) -> ReplayAllOutcome;
        test_webhook(partner: PartnerId, now: Timestamp) -> Option<EventId>;
    }
    Outbox {
        endpoints_due(now: Timestamp) -> Vec<Endpoint>;
        claim_deliveries(partner: PartnerId, lease: Lease, at_most: u32, now: Timestamp) -> Vec<Delivery>;
        end_deliveries(owner: i64, ended: Vec<EndedDelivery>, now: Timestamp) -> Vec<PartnerId>;
        forget_events(before: Timestamp, at_most: u32) -> u32;
        => outbox_wake_up() -> WakeUp;
    }
    Installation {
        sealed_sample() -> Option<SealedSample>;
        key_probe(fresh: Sealed) -> Sealed;
        wake_up() -> WakeUp;
    }
}
