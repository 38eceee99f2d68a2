//! Signing in and out.

use super::Viewer;
use crate::{Actor, App, Deed};
use gangway_crypto::{OneTimeSecret, OpaqueToken, hash};
use gangway_domain::{Email, Hash256, PartnerId, PersonId, Sealed, Timestamp};
use gangway_storage::{NewSession, SIGN_IN, SessionView, SignIn, StorageError};
use std::net::IpAddr;
use std::time::Duration;

/// A session ends so long after the sign-in, whatever happens in it.
const LIFE: Duration = Duration::from_secs(7 * 24 * 3600);
/// And so long after its last use.
const IDLE: Duration = Duration::from_secs(12 * 3600);
/// Who owes a code has so long to give it.
const CODE_OWED_FOR: Duration = Duration::from_secs(10 * 60);
/// How exactly the last use is known.
const SEEN_EVERY: Duration = Duration::from_secs(60);
/// To what the sealed secret of an authenticator app is bound.
pub(super) const TOTP: &str = "totp";

/// A session that was just opened.
#[derive(Debug)]
pub struct OpenSession {
    /// Its secret, for the cookie.
    pub secret: OpaqueToken,
    /// When it ends for good.
    pub ends_at: Timestamp,
    /// Whether a code of her phone is still owed.
    pub code_owed: bool,
    /// For a browser in which she signs in for the first time: by this it is known again.
    pub device: Option<String>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address or the password is wrong; which one is not told.
    #[error("the e-mail address or the password is wrong")]
    Wrong,
    /// The code is wrong, over, or was used already.
    #[error("the code is wrong or was used already; wait for the next one")]
    WrongCode,
    /// There were too many wrong tries.
    #[error("too many wrong tries; wait, then try again")]
    Held {
        /// How long to wait.
        wait: Duration,
    },
    /// Too many passwords are being checked.
    #[error("too many people sign in at once; try again in a moment")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// Opens a session for an address and its password. A browser that is known (by what
    /// [`OpenSession::device`] said once) has tries of its own, so that strangers who guess cannot
    /// keep somebody out of her own.
    ///
    /// # Errors
    /// See [`SignInError`].
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        address: IpAddr,
        device: Option<&str>,
    ) -> Result<OpenSession, SignInError> {
        let now = self.clock.now();
        let place = self.passwords.place().ok_or(SignInError::Busy)?;
        if let Some(wait) = self.sign_ins.blocked(address, now) {
            return Err(SignInError::Held { wait });
        }
        let Ok(Some(email)) = Email::parse("email", email) else {
            self.sign_ins.wrong(address, now);
            return Err(SignInError::Wrong);
        };
        let known_device = device.filter(|device| self.knows_device(device, &email));
        let key = password_tries(&email, known_device);
        if let Some(until) = self.store.count_try(&key, now).await? {
            return Err(SignInError::Held {
                wait: now.until(until),
            });
        }
        let known = self.store.sign_in(&email).await?;
        let actor = Actor {
            person: known.as_ref().map(|known| known.person.id),
            name: email.as_str().to_owned(),
            address: Some(address),
        };
        let deed = Deed {
            action: SIGN_IN,
            partner: None,
            subject: String::new(),
        };
        let check = async {
            let stored = known.as_ref().map(|known| known.password.clone());
            if !self.is_password(place, stored, password).await {
                self.sign_ins.wrong(address, now);
                return Err(SignInError::Wrong);
            }
            // A right password is always somebody's.
            let Some(SignIn {
                person,
                password,
                totp,
            }) = known
            else {
                return Err(SignInError::Wrong);
            };
            self.sign_ins.right(address);
            self.store.forget_tries(&key, now).await?;
            let (secret, new) = self.new_session(person.id, totp.is_some());
            let open = OpenSession {
                secret,
                ends_at: new.ends_at,
                code_owed: new.code_owed,
                device: known_device.is_none().then(|| self.new_device(&email)),
            };
            // It may have been changed while it was checked.
            if !self.store.open_session(new, password).await? {
                return Err(SignInError::Wrong);
            }
            Ok(open)
        };
        self.audited(&actor, deed, check).await
    }

    /// Takes the code that a session owes, and opens another one in its place.
    ///
    /// # Errors
    /// See [`SignInError`]; [`SignInError::Wrong`] where the session owes none or has ended.
    pub async fn give_code(&self, viewer: &Viewer, code: &str) -> Result<OpenSession, SignInError> {
        let now = self.clock.now();
        let person = viewer.view.person.id;
        if !viewer.view.code_owed {
            return Err(SignInError::Wrong);
        }
        let deed = Deed {
            action: "session.code",
            partner: None,
            subject: String::new(),
        };
        let give = async {
            let right = self.right_code(person, code, now).await?;
            let (secret, new) = self.new_session(person, false);
            let ends_at = new.ends_at;
            let given = self.store.code_given(&viewer.session, right, new);
            if !given.await? {
                return Err(SignInError::WrongCode);
            }
            Ok(OpenSession {
                secret,
                ends_at,
                code_owed: false,
                device: None,
            })
        };
        self.audited(&viewer.actor(), deed, give).await
    }

    /// The step of a right code. Tries are counted before they are made.
    async fn right_code(
        &self,
        person: PersonId,
        code: &str,
        now: Timestamp,
    ) -> Result<i64, SignInError> {
        let key = try_key("code", &person.to_string());
        if let Some(until) = self.store.count_try(&key, now).await? {
            return Err(SignInError::Held {
                wait: now.until(until),
            });
        }
        let known = self.store.sign_in_of(person).await?;
        let secret = known
            .and_then(|known| known.totp)
            .and_then(|sealed| self.one_time_secret(person, &sealed));
        let right = secret
            .and_then(|secret| secret.check(code, now))
            .ok_or(SignInError::WrongCode)?;
        self.store.forget_tries(&key, now).await?;
        Ok(right.0)
    }

    fn one_time_secret(&self, person: PersonId, sealed: &Sealed) -> Option<OneTimeSecret> {
        let context = format!("{TOTP}:{person}");
        match self.keys.open(&context, sealed) {
            Ok(opened) => OneTimeSecret::from_bytes(opened.bytes()),
            Err(error) => {
                tracing::error!(%error, %person, "the secret of an authenticator app does not open");
                None
            }
        }
    }

    /// Who a session's secret belongs to; `None` when it has ended. What a page asks for by itself
    /// is no use of it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn viewer(
        &self,
        secret: &str,
        address: Option<IpAddr>,
        by_itself: bool,
    ) -> Result<Option<Viewer>, StorageError> {
        let session = hash(secret);
        let Some(view) = self.session_view(&session).await? else {
            return Ok(None);
        };
        let now = self.clock.now();
        if !by_itself && view.seen_at.plus(SEEN_EVERY) <= now {
            self.store.session_seen(&session, now).await?;
        }
        Ok(Some(Viewer {
            session,
            view,
            address,
        }))
    }

    /// Whether a session still lets look at a partner.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn still_sees(
        &self,
        viewer: &Viewer,
        partner: PartnerId,
    ) -> Result<bool, StorageError> {
        let Some(view) = self.session_view(&viewer.session).await? else {
            return Ok(false);
        };
        let mut seats = view.memberships.iter();
        let seat = seats.find(|seat| seat.partner == partner);
        Ok(view.person.operator || seat.is_some_and(|seat| !seat.suspended))
    }

    /// A session that is neither over nor was idle for too long.
    async fn session_view(&self, session: &Hash256) -> Result<Option<SessionView>, StorageError> {
        let now = self.clock.now();
        let Some(view) = self.store.session(session, now).await? else {
            return Ok(None);
        };
        if view.seen_at.plus(IDLE) <= now {
            self.store.end_session(session).await?;
            return Ok(None);
        }
        Ok(Some(view))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, viewer: &Viewer) -> Result<(), StorageError> {
        let deed = Deed {
            action: "session.close",
            partner: None,
            subject: String::new(),
        };
        let end = self.store.end_session(&viewer.session);
        self.audited(&viewer.actor(), deed, end).await
    }

    pub(super) fn new_session(
        &self,
        person: PersonId,
        code_owed: bool,
    ) -> (OpaqueToken, NewSession) {
        let secret = OpaqueToken::generate(self.rng.as_ref());
        let now = self.clock.now();
        let new = NewSession {
            session: secret.hash(),
            person,
            opened_at: now,
            ends_at: now.plus(if code_owed { CODE_OWED_FOR } else { LIFE }),
            code_owed,
        };
        (secret, new)
    }
}

/// Under what the wrong passwords for an address are counted: those of a browser in which somebody
/// signed in with it before, and those of all others.
pub(super) fn password_tries(email: &Email, known_device: Option<&str>) -> Hash256 {
    let email = email.as_str().to_lowercase();
    match known_device {
        None => try_key("password", &email),
        Some(device) => try_key("password in a known browser", &format!("{email}:{device}")),
    }
}

/// Under what tries are counted.
pub(super) fn try_key(of: &str, whose: &str) -> Hash256 {
    hash(&format!("{of}:{whose}"))
}
