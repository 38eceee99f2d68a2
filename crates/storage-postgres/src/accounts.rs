//! Onboarding accounts: create, find, remove.

use crate::error::Failure;
use crate::partners::{BUMP_REVISION, bump_revision};
use crate::unit::Unit;
use crate::{PostgresStore, journey, list, read, rows, unit};
use async_trait::async_trait;
use gangway_domain::{
    AccountId, LandingSlug, Language, LinkSlug, ListedNumber, Onboarding, OnboardingState,
    PartnerId, PhoneNumber, TemporaryNumber, Timestamp, Transition,
};
use gangway_storage::rows::state;
use gangway_storage::{
    Abandoned, Accounts, CreateOutcome, Idempotency, ListFilter, ListPage, ListSnapshot,
    NewOnboarding, RemoveOutcome, StorageError, account_columns, fragment, search,
};

/// How many forgotten keys a create call clears away on the way.
const CLEARED: i64 = 32;

#[async_trait]
impl Accounts for PostgresStore {
    async fn create_account(
        &self,
        new: NewOnboarding,
        idempotency: Option<Idempotency>,
    ) -> Result<CreateOutcome, StorageError> {
        unit!(self, |unit| create(unit, &new, idempotency.as_ref()))
    }

    async fn account_by_link(&self, link: &LinkSlug) -> Result<Option<Onboarding>, StorageError> {
        const SQL: &str = concat!(
            "SELECT ",
            account_columns!(),
            " FROM account WHERE link = $1"
        );
        read!(self, |reader| async {
            let row = reader.first(SQL, &[&link.as_str()]).await?;
            row.as_ref().map(rows::account).transpose()
        })
    }

    async fn account_by_landing(
        &self,
        landing: &LandingSlug,
    ) -> Result<Option<Onboarding>, StorageError> {
        const SQL: &str = concat!(
            "SELECT ",
            account_columns!(),
            " FROM account WHERE landing = $1"
        );
        read!(self, |reader| async {
            let row = reader.first(SQL, &[&landing.as_str()]).await?;
            row.as_ref().map(rows::account).transpose()
        })
    }

    async fn lists_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<bool, StorageError> {
        const SQL: &str = "SELECT 1 FROM account
             WHERE number = $1 AND partner = $2 AND state = 'finished'";
        read!(self, |reader| async {
            let found = reader
                .first(SQL, &[&number.as_str(), &partner.row()])
                .await?;
            Ok(found.is_some())
        })
    }

    async fn remove_account(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        now: Timestamp,
    ) -> Result<RemoveOutcome, StorageError> {
        unit!(self, |unit| remove(unit, partner, number, now))
    }

    async fn list_snapshot(&self, partner: PartnerId) -> Result<ListSnapshot, StorageError> {
        read!(self, |reader| list::snapshot(reader, partner))
    }

    async fn list_page(
        &self,
        partner: PartnerId,
        filter: &ListFilter,
    ) -> Result<ListPage, StorageError> {
        read!(self, |reader| list::page(reader, partner, filter))
    }
}

/// Keeps a number from being given to anybody else, as a temporary or as a real one, until
/// the unit ends. What was decided on it before is seen by the statements that follow.
pub(crate) const LOCK_NUMBER: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, 1))";

async fn create(
    unit: &Unit,
    new: &NewOnboarding,
    idempotency: Option<&Idempotency>,
) -> Result<CreateOutcome, Failure> {
    if let Some(key) = idempotency
        && let Some(answer) = answered_before(unit, new, key).await?
    {
        return Ok(answer);
    }
    let Some((id, number)) = first_free(unit, &new.candidates).await? else {
        return Ok(CreateOutcome::NumbersTaken);
    };
    let account = Onboarding {
        id,
        partner: new.partner,
        created_at: new.created_at,
        number: ListedNumber::Temporary(number),
        coexistence: new.coexistence,
        details: new.details.clone(),
        link: new.link.clone(),
        landing: new.landing.clone(),
        expires_at: new.expires_at,
        state: OnboardingState::Created,
        problem: None,
        cancelled_step: None,
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
            (
                "SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 2))",
                &[&new.partner.row().to_string(), &key.key],
            ),
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
                (LOCK_NUMBER, &[&number]),
                "SELECT nextval(pg_get_serial_sequence('account', 'id'))
                 WHERE NOT EXISTS (SELECT 1 FROM temporary_number WHERE number = $1)
                     AND NOT EXISTS (
                         SELECT 1 FROM account WHERE number = $1 AND state = 'finished')",
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

/// All rows of a new account and the new revision of its list, in one round trip.
async fn store(unit: &Unit, account: &Onboarding, fragment: &str) -> Result<(), Failure> {
    let details = &account.details;
    let (id, partner) = (account.id.row(), account.partner.row());
    let created_at = account.created_at.as_millis();
    let number = account.number.as_str();
    unit.batch(&[
        (
            "INSERT INTO account (id, partner, created_at, number, coexistence, business_name,
                 business_email, business_id, business_address, display_name, reference, logo,
                 message_text, button_text, success_text, failed_text, language,
                 redirect_success, redirect_failed, domain_verification, link, landing,
                 expires_at, state, search)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19, $20, $21, $22, $23, $24, $25)",
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
            ],
        ),
        (
            "INSERT INTO temporary_number (number, account) VALUES ($1, $2)",
            &[&number, &id],
        ),
        (
            "INSERT INTO list_entry (partner, created_at, account, fragment)
             VALUES ($1, $2, $3, $4)",
            &[&partner, &created_at, &id, &fragment],
        ),
        (BUMP_REVISION, &[&partner]),
    ])
    .await?;
    Ok(())
}

async fn remove(
    unit: &Unit,
    partner: PartnerId,
    number: &ListedNumber,
    now: Timestamp,
) -> Result<RemoveOutcome, Failure> {
    // By digits, whatever kind of number they look like. The temporary number also finds
    // an account that has just finished, and so tells that from one that never was.
    let found = unit
        .first(
            "SELECT a.id FROM temporary_number t JOIN account a ON a.id = t.account
             WHERE t.number = $1 AND a.partner = $2
             UNION ALL
             SELECT id FROM account
             WHERE number = $1 AND partner = $2 AND state = 'finished'",
            &[&number.as_str(), &partner.row()],
        )
        .await?;
    let Some(row) = found else {
        return Ok(RemoveOutcome::NotFound);
    };
    let id: i64 = row.try_get(0)?;
    // What it came to in the meantime counts.
    let locked = unit
        .first(
            "SELECT created_at, state FROM account WHERE id = $1 FOR NO KEY UPDATE",
            &[&id],
        )
        .await?;
    let Some(row) = locked else {
        return Ok(RemoveOutcome::NotFound);
    };
    let (created_at, state): (i64, _) = (row.try_get(0)?, state(row.try_get(1)?)?);
    if state == OnboardingState::Removed {
        return Ok(RemoveOutcome::NotFound);
    }
    let Some(removed) = state.after(Transition::Remove) else {
        return Ok(RemoveOutcome::Finished);
    };
    unit.batch(&[
        (
            "UPDATE account SET state = $2, removed_at = $3, problem = NULL,
                 cancelled_step = NULL, session = NULL, lease_owner = NULL, lease_until = NULL
             WHERE id = $1",
            &[&id, &removed.name(), &now.as_millis()],
        ),
        (
            "DELETE FROM list_entry WHERE partner = $1 AND created_at = $2 AND account = $3",
            &[&partner.row(), &created_at, &id],
        ),
    ])
    .await?;
    let account = AccountId::from_row(id);
    let abandoned = journey::take_grant(unit, account)
        .await?
        .map(|grant| Box::new(Abandoned { account, grant }));
    bump_revision(unit, partner).await?;
    Ok(RemoveOutcome::Removed(abandoned))
}
