//! Making an account, once per idempotency key.

use crate::error::Failure;
use crate::partners::bump_revision;
use crate::writer::Write;
use crate::{list, numbers, outbox, sql};
use gangway_domain::{
    AccountId, Language, ListedNumber, Onboarding, OnboardingState, TemporaryNumber, TimelineEntry,
    TimelineEvent, Timestamp,
};
use gangway_storage::{CreateOutcome, Idempotency, NewOnboarding, fragment, search};
use rusqlite::{Connection, params};

/// How many forgotten keys a create call clears away on the way.
const CLEARED: i64 = 32;

pub(super) fn create(
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
    let number = if let Some(number) = &new.number {
        if let Some(refusal) = numbers::refusal(conn, new.partner, number, new.created_at)? {
            return Ok(refusal);
        }
        ListedNumber::Real(number.clone())
    } else {
        let Some(number) = first_free(conn, &new.candidates)? else {
            return Ok(CreateOutcome::NumbersTaken);
        };
        ListedNumber::Temporary(number)
    };
    bump_revision(write, new.partner)?;
    let account = insert(conn, new, number)?;
    let fragment = fragment(&account);
    list::add(conn, &account, &fragment)?;
    if let Some(key) = idempotency {
        remember_answer(conn, &account, key, &fragment)?;
    }
    let entry = TimelineEntry::new(account.created_at, TimelineEvent::Created);
    outbox::tell(write, account.id, &entry, None)?;
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
             UNION ALL SELECT 1 FROM account
                 WHERE number = ?1 AND finished_at IS NOT NULL AND removed_at IS NULL
             UNION ALL SELECT 1 FROM account
                 WHERE number = ?1 AND finished_at IS NOT NULL AND removed_at IS NOT NULL",
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
    number: ListedNumber,
) -> Result<Onboarding, Failure> {
    let state = OnboardingState::Created;
    let details = &new.details;
    sql::run(
        conn,
        "INSERT INTO account (partner, created_at, number, coexistence, business_name,
             business_email, business_id, business_address, display_name, reference, logo,
             message_text, button_text, success_text, failed_text, language, redirect_success,
             redirect_failed, domain_verification, link, landing, expires_at, state, search, picture)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
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
            details.texts.picture.map(|picture| picture.0),
        ],
    )?;
    let id = AccountId::from_row(conn.last_insert_rowid());
    match &number {
        ListedNumber::Temporary(number) => {
            sql::run(
                conn,
                "INSERT INTO temporary_number (number, account) VALUES (?1, ?2)",
                params![number.as_str(), id.row()],
            )?;
        }
        ListedNumber::Real(number) => numbers::link(conn, number, id)?,
    }
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
        started_at: None,
        finished_at: None,
        disconnected: None,
        next_try: None,
        not_before: None,
        recovered: false,
    })
}
