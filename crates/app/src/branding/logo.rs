//! A logo is fetched once, checked, and kept: the customer's browser asks nobody but us.

use super::BrandingError;
use crate::App;
use gangway_crypto::picture_hash;
use gangway_domain::{
    AttemptFault, FieldError, FieldProblem, HttpsUrl, LogoRef, MOST_LOGO_BYTES, NoLogo, PartnerId,
    check_logo,
};
use gangway_outbound::NotFetched;
use gangway_storage::{LOGO_KEPT, LogoFile};
use std::time::Duration;

const FIELD: &str = "onboarding_logo";

/// What an address gave is not asked for again for so long.
pub(crate) const FRESH: Duration = Duration::from_secs(24 * 3600);
/// The same where a call may be repeated a day later, and has to find what the first one found.
pub(crate) const FRESH_FOR_REPEATS: Duration = LOGO_KEPT;
/// Somebody waits for it.
const PATIENCE: Duration = Duration::from_secs(10);
/// Those that are taken, in the words of HTTP.
const ACCEPT: &str = "image/png, image/jpeg";

pub(super) fn wrong(problem: impl Into<FieldProblem>) -> FieldError {
    FieldError::new(FIELD, problem)
}

impl App {
    /// Checks a picture and keeps it for two days, or for as long as anything shows it.
    ///
    /// # Errors
    /// When it is no logo, and when the store fails.
    pub async fn upload_logo(
        &self,
        partner: PartnerId,
        file: Vec<u8>,
    ) -> Result<LogoRef, BrandingError> {
        self.keep_logo(partner, file, None).await
    }

    /// The picture at an address, fetched unless it was fetched not long ago.
    pub(crate) async fn logo_at(
        &self,
        partner: PartnerId,
        url: &HttpsUrl,
        fresh: Duration,
    ) -> Result<LogoRef, BrandingError> {
        let since = self.clock.now().minus(fresh);
        if let Some(known) = self.store.logo_fetched(partner, url, since).await? {
            return Ok(known);
        }
        let outbound = &self.settings.outbox.outbound;
        if let Err(refused) = outbound.check(url.as_str()) {
            return Err(wrong(format!("is an address that is not called: {refused}")).into());
        }
        let fetched = outbound.fetch(url.as_str(), ACCEPT, MOST_LOGO_BYTES, PATIENCE);
        let file = fetched.await.map_err(|error| wrong(sentence(error)))?;
        self.keep_logo(partner, file, Some(url.clone())).await
    }

    async fn keep_logo(
        &self,
        partner: PartnerId,
        bytes: Vec<u8>,
        url: Option<HttpsUrl>,
    ) -> Result<LogoRef, BrandingError> {
        let (kind, width, height) = check_logo(&bytes).map_err(wrong)?;
        let logo = LogoRef {
            hash: picture_hash(&bytes),
            kind,
            width,
            height,
        };
        let file = LogoFile { logo, bytes };
        let now = self.clock.now();
        self.store.keep_logo(partner, file, url, now).await?;
        Ok(logo)
    }
}

/// What was wrong and what to do, after the field's name.
fn sentence(error: NotFetched) -> FieldProblem {
    let what = match error {
        NotFetched::TooLarge => return NoLogo::TooLarge.into(),
        NotFetched::Status(status @ 300..=399) => {
            return format!(
                "leads elsewhere (HTTP status {status}); give the address of the picture itself"
            )
            .into();
        }
        NotFetched::Status(status) => {
            return format!(
                "could not be fetched: its server answered with HTTP status {status}; check that everybody may load the address"
            )
            .into();
        }
        NotFetched::Fault(AttemptFault::Blocked) => {
            return "leads to an address that is not called, such as a private network's; use a public one".into();
        }
        NotFetched::Fault(AttemptFault::Dns) => "its host name was not found",
        NotFetched::Fault(AttemptFault::Connect) => "its host cannot be reached",
        NotFetched::Fault(AttemptFault::Tls) => {
            "there was no safe connection, above all its certificate has to be valid"
        }
        NotFetched::Fault(AttemptFault::Timeout) => "its host was too slow",
        NotFetched::Fault(AttemptFault::Broken) => "the connection broke off",
    };
    format!("could not be fetched: {what}; check the address and try again").into()
}
