//! Rows read back into the domain's types, whichever database holds them. What does not
//! parse is reported by column and without its content.

mod branding;
mod connected;
mod credentials;
mod numbers;
mod people;
mod webhooks;

pub use branding::{branding, logo_file, logo_ref};
pub use connected::{connected_number, count_due, stored_count};
pub use credentials::{credential, secrets};
pub use numbers::registered_number;
pub use people::{
    audit_entry, email_key, invitation, member, membership, person, role, session, sign_in,
};
pub use webhooks::{delivery, delivery_attempt, delivery_record, endpoint, stored_event};

use crate::{Claims, Grant, GrantRecord, StepError, StepRecord};
use gangway_domain::{
    AccountDetails, AccountId, ClientId, Email, FieldError, HttpsUrl, LandingSlug, Language,
    LinkSlug, ListedNumber, Onboarding, OnboardingState, OwnDomain, PageTexts, Partner, PartnerId,
    PhoneNumber, PhoneNumberId, Problem, RedirectHost, Sealed, Step, StepState, TemporaryNumber,
    Text, TimelineEntry, TimelineEvent, Timestamp, WabaId,
};

/// The columns that [`partner`] reads, in its order.
#[macro_export]
macro_rules! partner_columns {
    () => {
        "id, name, client_id, created_at, suspended_at, language, redirect_hosts, domain"
    };
}

/// The columns that [`account`] reads, in its order.
#[macro_export]
macro_rules! account_columns {
    () => {
        "id, partner, created_at, state, number, coexistence, business_name, business_email, \
         business_id, business_address, display_name, reference, logo, picture, message_text, \
         button_text, success_text, failed_text, language, redirect_success, redirect_failed, \
         domain_verification, link, landing, expires_at, problem, cancelled_step, \
         started_at, finished_at, disconnected, next_try, not_before, recovered"
    };
}

/// The columns that [`grant`] reads, in its order.
#[macro_export]
macro_rules! grant_columns {
    () => {
        "token, claimed_waba, claimed_phone_number, waba, phone_number, steps_waba, \
         steps_phone_number, subscribed, pin, registered, contacts_sync, history_sync, token_at, \
         credit_allocation"
    };
}

/// The columns that [`step`] reads, in its order.
#[macro_export]
macro_rules! step_columns {
    () => {
        "step, state, tries, first_try, last_try, error, http_status, code, subcode, details, \
         fbtrace_id"
    };
}

/// The columns that [`timeline_entry`] reads, in its order.
#[macro_export]
macro_rules! timeline_columns {
    () => {
        "at, event, step, cause"
    };
}

/// A stored value is not what the domain allows.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(String);

impl Unreadable {
    /// A column, named as `table.column`, that does not parse.
    #[must_use]
    pub fn column(name: &str) -> Self {
        Self(format!("{name} does not read back"))
    }
}

impl From<FieldError> for Unreadable {
    fn from(error: FieldError) -> Self {
        Self(error.to_string())
    }
}

/// The columns of one row, taken one after the other.
pub trait Columns {
    /// What the database says when a column is not of the type asked for.
    type Error: From<Unreadable>;

    /// A whole number.
    fn int(&mut self) -> Result<i64, Self::Error>;
    /// A whole number or NULL.
    fn maybe_int(&mut self) -> Result<Option<i64>, Self::Error>;
    /// Yes or no.
    fn flag(&mut self) -> Result<bool, Self::Error>;
    /// Text.
    fn text(&mut self) -> Result<String, Self::Error>;
    /// Text or NULL.
    fn maybe_text(&mut self) -> Result<Option<String>, Self::Error>;
    /// Bytes or NULL.
    fn maybe_bytes(&mut self) -> Result<Option<Vec<u8>>, Self::Error>;
}

/// Reads [`partner_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn partner<C: Columns>(row: &mut C) -> Result<Partner, C::Error> {
    Ok(Partner {
        id: PartnerId::from_row(row.int()?),
        name: required(row, "partner.name")?,
        client_id: ClientId::parse(&row.text()?).map_err(Unreadable::from)?,
        created_at: Timestamp::from_millis(row.int()?),
        suspended_at: time(row)?,
        language: maybe(row, "partner.language", Language::parse)?,
        redirect_hosts: row
            .text()?
            .lines()
            .map(RedirectHost::parse)
            .collect::<Result<_, _>>()
            // Its own message would repeat the value.
            .map_err(|_| Unreadable::column("partner.redirect_hosts"))?,
        domain: domain(row.maybe_text()?.as_deref())?,
    })
}

/// Reads `partner.domain`.
///
/// # Errors
/// When it does not read back.
pub fn domain(stored: Option<&str>) -> Result<Option<OwnDomain>, Unreadable> {
    stored
        .map(OwnDomain::parse)
        .transpose()
        .map_err(|_| Unreadable::column("partner.domain"))
}

/// The stored form of redirect hosts: one a line.
#[must_use]
pub fn joined_hosts(hosts: &[RedirectHost]) -> String {
    let names: Vec<&str> = hosts.iter().map(RedirectHost::as_str).collect();
    names.join("\n")
}

/// Reads [`account_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn account<C: Columns>(row: &mut C) -> Result<Onboarding, C::Error> {
    let id = AccountId::from_row(row.int()?);
    let partner = PartnerId::from_row(row.int()?);
    let created_at = Timestamp::from_millis(row.int()?);
    let state = state(&row.text()?)?;
    let digits = row.text()?;
    let coexistence = row.flag()?;
    let details = details(row)?;
    let link = LinkSlug::parse(&row.text()?).map_err(Unreadable::from)?;
    let landing = LandingSlug::parse(&row.text()?).map_err(Unreadable::from)?;
    let expires_at = time(row)?;
    let problem = word(row, "account.problem", Problem::from_name)?;
    let cancelled_step = row.maybe_text()?;
    let started_at = time(row)?;
    let finished_at = time(row)?;
    Ok(Onboarding {
        id,
        partner,
        created_at,
        number: number(finished_at.is_some(), &digits)?,
        coexistence,
        details,
        link,
        landing,
        expires_at,
        state,
        problem,
        cancelled_step,
        started_at,
        finished_at,
        disconnected: row.maybe_text()?,
        next_try: time(row)?,
        not_before: time(row)?,
        recovered: row.flag()?,
    })
}

fn details<C: Columns>(row: &mut C) -> Result<AccountDetails, C::Error> {
    Ok(AccountDetails {
        business_name: required(row, "account.business_name")?,
        business_email: maybe(row, "account.business_email", Email::parse)?,
        business_id: maybe(row, "account.business_id", Text::parse)?,
        business_address: maybe(row, "account.business_address", Text::parse)?,
        display_name: required(row, "account.display_name")?,
        reference: maybe(row, "account.reference", Text::parse)?,
        texts: PageTexts {
            logo: maybe(row, "account.logo", HttpsUrl::parse)?,
            picture: branding::picture_hash(row, "account.picture")?,
            message: maybe(row, "account.message_text", Text::parse)?,
            button: maybe(row, "account.button_text", Text::parse)?,
            success: maybe(row, "account.success_text", Text::parse)?,
            failed: maybe(row, "account.failed_text", Text::parse)?,
        },
        language: maybe(row, "account.language", Language::parse)?,
        redirect_success: maybe(row, "account.redirect_success", HttpsUrl::parse)?,
        redirect_failed: maybe(row, "account.redirect_failed", HttpsUrl::parse)?,
        domain_verification: maybe(row, "account.domain_verification", Text::parse)?,
    })
}

/// Reads [`grant_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn grant<C: Columns>(row: &mut C) -> Result<GrantRecord, C::Error> {
    let token = row.maybe_bytes()?.map(Sealed::from_bytes);
    let claims = Claims {
        waba: id(row, WabaId::parse)?,
        phone_number: id(row, PhoneNumberId::parse)?,
    };
    let waba = id(row, WabaId::parse)?;
    let phone_number = id(row, PhoneNumberId::parse)?;
    let steps_for = id(row, WabaId::parse)?.zip(id(row, PhoneNumberId::parse)?);
    let grant = Grant {
        token,
        claims,
        waba,
        phone_number,
        subscribed: row.flag()?,
        pin: row.maybe_bytes()?.map(Sealed::from_bytes),
        registered: row.flag()?,
        contacts_sync: row.maybe_text()?,
        history_sync: row.maybe_text()?,
        token_at: time(row)?,
        credit_allocation: row.maybe_text()?,
    };
    Ok(GrantRecord { grant, steps_for })
}

/// Reads a stored state.
///
/// # Errors
/// When there is no such state.
pub fn state(name: &str) -> Result<OnboardingState, Unreadable> {
    OnboardingState::from_name(name).ok_or_else(|| Unreadable::column("account.state"))
}

/// Before the finish a number is a temporary one, or one that the partner has registered: none
/// of those looks like a temporary one. Meta may know customers who do.
fn number(has_finished: bool, digits: &str) -> Result<ListedNumber, Unreadable> {
    match TemporaryNumber::recognise(digits).filter(|_| !has_finished) {
        Some(temporary) => Ok(ListedNumber::Temporary(temporary)),
        None => Ok(ListedNumber::Real(PhoneNumber::from_meta(digits)?)),
    }
}

/// Reads [`step_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn step<C: Columns>(row: &mut C) -> Result<StepRecord, C::Error> {
    let step = Step::from_name(&row.text()?).ok_or_else(|| Unreadable::column("step.step"))?;
    let state =
        StepState::from_name(&row.text()?).ok_or_else(|| Unreadable::column("step.state"))?;
    let tries = u32::try_from(row.int()?).map_err(|_| Unreadable::column("step.tries"))?;
    let (first_try, last_try) = (time(row)?, time(row)?);
    let text = row.maybe_text()?;
    let (http_status, code, subcode) = (row.maybe_int()?, row.maybe_int()?, row.maybe_int()?);
    let (details, fbtrace_id) = (row.maybe_text()?, row.maybe_text()?);
    Ok(StepRecord {
        step,
        state,
        tries,
        first_try,
        last_try,
        error: text.map(|text| StepError {
            text,
            http_status,
            code,
            subcode,
            details,
            fbtrace_id,
        }),
    })
}

/// Reads [`timeline_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn timeline_entry<C: Columns>(row: &mut C) -> Result<TimelineEntry, C::Error> {
    Ok(TimelineEntry {
        at: Timestamp::from_millis(row.int()?),
        event: TimelineEvent::from_name(&row.text()?)
            .ok_or_else(|| Unreadable::column("timeline.event"))?,
        step: row.maybe_text()?,
        cause: row.maybe_text()?,
    })
}

fn time<C: Columns>(row: &mut C) -> Result<Option<Timestamp>, C::Error> {
    Ok(row.maybe_int()?.map(Timestamp::from_millis))
}

fn word<C: Columns, T>(
    row: &mut C,
    column: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, C::Error> {
    match row.maybe_text()? {
        Some(name) => Ok(Some(read(&name).ok_or_else(|| Unreadable::column(column))?)),
        None => Ok(None),
    }
}

fn required<C: Columns, const MAX: usize>(
    row: &mut C,
    column: &'static str,
) -> Result<Text<MAX>, C::Error> {
    Ok(Text::required(column, &row.text()?).map_err(Unreadable::from)?)
}

fn maybe<C: Columns, T>(
    row: &mut C,
    column: &'static str,
    parse: impl FnOnce(&'static str, &str) -> Result<Option<T>, FieldError>,
) -> Result<Option<T>, C::Error> {
    match row.maybe_text()? {
        Some(raw) => Ok(parse(column, &raw).map_err(Unreadable::from)?),
        None => Ok(None),
    }
}

fn id<C: Columns, T>(
    row: &mut C,
    parse: impl FnOnce(&str) -> Result<T, FieldError>,
) -> Result<Option<T>, C::Error> {
    let parsed = row.maybe_text()?.map(|raw| parse(&raw)).transpose();
    Ok(parsed.map_err(Unreadable::from)?)
}
