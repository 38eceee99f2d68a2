//! The partner removed the account: the customer's number must not stay connected to an app
//! that no longer lists it.

use crate::App;
use gangway_domain::{AccountId, NumberCall, PhoneNumberId, Step, WabaId};
use gangway_meta::{BusinessToken, GraphError, GraphErrorKind, NumberStatus};
use gangway_storage::{Grant, JobEnd, StorageError};
use std::time::Duration;

/// The pause before the next try where the policy has none left; the last tries a day apart
/// are not worth the secrets that wait for them.
const MOST_TRIES: u32 = 24;
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// Why taking back does not end now.
enum Hindered {
    Later(Option<Duration>),
    Store(StorageError),
}

impl From<StorageError> for Hindered {
    fn from(error: StorageError) -> Self {
        Self::Store(error)
    }
}

impl App {
    /// Takes back what the set-up of a removed account had done, and erases what is known of
    /// it. What Meta refuses for good is only noted: there is nobody left to tell.
    pub(crate) async fn take_back(
        &self,
        account: AccountId,
        tries: u32,
    ) -> Result<JobEnd, StorageError> {
        let grant = self.store.grant(account).await?.unwrap_or_default();
        match self.taken_back(account, &grant).await {
            Ok(()) => {}
            Err(Hindered::Store(error)) => return Err(error),
            Err(Hindered::Later(wait)) if tries + 1 < MOST_TRIES => {
                let pause = self.settings.retry.pause_after(tries + 1);
                let pause = pause.unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE);
                let pause = wait.map_or(pause, |stated| stated.max(pause));
                return Ok(JobEnd::Later(self.clock.now().plus(pause)));
            }
            Err(Hindered::Later(_)) => {
                tracing::error!(%account, "a removed set-up was not taken back at Meta");
            }
        }
        if let Some(allocation) = &grant.credit_allocation {
            // Revoking it would cut off every account of this customer.
            tracing::warn!(%account, allocation, "the credit line stays shared with the customer of a removed account");
        }
        self.store.erase_grant(account).await?;
        Ok(JobEnd::Done("taken_back"))
    }

    /// Unsubscribes and deregisters, but nothing that another account stands on.
    async fn taken_back(&self, account: AccountId, grant: &Grant) -> Result<(), Hindered> {
        let Some(token) = self.business_token(account, grant) else {
            return Ok(());
        };
        let (Some(waba), Some(number)) = (&grant.waba, &grant.phone_number) else {
            return Ok(());
        };
        let steps = self.store.steps(account).await?;
        // Begun counts: its answer may have been lost with the account.
        let begun = |step: Step| steps.iter().any(|record| record.step == step);
        if begun(Step::Register) {
            self.deregister(account, &token, (waba, number), grant)
                .await?;
        }
        // Looked at before each call: her customer may be coming back at this moment.
        if begun(Step::Subscribe) && !self.store.assets_in_use(waba, number).await?.waba {
            self.unsubscribe(account, &token, waba).await?;
        }
        Ok(())
    }

    /// Deregistering is capped like registering, so Meta is asked first whether the number is
    /// registered. Its PIN outlives the account.
    async fn deregister(
        &self,
        account: AccountId,
        token: &BusinessToken,
        (waba, number): (&WabaId, &PhoneNumberId),
        grant: &Grant,
    ) -> Result<(), Hindered> {
        let read = match self.graph.phone_number(token, number).await {
            Ok(read) if read.status == NumberStatus::Connected => read,
            Ok(_) => return Ok(()),
            Err(error) => return hindered(account, "read_number", &error),
        };
        if self.store.assets_in_use(waba, number).await?.phone_number {
            return Ok(());
        }
        if let Ok(digits) = read.number() {
            self.keep_pin(account, grant, &digits).await?;
            let now = self.clock.now();
            let counted = self.store.count_call(&digits, NumberCall::Deregister, now);
            if let Some(again) = counted.await? {
                return Err(Hindered::Later(Some(now.until(again))));
            }
        }
        match self.graph.deregister(token, number).await {
            Ok(()) => Ok(()),
            Err(error) => hindered(account, "deregister", &error),
        }
    }

    async fn unsubscribe(
        &self,
        account: AccountId,
        token: &BusinessToken,
        waba: &WabaId,
    ) -> Result<(), Hindered> {
        match self.graph.unsubscribe_app(token, waba).await {
            Ok(()) => Ok(()),
            Err(error) => hindered(account, "unsubscribe", &error),
        }
    }
}

/// Whether it is worth another try.
fn hindered(account: AccountId, step: &'static str, error: &GraphError) -> Result<(), Hindered> {
    tracing::warn!(%account, step, %error, "taking back did not succeed");
    match error.kind() {
        GraphErrorKind::Unavailable | GraphErrorKind::RateLimited => {
            Err(Hindered::Later(error.wait()))
        }
        _ => Ok(()),
    }
}
