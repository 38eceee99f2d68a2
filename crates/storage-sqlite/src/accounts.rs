//! Onboarding accounts: create, find, remove.

use crate::error::Failure;
use crate::partners::bump_revision;
use crate::writer::Write;
use crate::{SqliteStore, journey, list, rows, sql};
use async_trait::async_trait;
use gangway_domain::{
    AccountId, LandingSlug, Language, LinkSlug, ListedNumber, Onboarding, OnboardingState,
    PartnerId, PhoneNumber, TemporaryNumber, Timestamp, Transition,
};
use gangway_storage::{
    Abandoned, Accounts, CreateOutcome, Idempotency, ListFilter, ListPage, ListSnapshot,
    NewOnboarding, RemoveOutcome, StorageError, fragment, search,
};
use rusqlite::{Connection, params};

/// How many forgotten keys a create call clears away on the way.
const CLEARED: i64 = 32;

#[async_trait]
impl Accounts for SqliteStore {
    async fn create_account(
        &self,
        new: NewOnboarding,
        idempotency: Option<Idempotency>,
    ) -> Result<CreateOutcome, StorageError> {
        self.write(move |write| create(write, new, idempotency.as_ref()))
            .await
    }

    async fn account_by_link(&self, link: &LinkSlug) -> Result<Option<Onboarding>, StorageError> {
        self.readers().short(|conn| {
            let sql = concat!(
                "SELECT ",
                gangway_storage::account_columns!(),
                " FROM account WHERE link = ?1"
            );
            sql::first(conn, sql, [link.as_str()], rows::account)
        })
    }

    async fn account_by_landing(
        &self,
        landing: &LandingSlug,
    ) -> Result<Option<Onboarding>, StorageError> {
        self.readers().short(|conn| {
            let sql = concat!(
                "SELECT ",
                gangway_storage::account_columns!(),
                " FROM account WHERE landing = ?1"
            );
            sql::first(conn, sql, [landing.as_str()], rows::account)
        })
    }

    async fn lists_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<bool, StorageError> {
        self.readers().short(|conn| {
            sql::exists(
                conn,
                "SELECT 1 FROM account
                 WHERE number = ?1 AND partner = ?2 AND state = 'finished'",
                params![number.as_str(), partner.row()],
            )
        })
    }

    async fn remove_account(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        now: Timestamp,
    ) -> Result<RemoveOutcome, StorageError> {
        let number = number.clone();
        self.write(move |write| remove(write, partner, &number, now))
            .await
    }

    async fn list_snapshot(&self, partner: PartnerId) -> Result<ListSnapshot, StorageError> {
        self.readers()
            .long(move |conn| list::snapshot(conn, partner))
            .await
    }

    async fn list_page(
        &self,
        partner: PartnerId,
        filter: &ListFilter,
    ) -> Result<ListPage, StorageError> {
        if list::is_short(filter) {
            return self
                .readers()
                .short(|conn| list::page(conn, partner, filter));
        }
        let filter = filter.clone();
        self.readers()
            .long(move |conn| list::page(conn, partner, &filter))
            .await
    }
}

fn create(
    write: &mut Write<'_>,
    new: NewOnboarding,
    idempotency: Option<&Idempotency>,
) -> Result<CreateOutcome, Failure> {
    let conn = write.sql();
    if let Some(key) = idempotency
        && let Some(answer) = answered_before(conn, &new, key)?
    {
        return Ok(answer);
    }
    let Some(number) = first_free(conn, &new.candidates)? else {
        return Ok(CreateOutcome::NumbersTaken);
    };
    bump_revision(write, new.partner)?;
    let account = insert(conn, new, number)?;
    let fragment = fragment(&account);
    sql::run(
        conn,
        "INSERT INTO list_entry (partner, created_at, account, fragment) VALUES (?1, ?2, ?3, ?4)",
        params![
            account.partner.row(),
            account.created_at.as_millis(),
            account.id.row(),
            fragment,
        ],
    )?;
    if let Some(key) = idempotency {
        remember_answer(conn, &account, key, &fragment)?;
    }
    Ok(CreateOutcome::Created {
        fragment,
        replayed: false,
    })
}

/// What this key was answered with, unless it is forgotten.
fn answered_before(
    conn: &Connection,
    new: &NewOnboarding,
    key: &Idempotency,
) -> Result<Option<CreateOutcome>, Failure> {
    let known = sql::first(
        conn,
        "SELECT body, fragment FROM idempotency
         WHERE partner = ?1 AND key = ?2 AND first_used >= ?3",
        params![new.partner.row(), key.key, key.forget_before.as_millis()],
        |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, String>(1)?)),
    )?;
    let Some((body, fragment)) = known else {
        return Ok(None);
    };
    if body != key.body.0 {
        return Ok(Some(CreateOutcome::KeyReused));
    }
    Ok(Some(CreateOutcome::Created {
        fragment,
        replayed: true,
    }))
}

fn remember_answer(
    conn: &Connection,
    account: &Onboarding,
    key: &Idempotency,
    fragment: &str,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "DELETE FROM idempotency WHERE partner = ?1 AND key IN (
             SELECT key FROM idempotency WHERE partner = ?1 AND first_used < ?2 LIMIT ?3)",
        params![
            account.partner.row(),
            key.forget_before.as_millis(),
            CLEARED
        ],
    )?;
    // A forgotten key that is still there is used anew.
    sql::run(
        conn,
        "INSERT OR REPLACE INTO idempotency (partner, key, body, fragment, first_used)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            account.partner.row(),
            key.key,
            key.body.0,
            fragment,
            account.created_at.as_millis(),
        ],
    )?;
    Ok(())
}

/// The first candidate that nobody was ever given and that is nobody's real number.
fn first_free(
    conn: &Connection,
    candidates: &[TemporaryNumber],
) -> Result<Option<TemporaryNumber>, Failure> {
    for candidate in candidates {
        let taken = sql::exists(
            conn,
            "SELECT 1 FROM temporary_number WHERE number = ?1
             UNION ALL SELECT 1 FROM account WHERE number = ?1 AND state = 'finished'",
            [candidate.as_str()],
        )?;
        if !taken {
            return Ok(Some(candidate.clone()));
        }
    }
    Ok(None)
}

fn insert(
    conn: &Connection,
    new: NewOnboarding,
    number: TemporaryNumber,
) -> Result<Onboarding, Failure> {
    let state = OnboardingState::Created;
    let number = ListedNumber::Temporary(number);
    let details = &new.details;
    sql::run(
        conn,
        "INSERT INTO account (partner, created_at, number, coexistence, business_name,
             business_email, business_id, business_address, display_name, reference, logo,
             message_text, button_text, success_text, failed_text, language, redirect_success,
             redirect_failed, domain_verification, link, landing, expires_at, state, search)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             ?19, ?20, ?21, ?22, ?23, ?24)",
        params![
            new.partner.row(),
            new.created_at.as_millis(),
            number.as_str(),
            new.coexistence,
            details.business_name.as_str(),
            details.business_email.as_ref().map(|v| v.as_str()),
            details.business_id.as_ref().map(|v| v.as_str()),
            details.business_address.as_ref().map(|v| v.as_str()),
            details.display_name.as_str(),
            details.reference.as_ref().map(|v| v.as_str()),
            details.texts.logo.as_ref().map(|v| v.as_str()),
            details.texts.message.as_ref().map(|v| v.as_str()),
            details.texts.button.as_ref().map(|v| v.as_str()),
            details.texts.success.as_ref().map(|v| v.as_str()),
            details.texts.failed.as_ref().map(|v| v.as_str()),
            details.language.as_ref().map(Language::tag),
            details.redirect_success.as_ref().map(|v| v.as_str()),
            details.redirect_failed.as_ref().map(|v| v.as_str()),
            details.domain_verification.as_ref().map(|v| v.as_str()),
            new.link.as_str(),
            new.landing.as_str(),
            new.expires_at.map(Timestamp::as_millis),
            state.name(),
            search::haystack(&number, details),
        ],
    )?;
    let id = AccountId::from_row(conn.last_insert_rowid());
    sql::run(
        conn,
        "INSERT INTO temporary_number (number, account) VALUES (?1, ?2)",
        params![number.as_str(), id.row()],
    )?;
    Ok(Onboarding {
        id,
        partner: new.partner,
        created_at: new.created_at,
        number,
        coexistence: new.coexistence,
        details: new.details,
        link: new.link,
        landing: new.landing,
        expires_at: new.expires_at,
        state,
        problem: None,
        cancelled_step: None,
    })
}

fn remove(
    write: &mut Write<'_>,
    partner: PartnerId,
    number: &ListedNumber,
    now: Timestamp,
) -> Result<RemoveOutcome, Failure> {
    let conn = write.sql();
    // By digits, whatever kind of number they look like. The temporary number also finds
    // an account that has just finished, and so tells that from one that never was.
    let found = sql::first(
        conn,
        "SELECT a.id, a.created_at, a.state
         FROM temporary_number t JOIN account a ON a.id = t.account
         WHERE t.number = ?1 AND a.partner = ?2 AND a.state <> 'removed'
         UNION ALL
         SELECT id, created_at, state FROM account
         WHERE number = ?1 AND partner = ?2 AND state = 'finished'",
        params![number.as_str(), partner.row()],
        |row| {
            let state = gangway_storage::rows::state(&row.get::<_, String>(2)?)?;
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, state))
        },
    )?;
    let Some((id, created_at, state)) = found else {
        return Ok(RemoveOutcome::NotFound);
    };
    let Some(removed) = state.after(Transition::Remove) else {
        return Ok(RemoveOutcome::Finished);
    };
    sql::run(
        conn,
        "UPDATE account SET state = ?2, removed_at = ?3, problem = NULL, cancelled_step = NULL,
             session = NULL, lease_owner = NULL, lease_until = NULL
         WHERE id = ?1",
        params![id, removed.name(), now.as_millis()],
    )?;
    let account = AccountId::from_row(id);
    let abandoned =
        journey::take_grant(conn, account)?.map(|grant| Box::new(Abandoned { account, grant }));
    sql::run(
        conn,
        "DELETE FROM list_entry WHERE partner = ?1 AND created_at = ?2 AND account = ?3",
        params![partner.row(), created_at, id],
    )?;
    bump_revision(write, partner)?;
    Ok(RemoveOutcome::Removed(abandoned))
}
