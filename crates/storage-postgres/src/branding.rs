//! How partners' pages look, and the pictures on them.

use crate::error::Failure;
use crate::reader::Reader;
use crate::unit::{Statement, Unit};
use crate::{PostgresStore, read, rows, unit};
use async_trait::async_trait;
use gangway_domain::{
    Branding, BrandingChange, Colour, Colours, FieldError, HttpsUrl, Logo, LogoRef, PartnerId,
    PictureHash, Timestamp,
};
use gangway_storage::{
    Brandings, LOGO_KEPT, LOGOS_CLEARED, LogoFile, StorageError, branding_columns,
    logo_file_columns, logo_ref_columns,
};

const FIND: &str = concat!(
    "SELECT ",
    branding_columns!(),
    " FROM branding LEFT JOIN logo ON logo.hash = branding.logo WHERE branding.partner = $1"
);

/// Two changes at once: the second one sees what the first one made.
const LOCK_PARTNER: &str = "SELECT 1 FROM partner WHERE id = $1 FOR NO KEY UPDATE";

const STORE: &str =
    "INSERT INTO branding (partner, logo_url, logo, message_text, button_text, success_text,
         failed_text, colour, text_colour)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (partner) DO UPDATE SET logo_url = EXCLUDED.logo_url, logo = EXCLUDED.logo,
         message_text = EXCLUDED.message_text, button_text = EXCLUDED.button_text,
         success_text = EXCLUDED.success_text, failed_text = EXCLUDED.failed_text,
         colour = EXCLUDED.colour, text_colour = EXCLUDED.text_colour";

/// Another node may be clearing the same ones away.
const FORGET_ADDRESSES: &str = "DELETE FROM logo_address WHERE (partner, url) IN (
     SELECT partner, url FROM logo_address WHERE at < $1 ORDER BY at LIMIT $2
     FOR UPDATE SKIP LOCKED)";

/// Pictures that are in use go to the end of the queue, so that others are looked at next time.
const PASS_OVER: &str = "UPDATE logo SET at = $3
     WHERE hash IN (
             SELECT hash FROM logo WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)
         AND (EXISTS (SELECT 1 FROM branding WHERE branding.logo = hash)
             OR EXISTS (SELECT 1 FROM account WHERE account.picture = hash)
             OR EXISTS (SELECT 1 FROM logo_address WHERE logo_address.logo = hash))";

const FORGET: &str = "DELETE FROM logo
     WHERE hash IN (
             SELECT hash FROM logo WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)
         AND NOT EXISTS (SELECT 1 FROM branding WHERE branding.logo = hash)
         AND NOT EXISTS (SELECT 1 FROM account WHERE account.picture = hash)
         AND NOT EXISTS (SELECT 1 FROM logo_address WHERE logo_address.logo = hash)";

const KEEP: &str = "INSERT INTO logo (hash, media_type, width, height, at, bytes)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (hash) DO UPDATE SET at = greatest(logo.at, EXCLUDED.at)";

const KEEP_ADDRESS: &str = "INSERT INTO logo_address (partner, url, logo, at)
     VALUES ($1, $2, $3, $4)
     ON CONFLICT (partner, url) DO UPDATE SET logo = EXCLUDED.logo, at = EXCLUDED.at";

#[async_trait]
impl Brandings for PostgresStore {
    async fn branding(&self, partner: PartnerId) -> Result<Branding, StorageError> {
        read!(self, |reader| find(reader, partner))
    }

    async fn set_branding(
        &self,
        partner: PartnerId,
        change: BrandingChange<Logo>,
    ) -> Result<Result<Branding, FieldError>, StorageError> {
        unit!(self, |unit| set(unit, partner, &change))
    }

    async fn keep_logo(
        &self,
        partner: PartnerId,
        file: LogoFile,
        url: Option<HttpsUrl>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        unit!(self, |unit| keep(unit, partner, &file, url.as_ref(), now))
    }

    async fn logo_fetched(
        &self,
        partner: PartnerId,
        url: &HttpsUrl,
        since: Timestamp,
    ) -> Result<Option<LogoRef>, StorageError> {
        const SQL: &str = concat!(
            "SELECT ",
            logo_ref_columns!(),
            " FROM logo_address JOIN logo ON logo.hash = logo_address.logo
             WHERE logo_address.partner = $1 AND logo_address.url = $2
                 AND logo_address.at >= $3"
        );
        read!(self, |reader| async {
            let row = reader
                .first(SQL, &[&partner.row(), &url.as_str(), &since.as_millis()])
                .await?;
            row.as_ref().map(rows::logo_ref).transpose()
        })
    }

    async fn logo(&self, hash: PictureHash) -> Result<Option<LogoRef>, StorageError> {
        const SQL: &str = concat!("SELECT ", logo_ref_columns!(), " FROM logo WHERE hash = $1");
        read!(self, |reader| async {
            let row = reader.first(SQL, &[&hash.0.as_slice()]).await?;
            row.as_ref().map(rows::logo_ref).transpose()
        })
    }

    async fn logo_file(&self, hash: PictureHash) -> Result<Option<LogoFile>, StorageError> {
        const SQL: &str = concat!(
            "SELECT ",
            logo_file_columns!(),
            " FROM logo WHERE hash = $1"
        );
        read!(self, |reader| async {
            let row = reader.first(SQL, &[&hash.0.as_slice()]).await?;
            row.as_ref().map(rows::logo_file).transpose()
        })
    }
}

async fn find(reader: &Reader, partner: PartnerId) -> Result<Branding, Failure> {
    let row = reader.first(FIND, &[&partner.row()]).await?;
    let found = row.as_ref().map(rows::branding).transpose()?;
    Ok(found.unwrap_or_default())
}

async fn set(
    unit: &Unit,
    partner: PartnerId,
    change: &BrandingChange<Logo>,
) -> Result<Result<Branding, FieldError>, Failure> {
    let partner = partner.row();
    let before = unit
        .then_first(&[(LOCK_PARTNER, &[&partner])], FIND, &[&partner])
        .await?;
    let before = before.as_ref().map(rows::branding).transpose()?;
    let changed = match before.unwrap_or_default().changed(change.clone()) {
        Ok(changed) => changed,
        Err(refused) => return Ok(Err(refused)),
    };
    let logo = changed.logo.as_ref();
    let colour = |of: fn(Colours) -> Option<Colour>| {
        let colour = changed.colours.and_then(of);
        colour.map(|colour| colour.to_string())
    };
    unit.run(
        STORE,
        &[
            &partner,
            &logo
                .and_then(|logo| logo.url.as_ref())
                .map(HttpsUrl::as_str),
            &logo.map(|logo| logo.picture.hash.0.as_slice()),
            &changed.message.as_ref().map(|text| text.as_str()),
            &changed.button.as_ref().map(|text| text.as_str()),
            &changed.success.as_ref().map(|text| text.as_str()),
            &changed.failed.as_ref().map(|text| text.as_str()),
            &colour(|colours| Some(colours.colour())),
            &colour(Colours::given_text),
        ],
    )
    .await?;
    Ok(Ok(changed))
}

async fn keep(
    unit: &Unit,
    partner: PartnerId,
    file: &LogoFile,
    url: Option<&HttpsUrl>,
    now: Timestamp,
) -> Result<(), Failure> {
    let LogoRef {
        hash,
        kind,
        width,
        height,
    } = file.logo;
    let (before, at) = (now.minus(LOGO_KEPT).as_millis(), now.as_millis());
    let steps: [Statement<'_>; 4] = [
        (FORGET_ADDRESSES, &[&before, &LOGOS_CLEARED]),
        (PASS_OVER, &[&before, &LOGOS_CLEARED, &at]),
        (FORGET, &[&before, &LOGOS_CLEARED]),
        (
            KEEP,
            &[
                &hash.0.as_slice(),
                &kind.media_type(),
                &i64::from(width),
                &i64::from(height),
                &at,
                &file.bytes,
            ],
        ),
    ];
    unit.batch(&steps).await?;
    if let Some(url) = url {
        unit.run(
            KEEP_ADDRESS,
            &[&partner.row(), &url.as_str(), &hash.0.as_slice(), &at],
        )
        .await?;
    }
    Ok(())
}
