//! What Meta tells of accounts and numbers that are there. Events come twice, late and in any
//! order: what is older than what is known changes nothing.

use super::kept::Told;
use crate::App;
use crate::facts::{self, fact};
use gangway_domain::{Onboarding, OnboardingState, Timestamp};
use gangway_meta::webhook::{AccountEvent, BanState};
use gangway_storage::{Fact, JobEnd, StorageError};
use std::time::Duration;

/// A number that goes off for a change of its phone comes back within minutes; after this it
/// is taken to be cut off.
const OFFBOARDED: Duration = Duration::from_secs(3600);

/// Why a number is cut off, in the words that are stored.
mod cause {
    pub(super) const UNSHARED: &str = "unshared";
    pub(super) const UNINSTALLED: &str = "uninstalled";
    pub(super) const DELETED: &str = "deleted";
    pub(super) const DISABLED: &str = "disabled";
    pub(super) const OFFBOARDED: &str = "offboarded";
    pub(super) const DISCONNECTED: &str = "ACCOUNT_DISCONNECTED";
}

impl App {
    pub(super) async fn take_in_notice(&self, told: &Told) -> Result<JobEnd, StorageError> {
        let accounts = self.concerned(told).await?;
        if accounts.is_empty() {
            if matches!(told.event, AccountEvent::PartnerAppUninstalled { .. }) {
                tracing::warn!(
                    "a customer removed the app, and Meta does not say which one; her token ends with it"
                );
            }
            return Ok(JobEnd::Done("nobody"));
        }
        let mut end = JobEnd::Done("taken_in");
        for account in &accounts {
            if let Some(again) = self.apply(account, told).await? {
                end = JobEnd::Later(again);
            }
        }
        Ok(end)
    }

    /// The accounts that it is about: by their number where it names one.
    async fn concerned(&self, told: &Told) -> Result<Vec<Onboarding>, StorageError> {
        let waba = told.event.waba();
        if let Some(number) = told.event.number() {
            let mut accounts = self.store.accounts_with(number).await?;
            if let Some(waba) = waba
                && accounts.len() > 1
            {
                // The same number at two partners: the WhatsApp account tells which.
                let on = self.store.accounts_on(waba).await?;
                accounts.retain(|account| on.iter().any(|other| other.id == account.id));
            }
            return match accounts.is_empty() {
                true => self.about_to_have(told).await,
                false => Ok(accounts),
            };
        }
        match waba {
            Some(waba) => self.store.accounts_on(waba).await,
            None if told.event.phone_number().is_some() => self.by_number_id(told).await,
            None => Ok(Vec::new()),
        }
    }

    /// The accounts with the number that is named by Meta's id only.
    async fn by_number_id(&self, told: &Told) -> Result<Vec<Onboarding>, StorageError> {
        let (Some(waba), Some(id)) = (&told.entry, told.event.phone_number()) else {
            return Ok(Vec::new());
        };
        let mut own = Vec::new();
        for account in self.store.accounts_on(waba).await? {
            let grant = self.store.grant(account.id).await?.unwrap_or_default();
            if grant.phone_number.as_ref() == Some(id) {
                own.push(account);
            }
        }
        Ok(own)
    }

    /// The account that is about to connect the number, if it can be but one: Meta tells of a
    /// number, as of its chats, before its account has finished.
    async fn about_to_have(&self, told: &Told) -> Result<Vec<Onboarding>, StorageError> {
        let mut accounts = match (told.event.phone_number(), told.event.waba()) {
            (Some(_), _) => self.by_number_id(told).await?,
            (None, Some(waba)) => self.store.accounts_on(waba).await?,
            (None, None) => Vec::new(),
        };
        accounts.retain(|account| account.finished_at.is_none());
        if accounts.len() > 1 {
            accounts.clear();
        }
        Ok(accounts)
    }

    /// Applies it to one account; gives when to look at it again, if that is needed.
    async fn apply(
        &self,
        account: &Onboarding,
        told: &Told,
    ) -> Result<Option<Timestamp>, StorageError> {
        let at = told.at;
        match &told.event {
            AccountEvent::PartnerRemoved { .. } => {
                let fact = fact(facts::SHARING, "removed", at);
                self.cut_off(account, at, fact, cause::UNSHARED).await?;
            }
            AccountEvent::PartnerAppUninstalled { .. } => {
                let fact = fact(facts::SHARING, "uninstalled", at);
                self.cut_off(account, at, fact, cause::UNINSTALLED).await?;
            }
            AccountEvent::AccountDeleted { .. } => {
                let fact = fact(facts::SHARING, "deleted", at);
                self.cut_off(account, at, fact, cause::DELETED).await?;
            }
            AccountEvent::NumberDisconnected {
                reason,
                initiated_by,
                ..
            } => {
                let reason = reason.as_deref().unwrap_or(cause::DISCONNECTED);
                let by = initiated_by.as_deref().unwrap_or("UNKNOWN");
                let said = format!("disconnected by {by}: {reason}");
                let fact = fact(facts::COEXISTENCE, &said, at);
                self.cut_off(account, at, fact, reason).await?;
            }
            AccountEvent::Offboarded { .. } => return self.offboarded(account, told).await,
            AccountEvent::Reconnected { .. } => {
                let fact = fact(facts::COEXISTENCE, "reconnected", at);
                if self.note(account, fact).await? {
                    self.live_again(account, cause::OFFBOARDED, "reconnected")
                        .await?;
                }
            }
            AccountEvent::Disabled { ban, date, .. } => {
                let word = match (ban.word(), date) {
                    (Some(word), Some(date)) => format!("{word} ({date})"),
                    (word, _) => word.unwrap_or("UNKNOWN").to_owned(),
                };
                let fact = fact(facts::BAN, &word, at);
                match ban {
                    BanState::Disabled => {
                        self.cut_off(account, at, fact, cause::DISABLED).await?;
                    }
                    BanState::Reinstated => {
                        if self.note(account, fact).await? {
                            self.live_again(account, cause::DISABLED, "reinstated")
                                .await?;
                        }
                    }
                    _ => {
                        self.note(account, fact).await?;
                    }
                }
            }
            other => {
                if let Some((name, value)) = said(other) {
                    self.note(account, fact(name, &value, at)).await?;
                }
            }
        }
        Ok(None)
    }

    /// Whether it says anything new.
    async fn note(&self, account: &Onboarding, fact: Fact) -> Result<bool, StorageError> {
        let now = self.clock.now();
        self.store.note_fact(account.id, fact, now).await
    }

    /// Notes it; gives what is known of its matter by then, unless that was said at another
    /// instant.
    async fn latest(&self, account: &Onboarding, fact: Fact) -> Result<Option<Fact>, StorageError> {
        self.note(account, fact.clone()).await?;
        let known = self.store.facts(account.id).await?;
        Ok(known
            .into_iter()
            .find(|known| known.name == fact.name && known.at == fact.at))
    }

    /// The number is cut off, unless the account finished (again) after that was said.
    async fn cut_off(
        &self,
        account: &Onboarding,
        at: Timestamp,
        fact: Fact,
        cause: &str,
    ) -> Result<(), StorageError> {
        let latest = self.latest(account, fact).await?.is_some();
        let since = self.live_since(account).await?;
        // Meta counts in seconds.
        let stale = since.is_some_and(|since| at.as_secs() < since.as_secs());
        if latest && !stale {
            let now = self.clock.now();
            self.store.disconnect(account.id, cause, now).await?;
        }
        Ok(())
    }

    /// When the account finished the last time.
    async fn live_since(&self, account: &Onboarding) -> Result<Option<Timestamp>, StorageError> {
        let steps = self.store.steps(account.id).await?;
        let finish = steps
            .iter()
            .find(|record| record.step == gangway_domain::Step::Finish);
        Ok(finish
            .and_then(|record| record.last_try)
            .or(account.finished_at))
    }

    /// Only what cut it off gives it back.
    async fn live_again(
        &self,
        account: &Onboarding,
        cut_off_by: &str,
        cause: &str,
    ) -> Result<(), StorageError> {
        if account.state == OnboardingState::Disconnected
            && account.disconnected.as_deref() == Some(cut_off_by)
        {
            let now = self.clock.now();
            self.store.reconnect(account.id, cause, now).await?;
        }
        Ok(())
    }

    /// Marked at once; cut off only when it has not come back in time.
    async fn offboarded(
        &self,
        account: &Onboarding,
        told: &Told,
    ) -> Result<Option<Timestamp>, StorageError> {
        const VALUE: &str = "offboarded";
        let fact = fact(facts::COEXISTENCE, VALUE, told.at);
        let latest = self.latest(account, fact).await?;
        if latest.is_none_or(|known| known.value != VALUE) {
            return Ok(None);
        }
        let (now, end) = (self.clock.now(), told.received_at.plus(OFFBOARDED));
        if now < end {
            return Ok(Some(end));
        }
        self.store
            .disconnect(account.id, cause::OFFBOARDED, now)
            .await?;
        Ok(None)
    }
}

/// The matter and what was said of it, of an event that changes no state.
fn said(event: &AccountEvent) -> Option<(&'static str, String)> {
    let joined = |words: &[Option<&str>]| {
        let words: Vec<&str> = words.iter().copied().flatten().collect();
        match words.is_empty() {
            true => "UNKNOWN".to_owned(),
            false => words.join(" "),
        }
    };
    Some(match event {
        AccountEvent::NameUpdate {
            decision,
            rejection_reason,
            ..
        } => {
            let reason = rejection_reason.as_deref();
            (facts::NAME, joined(&[decision.word(), reason]))
        }
        AccountEvent::Quality { event, limit, .. } => (
            facts::QUALITY,
            joined(&[event.as_deref(), limit.as_deref()]),
        ),
        AccountEvent::Review { decision, .. } => (facts::REVIEW, joined(&[decision.word()])),
        AccountEvent::Violation { kind, .. } => (facts::VIOLATION, joined(&[kind.as_deref()])),
        AccountEvent::Restriction { kinds, .. } => (facts::RESTRICTION, kinds.join(" ")),
        AccountEvent::Capability {
            daily_conversations: Some(most),
            ..
        } => (facts::LIMIT, most.to_string()),
        AccountEvent::Alert {
            severity,
            kind,
            status,
            ..
        } => {
            let words = [severity.as_deref(), kind.as_deref(), status.as_deref()];
            (facts::ALERT, joined(&words))
        }
        AccountEvent::Security { event, .. } => (facts::SECURITY, joined(&[event.as_deref()])),
        AccountEvent::HistoryDeclined { .. } => (facts::HISTORY, "declined".to_owned()),
        AccountEvent::HistoryProgress {
            progress: Some(100),
            phase: Some(2),
            ..
        } => (facts::HISTORY, "complete".to_owned()),
        _ => return None,
    })
}
