//! How a partner's pages look.

mod logo;
mod look;

pub(crate) use logo::{FRESH, FRESH_FOR_REPEATS};
pub use look::Look;

use crate::App;
use gangway_domain::{
    Branding, BrandingChange, Change, FieldError, HttpsUrl, Logo, PageTexts, PartnerId, PictureHash,
};
use gangway_storage::{LogoFile, StorageError};

/// Where a new logo comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogoSource {
    /// It is fetched here.
    Url(HttpsUrl),
    /// It was [handed in](App::upload_logo).
    Stored(PictureHash),
}

/// A change of how a partner's pages look.
pub type ChangeBranding = BrandingChange<LogoSource>;

/// Why the look of a partner's pages was not changed.
#[derive(Debug, thiserror::Error)]
pub enum BrandingError {
    /// A value is not as it has to be. Names the field as it is called on the wire.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// How a partner's pages look where a link does not say otherwise.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn branding(&self, partner: PartnerId) -> Result<Branding, StorageError> {
        self.store.branding(partner).await
    }

    /// Changes what is named and leaves the rest. A logo is fetched, checked and kept first;
    /// nothing is changed where any of it is refused.
    ///
    /// # Errors
    /// See [`BrandingError`].
    pub async fn set_branding(
        &self,
        partner: PartnerId,
        change: ChangeBranding,
    ) -> Result<Branding, BrandingError> {
        let logo = match change.logo.clone() {
            Change::Keep => Change::Keep,
            Change::Clear => Change::Clear,
            Change::Set(LogoSource::Url(url)) => {
                // Nobody is called for a change that is refused anyway.
                let rest = change.clone().with_logo(Change::Keep);
                self.store.branding(partner).await?.changed(rest)?;
                let picture = self.logo_at(partner, &url, FRESH).await?;
                Change::Set(Logo {
                    url: Some(url),
                    picture,
                })
            }
            Change::Set(LogoSource::Stored(hash)) => {
                let picture = self.store.logo(hash).await?.ok_or_else(|| {
                    logo::wrong("is not kept any more; hand the picture in again")
                })?;
                Change::Set(Logo { url: None, picture })
            }
        };
        let set = self.store.set_branding(partner, change.with_logo(logo));
        Ok(set.await??)
    }

    /// The picture of this hash.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn logo_file(&self, hash: PictureHash) -> Result<Option<LogoFile>, StorageError> {
        self.store.logo_file(hash).await
    }

    /// What is shown on the page of a link.
    pub(crate) async fn look_of(
        &self,
        partner: PartnerId,
        link: &PageTexts,
    ) -> Result<Look, StorageError> {
        let branding = self.store.branding(partner).await?;
        let own = match link.picture {
            Some(hash) => self.store.logo(hash).await?,
            None => None,
        };
        Ok(Look::new(&branding, link, own))
    }
}
