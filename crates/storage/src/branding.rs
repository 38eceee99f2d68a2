//! How partners' pages look, and the pictures on them.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{
    Branding, BrandingChange, FieldError, HttpsUrl, Logo, LogoRef, PartnerId, PictureHash,
    Timestamp,
};
use std::time::Duration;

/// A picture with its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct LogoFile {
    /// What is known of it.
    pub logo: LogoRef,
    /// The file.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for LogoFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogoFile")
            .field("logo", &self.logo)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// A picture that nothing refers to is kept for so long: who has just got it may still want to
/// refer to it.
pub const LOGO_KEPT: Duration = Duration::from_secs(2 * 24 * 3600);

/// So many forgotten pictures, and addresses, are cleared away with each that is kept.
pub const LOGOS_CLEARED: i64 = 8;

/// How partners' pages look.
#[async_trait]
pub trait Brandings {
    /// How a partner's pages look.
    async fn branding(&self, partner: PartnerId) -> Result<Branding, StorageError>;

    /// Changes what is named and leaves the rest. A picture has to be [kept](Self::keep_logo)
    /// before. Inside: why [the domain](Branding::changed) refuses it; nothing is changed then.
    async fn set_branding(
        &self,
        partner: PartnerId,
        change: BrandingChange<Logo>,
    ) -> Result<Result<Branding, FieldError>, StorageError>;

    /// Keeps a picture, once for all who have the same one, and notes where this partner got it.
    /// On the way clears away some that nothing refers to, [`LOGO_KEPT`] after they were kept
    /// last.
    async fn keep_logo(
        &self,
        partner: PartnerId,
        file: LogoFile,
        url: Option<HttpsUrl>,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// What a partner got from an address at this instant or later.
    async fn logo_fetched(
        &self,
        partner: PartnerId,
        url: &HttpsUrl,
        since: Timestamp,
    ) -> Result<Option<LogoRef>, StorageError>;

    /// What is known of a picture.
    async fn logo(&self, hash: PictureHash) -> Result<Option<LogoRef>, StorageError>;

    /// A picture.
    async fn logo_file(&self, hash: PictureHash) -> Result<Option<LogoFile>, StorageError>;
}
