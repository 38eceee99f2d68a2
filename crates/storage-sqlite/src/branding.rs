//! How partners' pages look, and the pictures on them.

use crate::error::Failure;
use crate::writer::Write;
use crate::{SqliteStore, rows, sql};
use async_trait::async_trait;
use gangway_domain::{
    Branding, BrandingChange, Colour, Colours, FieldError, HttpsUrl, Logo, LogoRef, PartnerId,
    PictureHash, Timestamp,
};
use gangway_storage::{Brandings, LOGO_KEPT, LOGOS_CLEARED, LogoFile, StorageError};
use rusqlite::{Connection, params};

#[async_trait]
impl Brandings for SqliteStore {
    async fn branding(&self, partner: PartnerId) -> Result<Branding, StorageError> {
        self.readers().short(|conn| find(conn, partner))
    }

    async fn set_branding(
        &self,
        partner: PartnerId,
        change: BrandingChange<Logo>,
    ) -> Result<Result<Branding, FieldError>, StorageError> {
        self.write(move |write| set(write.sql(), partner, change))
            .await
    }

    async fn keep_logo(
        &self,
        partner: PartnerId,
        file: LogoFile,
        url: Option<HttpsUrl>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.write(move |write| keep(write, partner, &file, url.as_ref(), now))
            .await
    }

    async fn logo_fetched(
        &self,
        partner: PartnerId,
        url: &HttpsUrl,
        since: Timestamp,
    ) -> Result<Option<LogoRef>, StorageError> {
        self.readers().short(|conn| {
            let sql = concat!(
                "SELECT ",
                gangway_storage::logo_ref_columns!(),
                " FROM logo_address JOIN logo ON logo.hash = logo_address.logo
                 WHERE logo_address.partner = ?1 AND logo_address.url = ?2
                     AND logo_address.at >= ?3"
            );
            let values = params![partner.row(), url.as_str(), since.as_millis()];
            sql::first(conn, sql, values, rows::logo_ref)
        })
    }

    async fn logo(&self, hash: PictureHash) -> Result<Option<LogoRef>, StorageError> {
        self.readers().short(|conn| {
            let sql = concat!(
                "SELECT ",
                gangway_storage::logo_ref_columns!(),
                " FROM logo WHERE hash = ?1"
            );
            sql::first(conn, sql, [hash.0], rows::logo_ref)
        })
    }

    async fn logo_file(&self, hash: PictureHash) -> Result<Option<LogoFile>, StorageError> {
        self.readers()
            .long(move |conn| {
                let sql = concat!(
                    "SELECT ",
                    gangway_storage::logo_file_columns!(),
                    " FROM logo WHERE hash = ?1"
                );
                sql::first(conn, sql, [hash.0], rows::logo_file)
            })
            .await
    }
}

fn find(conn: &Connection, partner: PartnerId) -> Result<Branding, Failure> {
    let sql = concat!(
        "SELECT ",
        gangway_storage::branding_columns!(),
        " FROM branding LEFT JOIN logo ON logo.hash = branding.logo WHERE branding.partner = ?1"
    );
    let found = sql::first(conn, sql, [partner.row()], rows::branding)?;
    Ok(found.unwrap_or_default())
}

fn set(
    conn: &Connection,
    partner: PartnerId,
    change: BrandingChange<Logo>,
) -> Result<Result<Branding, FieldError>, Failure> {
    let changed = match find(conn, partner)?.changed(change) {
        Ok(changed) => changed,
        Err(refused) => return Ok(Err(refused)),
    };
    let logo = changed.logo.as_ref();
    let colour = |of: fn(Colours) -> Option<Colour>| {
        let colour = changed.colours.and_then(of);
        colour.map(|colour| colour.to_string())
    };
    sql::run(
        conn,
        "INSERT OR REPLACE INTO branding (partner, logo_url, logo, message_text, button_text,
             success_text, failed_text, colour, text_colour)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            partner.row(),
            logo.and_then(|logo| logo.url.as_ref())
                .map(HttpsUrl::as_str),
            logo.map(|logo| logo.picture.hash.0),
            changed.message.as_ref().map(|text| text.as_str()),
            changed.button.as_ref().map(|text| text.as_str()),
            changed.success.as_ref().map(|text| text.as_str()),
            changed.failed.as_ref().map(|text| text.as_str()),
            colour(|colours| Some(colours.colour())),
            colour(Colours::given_text),
        ],
    )?;
    Ok(Ok(changed))
}

fn keep(
    write: &mut Write<'_>,
    partner: PartnerId,
    file: &LogoFile,
    url: Option<&HttpsUrl>,
    now: Timestamp,
) -> Result<(), Failure> {
    let conn = write.sql();
    forget(conn, now)?;
    let LogoRef {
        hash,
        kind,
        width,
        height,
    } = file.logo;
    sql::run(
        conn,
        "INSERT INTO logo (hash, media_type, width, height, at, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (hash) DO UPDATE SET at = max(at, excluded.at)",
        params![
            hash.0,
            kind.media_type(),
            width,
            height,
            now.as_millis(),
            file.bytes,
        ],
    )?;
    if let Some(url) = url {
        sql::run(
            conn,
            "INSERT OR REPLACE INTO logo_address (partner, url, logo, at)
             VALUES (?1, ?2, ?3, ?4)",
            params![partner.row(), url.as_str(), hash.0, now.as_millis()],
        )?;
    }
    Ok(())
}

/// Clears away a few of the oldest pictures that nothing refers to. Those that are in use go to
/// the end of the queue, so that others are looked at next time.
fn forget(conn: &Connection, now: Timestamp) -> Result<(), Failure> {
    let before = now.minus(LOGO_KEPT).as_millis();
    sql::run(
        conn,
        "DELETE FROM logo_address WHERE (partner, url) IN (
             SELECT partner, url FROM logo_address WHERE at < ?1 ORDER BY at LIMIT ?2)",
        params![before, LOGOS_CLEARED],
    )?;
    sql::run(
        conn,
        "UPDATE logo SET at = ?3
         WHERE hash IN (SELECT hash FROM logo WHERE at < ?1 ORDER BY at LIMIT ?2)
             AND (EXISTS (SELECT 1 FROM branding WHERE logo = hash)
                 OR EXISTS (SELECT 1 FROM account WHERE picture = hash)
                 OR EXISTS (SELECT 1 FROM logo_address WHERE logo = hash))",
        params![before, LOGOS_CLEARED, now.as_millis()],
    )?;
    sql::run(
        conn,
        "DELETE FROM logo
         WHERE hash IN (SELECT hash FROM logo WHERE at < ?1 ORDER BY at LIMIT ?2)
             AND NOT EXISTS (SELECT 1 FROM branding WHERE logo = hash)
             AND NOT EXISTS (SELECT 1 FROM account WHERE picture = hash)
             AND NOT EXISTS (SELECT 1 FROM logo_address WHERE logo = hash)",
        params![before, LOGOS_CLEARED],
    )?;
    Ok(())
}
