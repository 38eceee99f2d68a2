//! How partners' pages look, read back.

use super::{Columns, Unreadable, maybe};
use crate::LogoFile;
use gangway_domain::{
    Branding, Colour, Colours, FieldError, HttpsUrl, Logo, LogoRef, PictureHash, PictureKind, Text,
};

/// The columns that [`branding`] reads, in its order; those of `logo` may all be NULL.
#[macro_export]
macro_rules! branding_columns {
    () => {
        "branding.logo_url, branding.message_text, branding.button_text, branding.success_text, \
         branding.failed_text, branding.colour, branding.text_colour, logo.hash, \
         logo.media_type, logo.width, logo.height"
    };
}

/// The columns that [`logo_ref`] reads, in its order.
#[macro_export]
macro_rules! logo_ref_columns {
    () => {
        "logo.hash, logo.media_type, logo.width, logo.height"
    };
}

/// The columns that [`logo_file`] reads, in its order.
#[macro_export]
macro_rules! logo_file_columns {
    () => {
        "logo.hash, logo.media_type, logo.width, logo.height, logo.bytes"
    };
}

/// Reads [`branding_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn branding<C: Columns>(row: &mut C) -> Result<Branding, C::Error> {
    let url = maybe(row, "branding.logo_url", HttpsUrl::parse)?;
    let message = maybe(row, "branding.message_text", Text::parse)?;
    let button = maybe(row, "branding.button_text", Text::parse)?;
    let success = maybe(row, "branding.success_text", Text::parse)?;
    let failed = maybe(row, "branding.failed_text", Text::parse)?;
    let colour = maybe(row, "branding.colour", Colour::parse)?;
    let text_colour = maybe(row, "branding.text_colour", Colour::parse)?;
    let colours = colour.map(|colour| Colours::new(colour, text_colour));
    let picture = maybe_logo(row)?;
    Ok(Branding {
        logo: picture.map(|picture| Logo { url, picture }),
        message,
        button,
        success,
        failed,
        colours: colours
            .transpose()
            .map_err(|error: FieldError| Unreadable::from(error))?,
    })
}

/// Reads [`logo_ref_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn logo_ref<C: Columns>(row: &mut C) -> Result<LogoRef, C::Error> {
    Ok(maybe_logo(row)?.ok_or_else(|| Unreadable::column("logo.hash"))?)
}

/// Reads [`logo_file_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn logo_file<C: Columns>(row: &mut C) -> Result<LogoFile, C::Error> {
    let logo = logo_ref(row)?;
    let bytes = row.maybe_bytes()?;
    Ok(LogoFile {
        logo,
        bytes: bytes.ok_or_else(|| Unreadable::column("logo.bytes"))?,
    })
}

/// Reads the hash of a picture or NULL.
pub(super) fn picture_hash<C: Columns>(
    row: &mut C,
    column: &str,
) -> Result<Option<PictureHash>, C::Error> {
    let Some(bytes) = row.maybe_bytes()? else {
        return Ok(None);
    };
    let bytes = bytes.try_into().map_err(|_| Unreadable::column(column))?;
    Ok(Some(PictureHash(bytes)))
}

/// Four columns, which are all NULL or none of them is.
fn maybe_logo<C: Columns>(row: &mut C) -> Result<Option<LogoRef>, C::Error> {
    let hash = picture_hash(row, "logo.hash")?;
    let (media_type, width, height) = (row.maybe_text()?, row.maybe_int()?, row.maybe_int()?);
    let Some(hash) = hash else {
        return Ok(None);
    };
    let kind = media_type.and_then(|name| PictureKind::from_media_type(&name));
    let pixels = |side: Option<i64>| side.and_then(|side| u32::try_from(side).ok());
    Ok(Some(LogoRef {
        hash,
        kind: kind.ok_or_else(|| Unreadable::column("logo.media_type"))?,
        width: pixels(width).ok_or_else(|| Unreadable::column("logo.width"))?,
        height: pixels(height).ok_or_else(|| Unreadable::column("logo.height"))?,
    }))
}
