//! What somebody changes about herself.

use super::sign_in::{TOTP, try_key};
use super::{Password, PasswordError, SignInError, Viewer};
use crate::{App, Deed};
use gangway_crypto::{OneTimeSecret, PasswordFault};
use gangway_domain::{Language, Text};
use gangway_storage::StorageError;

/// Why a password stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum OwnPasswordError {
    /// The one in force is another.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The new one is no good.
    #[error("the new password {0}")]
    New(#[from] PasswordError),
    /// It could not be hashed.
    #[error(transparent)]
    Fault(#[from] PasswordFault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

/// Why the second factor stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum OneTimeError {
    /// The code does not fit the secret.
    #[error("the code is wrong; look at the clock of your phone, then give the next one")]
    WrongCode,
    /// There is one, which only her password takes away.
    #[error("an authenticator app is set up already; switch it off first")]
    AlreadyOn,
    /// The secret is not one that Gangway made.
    #[error("the key is damaged; begin again")]
    NoSecret,
    /// The password is wrong, or there were too many tries.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// Puts a new password in force. Her other sessions end.
    ///
    /// # Errors
    /// See [`OwnPasswordError`].
    pub async fn change_password(
        &self,
        viewer: &Viewer,
        current: &str,
        new: &str,
    ) -> Result<(), OwnPasswordError> {
        let new = Password::new(new, viewer.view.person.email.as_str())?;
        let change = async {
            self.prove(viewer, current).await?;
            let new = self.hashed(new).await?;
            let person = viewer.view.person.id;
            let changed = self.store.change_password(person, new, &viewer.session);
            Ok(changed.await?)
        };
        self.audited(&viewer.actor(), own("password.change"), change)
            .await
    }

    /// Changes how others know her, and her language.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn change_person(
        &self,
        viewer: &Viewer,
        name: Text<100>,
        language: Option<Language>,
    ) -> Result<(), StorageError> {
        let change = self
            .store
            .change_person(viewer.view.person.id, name, language);
        self.audited(&viewer.actor(), own("person.change"), change)
            .await
    }

    /// A fresh secret for an authenticator app. It counts once a code of it was given.
    #[must_use]
    pub fn new_one_time_secret(&self) -> Option<OneTimeSecret> {
        OneTimeSecret::generate(self.rng.as_ref())
    }

    /// Puts the second factor in force, with a code that proves that her app has it. Her other sessions end.
    ///
    /// # Errors
    /// See [`OneTimeError`].
    pub async fn set_one_time_secret(
        &self,
        viewer: &Viewer,
        base32: &str,
        code: &str,
    ) -> Result<(), OneTimeError> {
        let secret = OneTimeSecret::from_base32(base32).ok_or(OneTimeError::NoSecret)?;
        let change = async {
            let right = secret
                .check(code, self.clock.now())
                .ok_or(OneTimeError::WrongCode)?;
            let person = viewer.view.person.id;
            let context = format!("{TOTP}:{person}");
            let sealed = self.keys.seal(self.rng.as_ref(), &context, secret.bytes());
            let added = self
                .store
                .add_totp(person, sealed, right.0, &viewer.session);
            added.await?.then_some(()).ok_or(OneTimeError::AlreadyOn)
        };
        self.audited(&viewer.actor(), own("second_factor.on"), change)
            .await
    }

    /// Takes the second factor away; the password is asked for once more.
    ///
    /// # Errors
    /// See [`OneTimeError`].
    pub async fn drop_one_time_secret(
        &self,
        viewer: &Viewer,
        password: &str,
    ) -> Result<(), OneTimeError> {
        let change = async {
            self.prove(viewer, password).await?;
            Ok(self.store.drop_totp(viewer.view.person.id).await?)
        };
        self.audited(&viewer.actor(), own("second_factor.off"), change)
            .await
    }

    /// Ends all of her sessions but this one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_other_sessions(&self, viewer: &Viewer) -> Result<(), StorageError> {
        let person = viewer.view.person.id;
        let change = self.store.end_other_sessions(person, &viewer.session);
        self.audited(&viewer.actor(), own("session.end_others"), change)
            .await
    }

    /// Whether it is her password. Tries are counted, but not among those of sign-ins: nobody
    /// else can use hers up.
    async fn prove(&self, viewer: &Viewer, password: &str) -> Result<(), SignInError> {
        let place = self.passwords.place().ok_or(SignInError::Busy)?;
        let now = self.clock.now();
        let person = &viewer.view.person;
        let key = try_key("proof", &person.id.to_string());
        if let Some(until) = self.store.count_try(&key, now).await? {
            return Err(SignInError::Held {
                wait: now.until(until),
            });
        }
        let known = self.store.sign_in_of(person.id).await?;
        let stored = known.map(|known| known.password);
        if !self.is_password(place, stored, password).await {
            return Err(SignInError::Wrong);
        }
        Ok(self.store.forget_tries(&key, now).await?)
    }
}

const fn own(action: &'static str) -> Deed {
    Deed {
        action,
        partner: None,
        subject: String::new(),
    }
}
