//! A partner creates an onboarding account and gets the link for its customer.

use crate::branding::{FRESH, FRESH_FOR_REPEATS};
use crate::lists::with_base;
use crate::{App, BrandingError};
use gangway_crypto::hash;
use gangway_domain::{
    AccountDetails, FieldError, FieldProblem, HttpsUrl, LandingSlug, LinkSlug, Partner, PartnerId,
    PhoneNumber, TemporaryNumber,
};
use gangway_storage::{CreateOutcome, Idempotency, NewOnboarding, StorageError};
use std::time::Duration;

const KEY_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// Ten million numbers of the shortest form: after these draws longer ones are tried.
const DRAWS: [u32; 8] = [7, 7, 7, 7, 8, 8, 9, 10];

/// What a partner asks for. All fields are parsed; the rules between them are checked here.
#[derive(Debug, Clone)]
pub struct CreateAccount {
    /// A number that the partner registered beforehand.
    pub number: Option<PhoneNumber>,
    /// Kind of link.
    pub coexistence: bool,
    /// About the business.
    pub details: AccountDetails,
    /// Life of the link.
    pub expires_in: Option<Duration>,
}

/// The caller's own key for this call.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    /// The key.
    pub key: String,
    /// The request in a form that is equal exactly for requests that mean the same.
    pub request: String,
}

/// The account as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// JSON object of the account.
    pub object: Vec<u8>,
    /// Whether this is the answer of an earlier call with the same key.
    pub replayed: bool,
}

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// `whatsapp` was given although the customer of a coexistence link picks the number.
    #[error("whatsapp must be left out when coexistence is 1: the customer picks the number")]
    NumberWithCoexistence,
    /// The number already has a link or is onboarded.
    #[error(
        "whatsapp already has an onboarding link or is already onboarded; delete that account first or use another number"
    )]
    NumberInUse,
    /// The number is not registered with this partner.
    #[error(
        "whatsapp is not registered and verified in your account, or its 90 days are over; register it, or leave it out to let the customer bring the number"
    )]
    NumberNotRegistered,
    /// A redirect goes to a host that is not on the partner's list.
    #[error(transparent)]
    Redirect(FieldError),
    /// The logo could not be had, or is none.
    #[error(transparent)]
    Logo(FieldError),
    /// The key was used with another body.
    #[error("Idempotency-Key was already used with another body; use a new key for a new account")]
    KeyReused,
    /// The partner is gone.
    #[error("the partner does not exist")]
    NoPartner,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// Makes an account, once per idempotency key.
    ///
    /// # Errors
    /// See [`CreateError`].
    pub async fn create_account(
        &self,
        partner: PartnerId,
        mut wish: CreateAccount,
        key: Option<IdempotencyKey>,
    ) -> Result<Created, CreateError> {
        if wish.number.is_some() && wish.coexistence {
            return Err(CreateError::NumberWithCoexistence);
        }
        let partner = self
            .store
            .partner(partner)
            .await?
            .ok_or(CreateError::NoPartner)?;
        check_redirect(
            &partner,
            "redirect_success",
            wish.details.redirect_success.as_ref(),
        )?;
        check_redirect(
            &partner,
            "redirect_failed",
            wish.details.redirect_failed.as_ref(),
        )?;

        let now = self.clock.now();
        if let Some(number) = &wish.number
            && self.has_left_pool(partner.id, number).await?
        {
            return Err(CreateError::NumberNotRegistered);
        }
        if let Some(url) = &wish.details.texts.logo {
            let fresh = match key {
                Some(_) => FRESH_FOR_REPEATS,
                None => FRESH,
            };
            let logo = self.logo_at(partner.id, url, fresh).await?;
            wish.details.texts.picture = Some(logo.hash);
        }
        let idempotency = key.map(|key| Idempotency {
            key: key.key,
            body: hash(&key.request),
            forget_before: gangway_domain::Timestamp::from_millis(
                now.as_millis() - i64::try_from(KEY_LIFE.as_millis()).unwrap_or(i64::MAX),
            ),
        });
        loop {
            let new = NewOnboarding {
                partner: partner.id,
                created_at: now,
                number: wish.number.clone(),
                candidates: DRAWS
                    .iter()
                    .map(|digits| TemporaryNumber::draw(self.rng.as_ref(), *digits))
                    .collect(),
                coexistence: wish.coexistence,
                details: wish.details.clone(),
                link: LinkSlug::generate(self.rng.as_ref()),
                landing: LandingSlug::generate(self.rng.as_ref()),
                expires_at: wish.expires_in.map(|life| now.plus(life)),
            };
            match self.store.create_account(new, idempotency.clone()).await? {
                CreateOutcome::Created { fragment, replayed } => {
                    return Ok(Created {
                        object: with_base(
                            &self.base(partner.domain.as_ref()),
                            fragment.as_bytes(),
                            1,
                        ),
                        replayed,
                    });
                }
                CreateOutcome::KeyReused => return Err(CreateError::KeyReused),
                CreateOutcome::NumbersTaken => {}
                CreateOutcome::NumberNotRegistered => {
                    return Err(CreateError::NumberNotRegistered);
                }
                CreateOutcome::NumberInUse => return Err(CreateError::NumberInUse),
            }
        }
    }
}

impl From<BrandingError> for CreateError {
    fn from(error: BrandingError) -> Self {
        match error {
            BrandingError::Field(error) => Self::Logo(error),
            BrandingError::Store(error) => Self::Store(error),
        }
    }
}

fn check_redirect(
    partner: &Partner,
    field: &'static str,
    target: Option<&HttpsUrl>,
) -> Result<(), CreateError> {
    let Some(target) = target else { return Ok(()) };
    let host = target.host();
    if partner
        .redirect_hosts
        .iter()
        .any(|allowed| allowed.as_str() == host)
    {
        Ok(())
    } else {
        Err(CreateError::Redirect(FieldError::new(
            field,
            FieldProblem::HostNotListed { host },
        )))
    }
}
