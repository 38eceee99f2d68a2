//! Making an account.

use super::LOCK_NUMBER;
use crate::error::Failure;
use crate::outbox::tell_one;
use crate::unit::{Statement, Unit};
use crate::{numbers, rows};
use gangway_domain::{
    AccountId, Language, ListedNumber, Onboarding, OnboardingState, TemporaryNumber, TimelineEntry,
    TimelineEvent, Timestamp,
};
use gangway_storage::{CreateOutcome, Idempotency, NewEvent, NewOnboarding, fragment, search};

/// How many forgotten keys a create call clears away on the way.
const CLEARED: i64 = 32;

pub(super) async fn create(
    unit: &Unit,
    new: &NewOnboarding,
    idempotency: Option<&Idempotency>,
) -> Result<CreateOutcome, Failure> {
    if let Some(key) = idempotency
        && let Some(answer) = answered_before(unit, new, key).await?
    {
        return Ok(answer);
    }
    let (id, number) = if let Some(number) = &new.number {
        match numbers::free(unit, new.partner, number, new.created_at).await? {
            Ok(id) => (id, ListedNumber::Real(number.clone())),
            Err(refusal) => return Ok(refusal),
        }
    } else {
        let Some((id, number)) = first_free(unit, &new.candidates).await? else {
            return Ok(CreateOutcome::NumbersTaken);
        };
        (id, ListedNumber::Temporary(number))
    };
    let account = Onboarding {
        id,
        partner: new.partner,
        created_at: new.created_at,
        number,
        coexistence: new.coexistence,
        details: new.details.clone(),
        link: new.link.clone(),
        landing: new.landing.clone(),
        expires_at: new.expires_at,
        state: OnboardingState::Created,
        problem: None,
        cancelled_step: None,
        started_at: None,
        finished_at: None,
        disconnected: None,
        next_try: None,
        not_before: None,
        recovered: false,
    };
    let fragment = fragment(&account);
    if let Some(key) = idempotency {
        remember_answer(unit, &account, key, &fragment).await?;
    }
    store(unit, &account, &fragment).await?;
    Ok(CreateOutcome::Created {
        fragment,
        replayed: false,
    })
}

/// What this key was answered with, unless it is forgotten. A second call with the same key
/// waits here until the first one is done.
async fn answered_before(
    unit: &Unit,
    new: &NewOnboarding,
    key: &Idempotency,
) -> Result<Option<CreateOutcome>, Failure> {
    let known = unit
        .then_first(
            &[(
                "SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 2))",
                &[&new.partner.row().to_string(), &key.key],
            )],
            "SELECT body, fragment FROM idempotency
             WHERE partner = $1 AND key = $2 AND first_used >= $3",
            &[&new.partner.row(), &key.key, &key.forget_before.as_millis()],
        )
        .await?;
    let Some(row) = known else { return Ok(None) };
    if rows::hash(&row, 0)? != Some(key.body) {
        return Ok(Some(CreateOutcome::KeyReused));
    }
    Ok(Some(CreateOutcome::Created {
        fragment: row.try_get(1)?,
        replayed: true,
    }))
}

/// The first candidate that nobody was ever given and that is nobody's real number, and an
/// id for its account. The number stays locked.
async fn first_free(
    unit: &Unit,
    candidates: &[TemporaryNumber],
) -> Result<Option<(AccountId, TemporaryNumber)>, Failure> {
    for candidate in candidates {
        let number = candidate.as_str();
        let free = unit
            .then_first(
                &[(LOCK_NUMBER, &[&number])],
                "SELECT nextval(pg_get_serial_sequence('account', 'id'))
                 WHERE NOT EXISTS (SELECT 1 FROM temporary_number WHERE number = $1)
                     AND NOT EXISTS (
                         SELECT 1 FROM account WHERE number = $1
                             AND finished_at IS NOT NULL AND removed_at IS NULL)
                     AND NOT EXISTS (
                         SELECT 1 FROM account WHERE number = $1
                             AND finished_at IS NOT NULL AND removed_at IS NOT NULL)",
                &[&number],
            )
            .await?;
        if let Some(row) = free {
            let id = AccountId::from_row(row.try_get(0)?);
            return Ok(Some((id, candidate.clone())));
        }
    }
    Ok(None)
}

async fn remember_answer(
    unit: &Unit,
    account: &Onboarding,
    key: &Idempotency,
    fragment: &str,
) -> Result<(), Failure> {
    let partner = account.partner.row();
    unit.batch(&[
        // Another node may be clearing the same keys away.
        (
            "DELETE FROM idempotency WHERE partner = $1 AND key IN (
                 SELECT key FROM idempotency WHERE partner = $1 AND first_used < $2
                 LIMIT $3 FOR UPDATE SKIP LOCKED)",
            &[&partner, &key.forget_before.as_millis(), &CLEARED],
        ),
        // A forgotten key that is still there is used anew.
        (
            "INSERT INTO idempotency (partner, key, body, fragment, first_used)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (partner, key) DO UPDATE SET body = EXCLUDED.body,
                 fragment = EXCLUDED.fragment, first_used = EXCLUDED.first_used",
            &[
                &partner,
                &key.key,
                &key.body.0.as_slice(),
                &fragment,
                &account.created_at.as_millis(),
            ],
        ),
    ])
    .await?;
    Ok(())
}

/// The number of an account's first event.
const FIRST: i64 = 1;

/// All rows of a new account, what its partner is told of it and the new revision of its list,
/// in one round trip. Its timeline has no entry: its own row tells.
async fn store(unit: &Unit, account: &Onboarding, fragment: &str) -> Result<(), Failure> {
    let details = &account.details;
    let (id, partner) = (account.id.row(), account.partner.row());
    let created_at = account.created_at.as_millis();
    let number = account.number.as_str();
    let take_number = match account.number {
        ListedNumber::Temporary(_) => {
            "INSERT INTO temporary_number (number, account) VALUES ($1, $2)"
        }
        ListedNumber::Real(_) => numbers::LINK,
    };
    let picture = details.texts.picture.as_ref();
    let picture = picture.map(|picture| picture.0.as_slice());
    let entry = TimelineEntry::new(account.created_at, TimelineEvent::Created);
    let event = NewEvent::of(&entry, account, FIRST, None);
    let rows: [Statement<'_>; 3] = [
        (
            "INSERT INTO account (id, partner, created_at, number, coexistence, business_name,
                 business_email, business_id, business_address, display_name, reference, logo,
                 message_text, button_text, success_text, failed_text, language,
                 redirect_success, redirect_failed, domain_verification, link, landing,
                 expires_at, state, search, events, picture)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)",
            &[
                &id,
                &partner,
                &created_at,
                &number,
                &account.coexistence,
                &details.business_name.as_str(),
                &details.business_email.as_ref().map(|v| v.as_str()),
                &details.business_id.as_ref().map(|v| v.as_str()),
                &details.business_address.as_ref().map(|v| v.as_str()),
                &details.display_name.as_str(),
                &details.reference.as_ref().map(|v| v.as_str()),
                &details.texts.logo.as_ref().map(|v| v.as_str()),
                &details.texts.message.as_ref().map(|v| v.as_str()),
                &details.texts.button.as_ref().map(|v| v.as_str()),
                &details.texts.success.as_ref().map(|v| v.as_str()),
                &details.texts.failed.as_ref().map(|v| v.as_str()),
                &details.language.as_ref().map(Language::tag),
                &details.redirect_success.as_ref().map(|v| v.as_str()),
                &details.redirect_failed.as_ref().map(|v| v.as_str()),
                &details.domain_verification.as_ref().map(|v| v.as_str()),
                &account.link.as_str(),
                &account.landing.as_str(),
                &account.expires_at.map(Timestamp::as_millis),
                &account.state.name(),
                &search::haystack(&account.number, details),
                &FIRST,
                &picture,
            ],
        ),
        (take_number, &[&number, &id]),
        (
            "INSERT INTO list_entry (partner, created_at, account, fragment)
             VALUES ($1, $2, $3, $4)",
            &[&partner, &created_at, &id, &fragment],
        ),
    ];
    tell_one(unit, &rows, account.partner, event, true).await
}
