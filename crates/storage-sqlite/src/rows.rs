//! Rows read back into the domain's types. What does not parse is reported as corrupt,
//! by column and without its content.

use crate::error::Failure;
use gangway_domain::{
    AccountDetails, AccountId, ClientId, Email, HttpsUrl, LandingSlug, Language, LinkSlug,
    ListedNumber, Onboarding, OnboardingState, PageTexts, Partner, PartnerId, PhoneNumber, Problem,
    RedirectHost, TemporaryNumber, Text, Timestamp,
};
use rusqlite::Row;
use rusqlite::types::FromSql;

/// The columns that [`partner`] reads, in its order.
macro_rules! partner_columns {
    () => {
        "id, name, client_id, created_at, suspended_at, language, redirect_hosts"
    };
}
pub(crate) use partner_columns;

/// The columns that [`account`] reads, in its order.
macro_rules! account_columns {
    () => {
        "id, partner, created_at, state, number, coexistence, business_name, business_email, \
         business_id, business_address, display_name, reference, logo, message_text, button_text, \
         success_text, failed_text, language, redirect_success, redirect_failed, \
         domain_verification, link, landing, expires_at, problem, cancelled_step"
    };
}
pub(crate) use account_columns;

/// Reads a row's columns one after the other.
struct Columns<'r> {
    row: &'r Row<'r>,
    next: usize,
}

impl<'r> Columns<'r> {
    const fn of(row: &'r Row<'r>) -> Self {
        Self { row, next: 0 }
    }

    fn take<T: FromSql>(&mut self) -> Result<T, Failure> {
        let column = self.next;
        self.next += 1;
        Ok(self.row.get(column)?)
    }

    fn time(&mut self) -> Result<Timestamp, Failure> {
        Ok(Timestamp::from_millis(self.take()?))
    }

    fn maybe_time(&mut self) -> Result<Option<Timestamp>, Failure> {
        Ok(self.take::<Option<i64>>()?.map(Timestamp::from_millis))
    }

    fn text<const MAX: usize>(&mut self, column: &'static str) -> Result<Text<MAX>, Failure> {
        Ok(Text::required(column, &self.take::<String>()?)?)
    }

    fn maybe_text<const MAX: usize>(
        &mut self,
        column: &'static str,
    ) -> Result<Option<Text<MAX>>, Failure> {
        self.maybe(column, Text::parse)
    }

    fn maybe<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&'static str, &str) -> Result<Option<T>, gangway_domain::FieldError>,
    ) -> Result<Option<T>, Failure> {
        match self.take::<Option<String>>()? {
            Some(raw) => Ok(parse(column, &raw)?),
            None => Ok(None),
        }
    }
}

/// Reads [`partner_columns`].
pub(crate) fn partner(row: &Row<'_>) -> Result<Partner, Failure> {
    let mut columns = Columns::of(row);
    Ok(Partner {
        id: PartnerId::from_row(columns.take()?),
        name: columns.text("partner.name")?,
        client_id: ClientId::parse(&columns.take::<String>()?)?,
        created_at: columns.time()?,
        suspended_at: columns.maybe_time()?,
        language: columns.maybe("partner.language", Language::parse)?,
        redirect_hosts: columns
            .take::<String>()?
            .lines()
            .map(RedirectHost::parse)
            .collect::<Result<_, _>>()
            // Its own message would repeat the value.
            .map_err(|_| unreadable("partner.redirect_hosts"))?,
    })
}

/// The stored form of redirect hosts: one a line.
pub(crate) fn joined_hosts(hosts: &[RedirectHost]) -> String {
    let names: Vec<&str> = hosts.iter().map(RedirectHost::as_str).collect();
    names.join("\n")
}

/// Reads [`account_columns`].
pub(crate) fn account(row: &Row<'_>) -> Result<Onboarding, Failure> {
    let mut columns = Columns::of(row);
    let id = AccountId::from_row(columns.take()?);
    let partner = PartnerId::from_row(columns.take()?);
    let created_at = columns.time()?;
    let state = state(&columns.take::<String>()?)?;
    let number = number(state, &columns.take::<String>()?)?;
    let coexistence = columns.take()?;
    let details = details(&mut columns)?;
    Ok(Onboarding {
        id,
        partner,
        created_at,
        number,
        coexistence,
        details,
        link: LinkSlug::parse(&columns.take::<String>()?)?,
        landing: LandingSlug::parse(&columns.take::<String>()?)?,
        expires_at: columns.maybe_time()?,
        state,
        problem: match columns.take::<Option<String>>()? {
            Some(name) => Some(Problem::from_name(&name).ok_or(unreadable("account.problem"))?),
            None => None,
        },
        cancelled_step: columns.take()?,
    })
}

fn details(columns: &mut Columns<'_>) -> Result<AccountDetails, Failure> {
    Ok(AccountDetails {
        business_name: columns.text("account.business_name")?,
        business_email: columns.maybe("account.business_email", Email::parse)?,
        business_id: columns.maybe_text("account.business_id")?,
        business_address: columns.maybe_text("account.business_address")?,
        display_name: columns.text("account.display_name")?,
        reference: columns.maybe_text("account.reference")?,
        texts: PageTexts {
            logo: columns.maybe("account.logo", HttpsUrl::parse)?,
            message: columns.maybe_text("account.message_text")?,
            button: columns.maybe_text("account.button_text")?,
            success: columns.maybe_text("account.success_text")?,
            failed: columns.maybe_text("account.failed_text")?,
        },
        language: columns.maybe("account.language", Language::parse)?,
        redirect_success: columns.maybe("account.redirect_success", HttpsUrl::parse)?,
        redirect_failed: columns.maybe("account.redirect_failed", HttpsUrl::parse)?,
        domain_verification: columns.maybe_text("account.domain_verification")?,
    })
}

/// Reads a stored state.
pub(crate) fn state(name: &str) -> Result<OnboardingState, Failure> {
    OnboardingState::from_name(name).ok_or_else(|| unreadable("account.state"))
}

/// A number is the customer's own once, and only once, the account has finished.
fn number(state: OnboardingState, digits: &str) -> Result<ListedNumber, Failure> {
    if state == OnboardingState::Finished {
        return Ok(ListedNumber::Real(PhoneNumber::from_meta(digits)?));
    }
    TemporaryNumber::recognise(digits)
        .map(ListedNumber::Temporary)
        .ok_or_else(|| unreadable("account.number"))
}

fn unreadable(column: &str) -> Failure {
    Failure::Unreadable(format!("{column} does not read back"))
}
