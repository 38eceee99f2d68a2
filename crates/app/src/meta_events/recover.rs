//! Meta tells that a customer shared her WhatsApp account. Mostly her browser has said so too.
//! Where it has not, the account is found by what is known for sure, or by nobody's guess.

use super::kept::{Assigned, Told};
use crate::App;
use crate::claims::is_known;
use crate::journey::Recovered;
use gangway_domain::{ListedNumber, MetaBusinessId, Onboarding, TimelineEvent, Timestamp, WabaId};
use gangway_meta::{BusinessToken, GraphError, GraphErrorKind};
use gangway_storage::{Attempt, JobEnd, StorageError, Unclaimed};
use std::sync::Arc;
use std::time::Duration;

/// How customers are found whose browsers brought nothing.
#[derive(Debug, Clone, Copy)]
pub struct RecoverySettings {
    /// The browser may take so long to bring its answer after Meta has told.
    pub grace: Duration,
    /// A customer is in Meta's dialog for so long at most.
    pub window: Duration,
}

/// Clocks of Meta and of this machine differ by so much.
const SKEW: Duration = Duration::from_secs(60);

/// Of more attempts than these none is told from the others: each may cost a call to Meta.
const MOST_RIVALS: usize = 20;

/// A consent is asked about for so long, while Meta does not answer or a set-up is under way.
const PATIENCE: Duration = Duration::from_secs(24 * 3600);

/// A customer shared her WhatsApp account.
#[derive(Clone, Copy)]
struct Consent<'a> {
    waba: &'a WabaId,
    business: Option<&'a MetaBusinessId>,
    /// When she did, or when an operator said whose it is.
    at: Timestamp,
    /// Since when it is asked about.
    received_at: Timestamp,
}

/// What was found out about a consent.
enum Found {
    /// Whose it is, and the token for it.
    Account(Box<Onboarding>, BusinessToken),
    /// An account has it already, by its own token.
    Known,
    /// Nobody knows, for this reason.
    Nobody(&'static str),
    /// Meta does not answer.
    Later(Option<Duration>),
}

impl App {
    pub(super) async fn take_in_consent(
        self: &Arc<Self>,
        told: &Told,
    ) -> Result<JobEnd, StorageError> {
        let (Some(waba), business) = (told.event.waba(), told.event.business()) else {
            return Ok(JobEnd::Done("no_account_named"));
        };
        // Its browser was quicker.
        if self.has_account(waba).await? {
            return Ok(JobEnd::Done("known"));
        }
        let now = self.clock.now();
        let grace_over = told.received_at.plus(self.settings.recovery.grace);
        if now < grace_over {
            return Ok(JobEnd::Later(grace_over));
        }
        let consent = Consent {
            waba,
            business,
            at: told.at,
            received_at: told.received_at,
        };
        let found = self.whose(consent).await?;
        self.settle(consent, found).await
    }

    /// An operator said whose it is.
    pub(super) async fn take_in_assignment(
        self: &Arc<Self>,
        assigned: &Assigned,
    ) -> Result<JobEnd, StorageError> {
        // Assigned twice, or its own browser was quicker.
        if self.has_account(&assigned.waba).await? {
            return Ok(JobEnd::Done("known"));
        }
        let consent = Consent {
            waba: &assigned.waba,
            business: assigned.business.as_ref(),
            at: self.clock.now(),
            received_at: assigned.received_at,
        };
        let Some(account) = self.store.account_by_link(&assigned.link).await? else {
            return Ok(JobEnd::Done("no_such_account"));
        };
        let found = match self.token_of(consent.business).await {
            Ok(token) => Found::Account(Box::new(account), token),
            Err(found) => found,
        };
        self.settle(consent, found).await
    }

    /// Whether an account stands on it already. Then it waits for nobody on the claim list.
    async fn has_account(&self, waba: &WabaId) -> Result<bool, StorageError> {
        let known = is_known(self.store.as_ref(), waba).await?;
        if known {
            self.store.remove_unclaimed(waba).await?;
        }
        Ok(known)
    }

    async fn settle(
        self: &Arc<Self>,
        consent: Consent<'_>,
        found: Found,
    ) -> Result<JobEnd, StorageError> {
        match found {
            Found::Account(account, token) => self.go_on_with(*account, &token, consent).await,
            Found::Known => Ok(JobEnd::Done("known")),
            Found::Nobody(reason) => self.leave_unclaimed(consent, reason).await,
            Found::Later(wait) => self.ask_later(consent, consent.received_at, wait).await,
        }
    }

    async fn whose(&self, consent: Consent<'_>) -> Result<Found, StorageError> {
        let Consent {
            waba, business, at, ..
        } = consent;
        let since = at.minus(self.settings.recovery.window);
        let attempts = self.store.attempts_since(since).await?;
        if attempts.len() > MOST_RIVALS {
            return Ok(Found::Nobody("several_open_accounts"));
        }
        let mut open = Vec::new();
        for attempt in attempts {
            if !self.may_be(&attempt, business, since, at).await? {
                continue;
            }
            match self.stands_on(&attempt, waba, business).await? {
                Stands::Elsewhere => {}
                Stands::Nowhere => open.push(attempt),
                Stands::Here => return Ok(Found::Known),
                Stands::Unknown(wait) => return Ok(Found::Later(wait)),
                Stands::Unclear => return Ok(Found::Nobody("several_open_accounts")),
            }
        }
        if open.is_empty() {
            return Ok(Found::Nobody("no_open_account"));
        }
        let token = match self.token_of(business).await {
            Ok(token) => token,
            Err(found) => return Ok(found),
        };
        // An account that had a number before waits for that very number.
        if open.len() > 1 || open.iter().any(|attempt| expected(attempt).is_some()) {
            let numbers = match self.graph.phone_numbers(&token, waba).await {
                Ok(numbers) => numbers,
                Err(error) => return Ok(unanswered(&error)),
            };
            let has = |wanted: &ListedNumber| {
                numbers
                    .iter()
                    .filter_map(|number| number.number().ok())
                    .any(|digits| *wanted == ListedNumber::Real(digits))
            };
            let expecting = |attempt: &Attempt| expected(attempt).is_some_and(&has);
            if open.iter().any(expecting) {
                open.retain(expecting);
            } else {
                open.retain(|attempt| expected(attempt).is_none());
            }
        }
        Ok(match (open.pop(), open.is_empty()) {
            (Some(only), true) => Found::Account(Box::new(only.account), token),
            (Some(_), false) => Found::Nobody("several_open_accounts"),
            (None, _) => Found::Nobody("no_open_account"),
        })
    }

    /// Whether nothing that Meta said, or that is stored, rules it out. What a browser said does
    /// not: a forged claim would leave another account as the only one.
    async fn may_be(
        &self,
        attempt: &Attempt,
        business: Option<&MetaBusinessId>,
        since: Timestamp,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let other_business = match (&attempt.business, business) {
            (Some(known), Some(named)) => known != named,
            _ => false,
        };
        let latest = at.plus(SKEW);
        let account = &attempt.account;
        if other_business || account.created_at > latest {
            return Ok(false);
        }
        if account.started_at.is_some_and(|started| started <= latest) {
            return Ok(true);
        }
        // She has pressed the button again since; before that she may have been in the dialog.
        let timeline = self.store.timeline(account.id).await?;
        Ok(timeline.iter().any(|entry| {
            entry.event == TimelineEvent::Started && (since..=latest).contains(&entry.at)
        }))
    }

    /// Where an account stands by a token of its own: a customer whose set-up has halted has
    /// given her consent, and it must not pass for that of another.
    async fn stands_on(
        &self,
        attempt: &Attempt,
        waba: &WabaId,
        business: Option<&MetaBusinessId>,
    ) -> Result<Stands, StorageError> {
        let account = attempt.account.id;
        let grant = self.store.grant(account).await?.unwrap_or_default();
        if attempt.account.state.is_in_work() {
            return Ok(match &grant.waba {
                Some(proved) if proved == waba => Stands::Here,
                Some(_) if attempt.account.started_at <= grant.token_at => Stands::Elsewhere,
                // It is proved in a moment.
                _ => Stands::Unknown(None),
            });
        }
        // She has pressed the button since, and may choose another one.
        if attempt.account.started_at > grant.token_at {
            return Ok(Stands::Nowhere);
        }
        if let (Some(_), Some(proved)) = (&grant.token, &grant.waba) {
            return Ok(match proved == waba {
                true => Stands::Here,
                false => Stands::Elsewhere,
            });
        }
        let Some(token) = self.business_token(account, &grant) else {
            return Ok(Stands::Nowhere);
        };
        Ok(match self.graph.client_business_id(&token).await {
            Ok(owner) if owner.is_none() || business.is_none() => Stands::Unclear,
            Ok(owner) if owner.as_ref() == business => Stands::Here,
            Ok(_) => Stands::Elsewhere,
            Err(error) if error.kind() == GraphErrorKind::TokenDead => Stands::Nowhere,
            Err(error) => Stands::Unknown(error.wait()),
        })
    }

    async fn token_of(&self, business: Option<&MetaBusinessId>) -> Result<BusinessToken, Found> {
        let Some(system) = &self.settings.system_token else {
            return Err(Found::Nobody("no_system_token"));
        };
        let Some(business) = business else {
            return Err(Found::Nobody("no_business_named"));
        };
        let fetched = self.graph.fetch_business_token(system, business).await;
        fetched.map_err(|error| unanswered(&error))
    }

    async fn go_on_with(
        self: &Arc<Self>,
        account: Onboarding,
        token: &BusinessToken,
        consent: Consent<'_>,
    ) -> Result<JobEnd, StorageError> {
        match self.recover(account, consent.waba.clone(), token).await? {
            Recovered::Begun => {
                self.store.remove_unclaimed(consent.waba).await?;
                Ok(JobEnd::Done("recovered"))
            }
            Recovered::Busy => self.ask_later(consent, consent.at, None).await,
            Recovered::Closed => self.leave_unclaimed(consent, "account_closed").await,
        }
    }

    async fn leave_unclaimed(
        &self,
        consent: Consent<'_>,
        reason: &'static str,
    ) -> Result<JobEnd, StorageError> {
        let waba = consent.waba;
        tracing::warn!(%waba, reason, "a shared WhatsApp account waits on the claim list");
        let unclaimed = Unclaimed {
            waba: waba.clone(),
            business: consent.business.cloned(),
            at: consent.at,
            reason: reason.to_owned(),
        };
        self.store.add_unclaimed(unclaimed).await?;
        Ok(JobEnd::Done("unclaimed"))
    }

    /// Again in a while; after a day somebody has to look.
    async fn ask_later(
        &self,
        consent: Consent<'_>,
        since: Timestamp,
        wait: Option<Duration>,
    ) -> Result<JobEnd, StorageError> {
        let now = self.clock.now();
        if since.plus(PATIENCE) <= now {
            let consent = Consent {
                at: since,
                ..consent
            };
            return self.leave_unclaimed(consent, "no_answer").await;
        }
        let pause = wait.unwrap_or(self.settings.recovery.grace).max(SKEW);
        Ok(JobEnd::Later(now.plus(pause)))
    }
}

/// Where an account stands, of which Meta's word may be.
enum Stands {
    /// It has proved this WhatsApp account, or its token is this business's.
    Here,
    /// It has another one.
    Elsewhere,
    /// Its customer has brought nothing.
    Nowhere,
    /// That is not known yet.
    Unknown(Option<Duration>),
    /// That cannot be known.
    Unclear,
}

/// The number that an account had before, which its customer connects again.
fn expected(attempt: &Attempt) -> Option<&ListedNumber> {
    let number = &attempt.account.number;
    matches!(number, ListedNumber::Real(_)).then_some(number)
}

fn unanswered(error: &GraphError) -> Found {
    tracing::warn!(%error, "a customer's token was not fetched");
    match error.kind() {
        GraphErrorKind::Unavailable | GraphErrorKind::RateLimited => Found::Later(error.wait()),
        _ => Found::Nobody("token_refused"),
    }
}
