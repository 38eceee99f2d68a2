//! Links that give a seat or a new password. They are handed over by people; nothing is mailed.

use super::{OpenSession, Password, PasswordError, Viewer};
use crate::{Actor, App, Deed, Operator};
use gangway_crypto::{OpaqueToken, PasswordFault, hash};
use gangway_domain::{Email, FieldError, Language, PersonId, Seat, Text, Timestamp};
use gangway_storage::{Errand, Invitation, JoinOutcome, NewInvitation, NewPerson, StorageError};
use std::net::IpAddr;
use std::time::Duration;

const INVITATION_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);
const RESET_LIFE: Duration = Duration::from_secs(24 * 3600);

/// A link that was just made. Its secret is shown this once.
#[derive(Debug)]
pub struct InvitationLink {
    /// The secret at the end of its address.
    pub secret: OpaqueToken,
    /// When it stops working.
    pub ends_at: Timestamp,
}

impl InvitationLink {
    /// Its address, where browsers reach the server at this one.
    #[must_use]
    pub fn url(&self, public_url: &str) -> String {
        format!("{public_url}/dashboard/join/{}", self.secret.expose())
    }
}

/// What somebody new says of herself.
#[derive(Debug)]
pub struct NewcomerDetails {
    /// With which she will sign in.
    pub email: Email,
    /// How others know her.
    pub name: Text<100>,
    /// Her password.
    pub password: Password,
    /// The language of her dashboard.
    pub language: Option<Language>,
}

/// Why an invitation gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// It is used up, taken back, over, or never was.
    #[error("the link was used already, taken back, or is over; ask for a new one")]
    Gone,
    /// Somebody has this address already.
    #[error("there is an account with this e-mail address; sign in, then open the link again")]
    EmailTaken,
    /// The password is no good.
    #[error("the password {0}")]
    Password(#[from] PasswordError),
    /// A field is wrong.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The password could not be hashed.
    #[error(transparent)]
    Fault(#[from] PasswordFault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

/// Who can read the store needs no password: the way back in for somebody who has lost hers.
impl Operator {
    /// A link to an operator's seat, whoever has one already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn operator_link(&self) -> Result<InvitationLink, StorageError> {
        self.link(Errand::Join(Seat::Operator), None, None, RESET_LIFE)
            .await
    }

    /// A link to a new password for somebody who is known by this address; it also switches her
    /// authenticator app off.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn password_link(
        &self,
        email: &Email,
    ) -> Result<Option<InvitationLink>, StorageError> {
        let Some(known) = self.store.sign_in(email).await? else {
            return Ok(None);
        };
        self.link(Errand::Reset(known.person.id), None, None, RESET_LIFE)
            .await
            .map(Some)
    }

    async fn link(
        &self,
        errand: Errand,
        email: Option<Email>,
        by: Option<PersonId>,
        life: Duration,
    ) -> Result<InvitationLink, StorageError> {
        let secret = OpaqueToken::generate(self.rng.as_ref());
        let made_at = self.clock.now();
        let ends_at = made_at.plus(life);
        let new = NewInvitation {
            secret: secret.hash(),
            errand,
            email,
            by,
            made_at,
            ends_at,
        };
        self.store.invite(new).await?;
        Ok(InvitationLink { secret, ends_at })
    }
}

impl App {
    /// The link with which the first operator comes; `None` where there is one already. A link
    /// that was made before stops working.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn first_operator(&self) -> Result<Option<InvitationLink>, StorageError> {
        if self.store.has_operator().await? {
            return Ok(None);
        }
        self.operator().operator_link().await.map(Some)
    }

    /// A link to a seat.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn invite(
        &self,
        viewer: &Viewer,
        seat: Seat,
        email: Email,
    ) -> Result<InvitationLink, StorageError> {
        let deed = seated("member.invite", &email, seat);
        let by = Some(viewer.view.person.id);
        let operator = self.operator();
        let link = operator.link(Errand::Join(seat), Some(email), by, INVITATION_LIFE);
        self.audited(&viewer.actor(), deed, link).await
    }

    /// A link to a new password, for the operator to hand over.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reset_link(
        &self,
        actor: &Actor,
        person: PersonId,
    ) -> Result<Option<InvitationLink>, StorageError> {
        let Some(known) = self.store.sign_in_of(person).await? else {
            return Ok(None);
        };
        let deed = Deed {
            action: "password.reset_link",
            partner: None,
            subject: known.person.email.as_str().to_owned(),
        };
        let operator = self.operator();
        let link = operator.link(Errand::Reset(person), None, actor.person, RESET_LIFE);
        self.audited(actor, deed, link).await.map(Some)
    }

    /// What a link opens, while it works.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn invitation(&self, secret: &str) -> Result<Option<Invitation>, StorageError> {
        self.store.invitation(&hash(secret), self.clock.now()).await
    }

    /// The seat that a link gives, while it works.
    async fn offered(&self, secret: &str) -> Result<Seat, JoinError> {
        match self.invitation(secret).await? {
            Some(Invitation {
                errand: Errand::Join(seat),
                ..
            }) => Ok(seat),
            _ => Err(JoinError::Gone),
        }
    }

    /// Somebody new takes her seat.
    ///
    /// # Errors
    /// See [`JoinError`].
    pub async fn join_new(
        &self,
        secret: &str,
        newcomer: NewcomerDetails,
        address: Option<IpAddr>,
    ) -> Result<OpenSession, JoinError> {
        let seat = self.offered(secret).await?;
        let actor = Actor {
            person: None,
            name: newcomer.email.as_str().to_owned(),
            address,
        };
        let deed = seated("member.join", &newcomer.email, seat);
        let join = async {
            let password = self.hashed(newcomer.password).await?;
            // The store knows whose it is once she is there.
            let (session_secret, session) = self.new_session(PersonId::from_row(0), false);
            let ends_at = session.ends_at;
            let device = self.new_device(&newcomer.email);
            let person = NewPerson {
                email: newcomer.email,
                name: newcomer.name,
                password,
                language: newcomer.language,
            };
            let joined = self.store.join_new(&hash(secret), person, session).await?;
            match joined {
                JoinOutcome::Joined(_) => Ok(OpenSession {
                    secret: session_secret,
                    ends_at,
                    code_owed: false,
                    device: Some(device),
                }),
                JoinOutcome::Gone => Err(JoinError::Gone),
                JoinOutcome::EmailTaken => Err(JoinError::EmailTaken),
            }
        };
        self.audited(&actor, deed, join).await
    }

    /// Somebody who is signed in takes one more seat.
    ///
    /// # Errors
    /// See [`JoinError`].
    pub async fn join(&self, viewer: &Viewer, secret: &str) -> Result<(), JoinError> {
        let seat = self.offered(secret).await?;
        let deed = seated("member.join", &viewer.view.person.email, seat);
        let join = async {
            let person = viewer.view.person.id;
            let secret = hash(secret);
            let joined = self.store.join(&secret, person, self.clock.now()).await?;
            match joined {
                JoinOutcome::Joined(_) => Ok(()),
                JoinOutcome::Gone => Err(JoinError::Gone),
                JoinOutcome::EmailTaken => Err(JoinError::EmailTaken),
            }
        };
        self.audited(&viewer.actor(), deed, join).await
    }

    /// Puts a new password in force by a reset link.
    ///
    /// # Errors
    /// See [`JoinError`].
    pub async fn reset_password(
        &self,
        secret: &str,
        password: &str,
        address: Option<IpAddr>,
    ) -> Result<OpenSession, JoinError> {
        let Some(Invitation {
            errand: Errand::Reset(person),
            email: Some(email),
            ..
        }) = self.invitation(secret).await?
        else {
            return Err(JoinError::Gone);
        };
        let password = Password::new(password, email.as_str())?;
        let actor = Actor {
            person: Some(person),
            name: email.as_str().to_owned(),
            address,
        };
        let deed = Deed {
            action: "password.reset",
            partner: None,
            subject: email.as_str().to_owned(),
        };
        let reset = async {
            let password = self.hashed(password).await?;
            let (session_secret, session) = self.new_session(person, false);
            let ends_at = session.ends_at;
            let hashed = hash(secret);
            let reset = self.store.reset_password(&hashed, password, session);
            let known = reset.await?.ok_or(JoinError::Gone)?;
            let now = self.clock.now();
            let tries = super::sign_in::password_tries(&email, None);
            self.store.forget_tries(&tries, now).await?;
            let codes = super::sign_in::try_key("code", &known.to_string());
            self.store.forget_tries(&codes, now).await?;
            Ok(OpenSession {
                secret: session_secret,
                ends_at,
                code_owed: false,
                device: Some(self.new_device(&email)),
            })
        };
        self.audited(&actor, deed, reset).await
    }
}

/// Who takes which seat, for the log.
fn seated(action: &'static str, email: &Email, seat: Seat) -> Deed {
    let email = email.as_str();
    let (partner, subject) = match seat {
        Seat::Operator => (None, email.to_owned()),
        Seat::Member(partner, role) => (Some(partner), format!("{email} ({})", role.name())),
    };
    Deed {
        action,
        partner,
        subject,
    }
}
