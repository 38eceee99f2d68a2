//! A new link, in one form.

use crate::errors;
use crate::form::Form;
use crate::operator::partners::languages;
use crate::seen::{At, Guest};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{CreateAccount, CreateError, Created, Deed, StorageError, WaitingNumber};
use gangway_domain::{
    AccountDetails, Email, HttpsUrl, Language, ListedNumber, PageTexts, PhoneNumber, Role, Text,
};
use serde::Serialize;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);
/// As long as a link may live.
const MOST_DAYS: u32 = 3_650;

#[derive(Serialize)]
struct Content<'a> {
    form: &'a Form,
    languages: Vec<(&'static str, &'static str)>,
    /// Registered numbers that wait for a customer.
    numbers: Vec<String>,
    preview: String,
}

pub(crate) async fn page(at: At) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let form = Form::with(&[("number", "own"), ("coexistence", "0")]);
    draw(&at, StatusCode::OK, &form).await
}

async fn draw(at: &At, status: StatusCode, form: &Form) -> Result<Response, Response> {
    let guest = &at.seen.guest;
    let waiting = guest.dashboard.app.waiting_numbers(at.partner.id).await;
    let waiting = waiting.map_err(|error| errors::failed(guest, &error))?;
    let free = |number: WaitingNumber| {
        let used = number.link.is_some();
        (!used).then(|| format!("+{}", number.number.as_str()))
    };
    let content = Content {
        form,
        languages: languages(),
        numbers: waiting.into_iter().filter_map(free).collect(),
        preview: guest.dashboard.path(&at.place("/branding/preview")),
    };
    Ok(at.draw(status, "account_new.html", &content))
}

/// What the form asks for; errors are noted beside their fields.
fn wish(guest: &Guest, form: &mut Form) -> Option<CreateAccount> {
    let name = form.parsed(guest, "business_name", Text::required);
    let email = form.parsed(guest, "business_email", Email::parse);
    let id = form.parsed(guest, "business_id", Text::parse);
    let address = form.parsed(guest, "business_address", Text::parse);
    let display = form.parsed(guest, "display_name", Text::parse);
    let reference = form.parsed(guest, "reference", Text::parse);
    let message = form.parsed(guest, "message", Text::parse);
    let button = form.parsed(guest, "button", Text::parse);
    let language = form.parsed(guest, "language", Language::parse);
    let success = form.parsed(guest, "redirect_success", HttpsUrl::parse);
    let failed = form.parsed(guest, "redirect_failed", HttpsUrl::parse);
    let number = match form.get("number") {
        "own" | "app" | "" => Some(None),
        registered => {
            let parsed = PhoneNumber::parse("number", registered);
            form.check(guest, parsed).map(Some)
        }
    };
    let days: Option<Option<u32>> = match form.get("expires_in").trim() {
        "" => Some(None),
        days => match days.parse() {
            Ok(days) if (1..=MOST_DAYS).contains(&days) => Some(Some(days)),
            _ => {
                form.refuse("expires_in", guest.out_of_range(1, MOST_DAYS));
                None
            }
        },
    };
    let name = name?;
    Some(CreateAccount {
        number: number?,
        coexistence: form.get("number") == "app",
        expires_in: days?.map(|days| DAY * days),
        details: AccountDetails {
            display_name: display?.unwrap_or_else(|| name.clone()),
            business_name: name,
            business_email: email?,
            business_id: id?,
            business_address: address?,
            reference: reference?,
            texts: PageTexts {
                message: message?,
                button: button?,
                ..PageTexts::default()
            },
            language: language?,
            redirect_success: success?,
            redirect_failed: failed?,
            domain_verification: None,
        },
    })
}

pub(crate) async fn create(at: At, mut form: Form) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let Some(wish) = wish(&at.seen.guest, &mut form) else {
        return draw(&at, StatusCode::UNPROCESSABLE_ENTITY, &form).await;
    };
    let guest = &at.seen.guest;
    let app = &guest.dashboard.app;
    let deed = Deed {
        action: "account.create",
        partner: Some(at.partner.id),
        subject: wish.details.business_name.as_str().to_owned(),
    };
    let created = app.create_account(at.partner.id, wish, None);
    match app.audited(&at.seen.viewer.actor(), deed, created).await {
        Ok(created) => match account_of(&at, &created).await {
            Ok(Some(id)) => Ok(at
                .seen
                .done(&at.place(&format!("/accounts/{id}")), "created")),
            Ok(None) => Ok(at.seen.done(&at.place("/accounts"), "created")),
            Err(error) => Err(errors::failed(guest, &error)),
        },
        Err(error) => {
            let (field, said, status) = match &error {
                CreateError::NumberNotRegistered => (
                    "number",
                    guest.say("refused-number-gone"),
                    StatusCode::CONFLICT,
                ),
                CreateError::NumberInUse => (
                    "number",
                    guest.say("refused-number-used"),
                    StatusCode::CONFLICT,
                ),
                CreateError::Redirect(error) => (
                    error.field,
                    guest.refusal(&error.problem),
                    StatusCode::UNPROCESSABLE_ENTITY,
                ),
                // The form asks neither for a number beside the app nor for a logo or a key.
                _ => return Err(errors::failed(guest, &error)),
            };
            form.refuse(field, said);
            draw(&at, status, &form).await
        }
    }
}

/// The page of an account that was just made.
async fn account_of(at: &At, created: &Created) -> Result<Option<String>, StorageError> {
    let object: serde_json::Value = serde_json::from_slice(&created.object).unwrap_or_default();
    let number = object["whatsapp"].as_str().unwrap_or_default();
    let Ok(number) = ListedNumber::parse("whatsapp", number) else {
        return Ok(None);
    };
    let app = &at.seen.guest.dashboard.app;
    let view = app.account_view(at.partner.id, &number).await?;
    Ok(view.map(|view| view.account.id.to_string()))
}
