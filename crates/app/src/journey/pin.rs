//! The two-step PIN of a number. Meta asks for it at every registration and tells it to nobody,
//! so it is kept for as long as the number may come back: also when its account is removed,
//! and for whichever partner its customer comes with then.

use super::work::{Stop, Work};
use crate::App;
use crate::keys::{PIN, number_context};
use gangway_domain::{AccountId, PhoneNumber, Sealed};
use gangway_storage::{Grant, Progress, StorageError};

impl App {
    fn seal_pin(&self, number: &PhoneNumber, pin: &str) -> Sealed {
        let context = number_context(number);
        self.keys.seal(&*self.rng, &context, pin.as_bytes())
    }

    fn open_pin(&self, number: &PhoneNumber, sealed: &Sealed) -> Option<String> {
        let opened = self.keys.open(&number_context(number), sealed);
        match opened.and_then(|pin| pin.text().map(str::to_owned)) {
            Ok(pin) => Some(pin),
            Err(error) => {
                tracing::error!(%error, "the kept PIN of a number does not open");
                None
            }
        }
    }

    /// Keeps the PIN that an account registered its number with.
    pub(super) async fn keep_pin(
        &self,
        account: AccountId,
        grant: &Grant,
        number: &PhoneNumber,
    ) -> Result<(), StorageError> {
        let Some(pin) = self.open_secret(account, PIN, grant.pin.as_ref()) else {
            return Ok(());
        };
        let kept = self.store.number_pin(number).await?;
        let kept = kept.and_then(|sealed| self.open_pin(number, &sealed));
        if kept.as_ref() == Some(&pin) {
            return Ok(());
        }
        let sealed = self.seal_pin(number, &pin);
        let now = self.clock.now();
        self.store.keep_number_pin(number, sealed, now).await
    }
}

impl Work {
    /// The PIN to register with: what the customer gave or was drawn for this account, else
    /// what is kept of the number, else a new one. It is kept before Meta hears of it.
    pub(super) async fn pin(&mut self, number: &PhoneNumber) -> Result<String, Stop> {
        let account = self.account.id;
        if let Some(pin) = self.app.open_secret(account, PIN, self.grant.pin.as_ref()) {
            return Ok(pin);
        }
        let drawn = format!("{:06}", self.app.rng.below(1_000_000));
        let sealed = self.app.seal_pin(number, &drawn);
        let now = self.app.clock.now();
        let kept = self.app.store.number_pin_or(number, sealed, now).await?;
        let pin = self.app.open_pin(number, &kept).unwrap_or(drawn);
        let sealed = self.seal(PIN, &pin);
        self.must(Progress::PinDrawn(sealed)).await?;
        Ok(pin)
    }

    /// The number is registered, with the PIN of this account.
    pub(super) async fn registered(&mut self, number: &PhoneNumber) -> Result<(), Stop> {
        let app = &self.app;
        app.keep_pin(self.account.id, &self.grant, number).await?;
        self.must(Progress::Registered).await
    }

    /// Meta refused a PIN: if it is the one that is kept, it is in force no more.
    pub(super) async fn forget_pin(
        &self,
        number: &PhoneNumber,
        refused: &str,
    ) -> Result<(), StorageError> {
        let Some(sealed) = self.app.store.number_pin(number).await? else {
            return Ok(());
        };
        match self.app.open_pin(number, &sealed) {
            Some(kept) if kept == refused => {
                self.app.store.forget_number_pin(number, &sealed).await
            }
            _ => Ok(()),
        }
    }
}
