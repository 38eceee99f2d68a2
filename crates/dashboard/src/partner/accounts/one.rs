//! One account: where it stands, what happened, its link, and what can be done.

use super::list::shown_number;
use super::words::tone;
use crate::errors;
use crate::figures::When;
use crate::form::Form;
use crate::invites::Invite;
use crate::live;
use crate::seen::At;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{
    AccountOnDesk, Deed, DeleteError, JourneyError, RenewError, StepError, StepRecord,
};
use gangway_domain::{
    AccountId, Email, Language, OnboardingState, Problem, Role, StepState, Text, TimelineEntry,
};
use gangway_page::{Locale, qr_svg};
use minijinja::Value as Markup;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Content {
    place: String,
    name: String,
    number: String,
    state: &'static str,
    tone: &'static str,
    problem: Option<&'static str>,
    cause: Option<String>,
    facts: Vec<Fact>,
    created: When,
    finished: Option<When>,
    expires: Option<When>,
    next_try: Option<When>,
    sync_until: Option<When>,
    recovered: bool,
    coexistence: bool,
    link: String,
    landing: String,
    qr: Option<Markup>,
    invite: Invite,
    milestones: Vec<(&'static str, When)>,
    steps: Vec<StepRow>,
    told: Vec<(String, String, When)>,
    timeline: Vec<EventRow>,
    /// What can be done now.
    may_retry: bool,
    may_renew: bool,
    may_remove: bool,
    open: bool,
    /// What the stream of the page goes on from.
    seen: Option<i64>,
}

/// Key of the label, and the value.
#[derive(Serialize)]
struct Fact {
    key: &'static str,
    value: String,
}

#[derive(Serialize)]
struct StepRow {
    step: &'static str,
    state: &'static str,
    tone: &'static str,
    tries: u32,
    last: Option<When>,
    error: Option<ErrorShown>,
}

#[derive(Serialize)]
struct ErrorShown {
    text: String,
    details: Option<String>,
    code: Option<i64>,
    subcode: Option<i64>,
    http_status: Option<i64>,
    trace: Option<String>,
}

#[derive(Serialize)]
struct EventRow {
    event: &'static str,
    step: Option<String>,
    cause: Option<String>,
    at: When,
}

impl From<&StepError> for ErrorShown {
    fn from(error: &StepError) -> Self {
        Self {
            text: error.text.clone(),
            details: error.details.clone(),
            code: error.code,
            subcode: error.subcode,
            http_status: error.http_status,
            trace: error.fbtrace_id.clone(),
        }
    }
}

fn step(record: &StepRecord, locale: Locale) -> StepRow {
    let tone = match record.state {
        StepState::Done => "good",
        StepState::Failed => "bad",
        _ => "wait",
    };
    StepRow {
        step: record.step.name(),
        state: record.state.name(),
        tone,
        tries: record.tries,
        last: When::of(record.last_try, locale),
        error: record.error.as_ref().map(ErrorShown::from),
    }
}

fn event(entry: &TimelineEntry, locale: Locale) -> EventRow {
    EventRow {
        event: entry.event.name(),
        step: entry.step.clone(),
        cause: entry.cause.clone(),
        at: When::new(entry.at, locale),
    }
}

/// What the partner said of its customer, as far as it did.
fn facts(found: &AccountOnDesk) -> Vec<Fact> {
    let details = &found.view.account.details;
    let display = Some(&details.display_name).filter(|name| **name != details.business_name);
    let language = details.language.as_ref().map(Language::tag);
    [
        ("account-display-name", display.map(Text::to_string)),
        (
            "account-reference",
            details.reference.as_ref().map(Text::to_string),
        ),
        (
            "account-email",
            details
                .business_email
                .as_ref()
                .map(|email: &Email| email.as_str().to_owned()),
        ),
        (
            "account-business-id",
            details.business_id.as_ref().map(Text::to_string),
        ),
        (
            "account-address",
            details.business_address.as_ref().map(Text::to_string),
        ),
        ("account-language", language),
    ]
    .into_iter()
    .filter_map(|(key, value)| value.map(|value| Fact { key, value }))
    .collect()
}

pub(super) fn content(at: &At, found: &AccountOnDesk) -> Content {
    let locale = at.seen.guest.locale;
    let account = &found.view.account;
    let details = &account.details;
    let state = found.view.state;
    // The customer's own language where the link names it, else the partner's, else the reader's.
    let language = details.language.as_ref().or(at.partner.language.as_ref());
    let spoken = language
        .and_then(|language| Locale::from_tag(&language.tag()))
        .unwrap_or(locale);
    let open = !matches!(state, OnboardingState::Finished | OnboardingState::Removed);
    let editor = at.role >= Role::Editor;
    let waits = state == OnboardingState::Provisioning && account.next_try.is_some();
    let needs_customer = matches!(
        account.problem,
        Some(Problem::PinUnknown | Problem::PinTries)
    );
    Content {
        place: at
            .seen
            .guest
            .dashboard
            .path(&at.place(&format!("/accounts/{}", account.id))),
        name: details.business_name.as_str().to_owned(),
        number: shown_number(account),
        state: state.name(),
        tone: tone(state),
        problem: account.problem.map(Problem::name),
        cause: account
            .disconnected
            .clone()
            .or_else(|| account.cancelled_step.clone()),
        facts: facts(found),
        created: When::new(account.created_at, locale),
        finished: When::of(account.finished_at, locale),
        expires: When::of(account.expires_at, locale),
        next_try: When::of(account.next_try, locale),
        sync_until: When::of(found.view.sync_until, locale),
        recovered: account.recovered,
        coexistence: account.coexistence,
        link: found.link.clone(),
        landing: found.landing.clone(),
        qr: qr_svg(&found.link).ok().map(Markup::from_safe_string),
        invite: at.seen.guest.dashboard.invite(
            spoken,
            at.partner.name.as_str(),
            details.business_name.as_str(),
            &found.link,
        ),
        milestones: found
            .milestones
            .iter()
            .map(|reached| (reached.kind.name(), When::new(reached.at, locale)))
            .collect(),
        steps: found.view.steps.iter().map(|s| step(s, locale)).collect(),
        told: found
            .view
            .facts
            .iter()
            .map(|fact| {
                (
                    fact.name.clone(),
                    fact.value.clone(),
                    When::new(fact.at, locale),
                )
            })
            .collect(),
        timeline: found
            .view
            .timeline
            .iter()
            .rev()
            .map(|entry| event(entry, locale))
            .collect(),
        may_retry: editor && !needs_customer && (state.is_halted() || waits),
        may_renew: editor && open && !state.is_in_work(),
        may_remove: editor && open && account.finished_at.is_none(),
        open,
        seen: None,
    }
}

/// The account of the address.
async fn find(at: &At, id: &str) -> Result<AccountOnDesk, Response> {
    let guest = &at.seen.guest;
    let Some(id) = id.parse().ok().map(AccountId::from_row) else {
        return Err(errors::missing(guest));
    };
    match guest.dashboard.app.account_on_desk(at.partner.id, id).await {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(errors::missing(guest)),
        Err(error) => Err(errors::failed(guest, &error)),
    }
}

pub(crate) async fn page(
    at: At,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Response> {
    let seen = live::seen(&at).await?;
    let found = find(&at, &id).await?;
    let content = Content {
        seen: Some(seen),
        ..content(&at, &found)
    };
    Ok(at.draw(StatusCode::OK, "account.html", &content))
}

/// The link as a card to print.
pub(crate) async fn card(
    at: At,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Response> {
    let found = find(&at, &id).await?;
    Ok(at.draw(StatusCode::OK, "card.html", &content(&at, &found)))
}

/// What the buttons of the page do.
pub(crate) async fn change(
    at: At,
    Path((_, id)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let found = find(&at, &id).await?;
    let account = &found.view.account;
    let guest = &at.seen.guest;
    let app = &guest.dashboard.app;
    let actor = at.seen.viewer.actor();
    let deed = |action| Deed {
        action,
        partner: Some(at.partner.id),
        subject: account.number.as_str().to_owned(),
    };
    let place = at.place(&format!("/accounts/{}", account.id));
    match form.get("do") {
        "retry" => {
            let go_on = app.resume_signup(account.link.as_str());
            match app.audited(&actor, deed("account.retry"), go_on).await {
                Ok(_) => Ok(at.seen.done(&place, "retried")),
                Err(JourneyError::Store(error)) => Err(errors::failed(guest, &error)),
                Err(_) => Ok(at.seen.done(&place, "not-retried")),
            }
        }
        "renew" => {
            let renewed = app.renew_link(at.partner.id, &account.number, None);
            match app.audited(&actor, deed("account.renew"), renewed).await {
                Ok(_) => Ok(at.seen.done(&place, "renewed")),
                Err(RenewError::Store(error)) => Err(errors::failed(guest, &error)),
                Err(RenewError::Finished | RenewError::NotFound) => {
                    Ok(at.seen.done(&place, "not-renewed"))
                }
            }
        }
        "remove" => {
            let removed = app.delete_account(at.partner.id, &account.number);
            match app.audited(&actor, deed("account.remove"), removed).await {
                Ok(()) => Ok(at.seen.done(&at.place("/accounts"), "removed")),
                Err(DeleteError::Store(error)) => Err(errors::failed(guest, &error)),
                Err(DeleteError::Finished | DeleteError::NotFound) => {
                    Ok(at.seen.done(&place, "not-removed"))
                }
            }
        }
        _ => Err(errors::missing(guest)),
    }
}
