//! `…/numbers`: registered numbers that wait for customers, and connected ones.

use crate::errors;
use crate::figures::{When, count};
use crate::form::Form;
use crate::paging::{self, Pages};
use crate::seen::{At, asked};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{
    CodeMethod, ConnectedNumber, Deed, DeleteWhatsAppError, MessageCounts, NumberError,
    RegisterNumber, StorageError, WaitingNumber,
};
use gangway_domain::{CodeLanguage, ListedNumber, NumberCode, PhoneNumber, Role, Text};
use gangway_page::Locale;
use serde::Serialize;

/// Of the connected numbers.
const ON_A_PAGE: u32 = 50;

#[derive(Serialize)]
struct Content<'a> {
    /// Whether the operator's app has numbers to register at all.
    offered: bool,
    waiting: Vec<WaitingRow>,
    connected: Vec<ConnectedRow>,
    /// Of the connected ones.
    pages: Pages,
    total: Option<Counts>,
    register: &'a Form,
    verify: &'a Form,
    /// A code is on its way.
    code_sent: bool,
    error: Option<String>,
}

#[derive(Serialize)]
struct WaitingRow {
    number: String,
    until: When,
    link: Option<String>,
    comment: Option<String>,
}

#[derive(Serialize)]
struct ConnectedRow {
    number: String,
    display_name: String,
    business_name: String,
    coexistence: bool,
    finished: When,
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
    conversations: String,
    marketing: String,
    service: String,
    incoming: String,
}

impl From<MessageCounts> for Counts {
    fn from(counts: MessageCounts) -> Self {
        Self {
            conversations: count(counts.conversations),
            marketing: count(counts.marketing),
            service: count(counts.service),
            incoming: count(counts.incoming),
        }
    }
}

impl WaitingRow {
    fn new(number: WaitingNumber, locale: Locale) -> Self {
        Self {
            number: format!("+{}", number.number.as_str()),
            until: When::new(number.until, locale),
            link: number.link,
            comment: number.comment.map(|comment| comment.to_string()),
        }
    }
}

impl ConnectedRow {
    fn new(number: &ConnectedNumber, locale: Locale) -> Self {
        Self {
            number: format!("+{}", number.number.as_str()),
            display_name: number.display_name.to_string(),
            business_name: number.business_name.to_string(),
            coexistence: number.coexistence,
            finished: When::new(number.finished_at, locale),
            counts: number.counts.into(),
        }
    }
}

/// What the page says beside its lists.
#[derive(Default)]
struct Saying {
    register: Form,
    verify: Form,
    code_sent: bool,
    error: Option<String>,
    /// Which page of the connected numbers; none is the first.
    page: Option<u32>,
}

pub(crate) async fn page(at: At, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let number = asked(&query, "code_for").unwrap_or_default();
    let saying = Saying {
        page: asked(&query, "page").map(|page| paging::wished(Some(&page))),
        code_sent: !number.is_empty(),
        verify: Form::with(&[("whatsapp", &number)]),
        ..Saying::default()
    };
    draw(&at, StatusCode::OK, saying).await
}

async fn draw(at: &At, status: StatusCode, saying: Saying) -> Response {
    let guest = &at.seen.guest;
    let app = &guest.dashboard.app;
    let read = async {
        let waiting = app.waiting_numbers(at.partner.id).await?;
        let connected = app.connected_numbers(at.partner.id).await?;
        Ok::<_, StorageError>((waiting, connected))
    };
    let (waiting, connected) = match read.await {
        Ok(read) => read,
        Err(error) => return errors::failed(guest, &error),
    };
    let locale = guest.locale;
    let total = connected.numbers.len() as u64;
    let last = paging::last(total, ON_A_PAGE);
    let page = saying.page.unwrap_or(1).min(last);
    let shown = connected
        .numbers
        .chunks(ON_A_PAGE as usize)
        .nth(page as usize - 1)
        .unwrap_or_default();
    let place = guest.dashboard.path(&at.place("/numbers"));
    let address = |page| format!("{place}?page={page}");
    let content = Content {
        pages: Pages::new(page, ON_A_PAGE, shown.len(), total, address),
        offered: app.offers_registered_numbers(),
        waiting: waiting
            .into_iter()
            .map(|number| WaitingRow::new(number, locale))
            .collect(),
        total: (!connected.numbers.is_empty()).then(|| connected.total.into()),
        connected: shown
            .iter()
            .map(|number| ConnectedRow::new(number, locale))
            .collect(),
        register: &saying.register,
        verify: &saying.verify,
        code_sent: saying.code_sent,
        error: saying.error,
    };
    at.draw(status, "numbers.html", &content)
}

fn deed(at: &At, action: &'static str, number: &str) -> Deed {
    Deed {
        action,
        partner: Some(at.partner.id),
        subject: number.to_owned(),
    }
}

/// Asks for a code to a number.
pub(crate) async fn register(at: At, mut form: Form) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let guest = &at.seen.guest;
    let number = form.parsed(guest, "whatsapp", PhoneNumber::parse);
    let comment = form.parsed(guest, "comment", Text::parse);
    let language = form.check(guest, CodeLanguage::parse("language", ""));
    let (Some(number), Some(comment), Some(language)) = (number, comment, language) else {
        let saying = Saying {
            register: form,
            ..Saying::default()
        };
        return Ok(draw(&at, StatusCode::UNPROCESSABLE_ENTITY, saying).await);
    };
    let method = match form.get("method") {
        "voice" => CodeMethod::Voice,
        _ => CodeMethod::Sms,
    };
    let app = &at.seen.guest.dashboard.app;
    let deed = deed(&at, "number.register", number.as_str());
    let digits = number.as_str().to_owned();
    let wish = RegisterNumber {
        number,
        method,
        comment,
        language,
    };
    let asked = app.register_number(at.partner.id, wish);
    match app.audited(&at.seen.viewer.actor(), deed, asked).await {
        Ok(_) => {
            let place = at.place(&format!("/numbers?code_for={digits}"));
            Ok(at.seen.done(&place, "code-sent"))
        }
        Err(error) => {
            let status = refuse(&at, &mut form, "whatsapp", &error);
            let saying = Saying {
                register: form,
                ..Saying::default()
            };
            Ok(draw(&at, status, saying).await)
        }
    }
}

/// Takes the code that came to a number.
pub(crate) async fn verify(at: At, mut form: Form) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let guest = &at.seen.guest;
    let number = form.parsed(guest, "whatsapp", PhoneNumber::parse);
    let code = form.parsed(guest, "code", NumberCode::parse);
    let outcome = match (number, code) {
        (Some(number), Some(code)) => {
            let app = &at.seen.guest.dashboard.app;
            let deed = deed(&at, "number.verify", number.as_str());
            let verified = app.verify_number(at.partner.id, &number, &code);
            app.audited(&at.seen.viewer.actor(), deed, verified).await
        }
        _ => {
            let saying = Saying {
                verify: form,
                ..Saying::default()
            };
            return Ok(draw(&at, StatusCode::UNPROCESSABLE_ENTITY, saying).await);
        }
    };
    match outcome {
        Ok(_) => Ok(at.seen.done(&at.place("/numbers"), "number-verified")),
        Err(error) => {
            let field = if matches!(error, NumberError::WrongCode) {
                "code"
            } else {
                "whatsapp"
            };
            let status = refuse(&at, &mut form, field, &error);
            let saying = Saying {
                verify: form,
                ..Saying::default()
            };
            Ok(draw(&at, status, saying).await)
        }
    }
}

/// Gives a registered number up.
pub(crate) async fn release(at: At, form: Form) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let Ok(number) = PhoneNumber::parse("whatsapp", form.get("whatsapp")) else {
        return Err(errors::missing(&at.seen.guest));
    };
    let app = &at.seen.guest.dashboard.app;
    let deed = deed(&at, "number.release", number.as_str());
    let released = app.release_number(at.partner.id, &number);
    match app.audited(&at.seen.viewer.actor(), deed, released).await {
        Ok(_) => Ok(at.seen.done(&at.place("/numbers"), "number-released")),
        Err(error) => {
            let mut form = Form::default();
            let status = refuse(&at, &mut form, "whatsapp", &error);
            let saying = Saying {
                error: Some(words(&at, &error)),
                ..Saying::default()
            };
            Ok(draw(&at, status, saying).await)
        }
    }
}

/// Deletes a connected number, for good.
pub(crate) async fn disconnect(at: At, form: Form) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let Ok(number) = ListedNumber::parse("whatsapp", form.get("whatsapp")) else {
        return Err(errors::missing(&at.seen.guest));
    };
    let app = &at.seen.guest.dashboard.app;
    let deed = deed(&at, "number.delete", number.as_str());
    let deleted = app.delete_whatsapp(at.partner.id, &number);
    match app.audited(&at.seen.viewer.actor(), deed, deleted).await {
        Ok(()) => Ok(at.seen.done(&at.place("/numbers"), "number-deleted")),
        Err(DeleteWhatsAppError::NotFound) => Err(errors::missing(&at.seen.guest)),
        Err(DeleteWhatsAppError::Store(error)) => Err(errors::failed(&at.seen.guest, &error)),
    }
}

fn refuse(at: &At, form: &mut Form, field: &str, error: &NumberError) -> StatusCode {
    form.refuse(field, words(at, error));
    match error {
        NumberError::TooManyCodes(_) => StatusCode::TOO_MANY_REQUESTS,
        NumberError::Full | NumberError::Held | NumberError::Linked => StatusCode::CONFLICT,
        NumberError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        NumberError::Store(error) => {
            tracing::error!(%error, "a registered number was not changed");
            StatusCode::SERVICE_UNAVAILABLE
        }
        NumberError::NotOffered
        | NumberError::Refused(_)
        | NumberError::WrongCode
        | NumberError::NotRegistered => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn words(at: &At, error: &NumberError) -> String {
    let guest = &at.seen.guest;
    match error {
        NumberError::NotOffered => guest.say("number-not-offered"),
        NumberError::TooManyCodes(wait) => {
            let minutes = wait.as_secs().div_ceil(60).max(1);
            let dashboard = &guest.dashboard;
            dashboard.say_count(guest.locale, "number-too-many-codes", "minutes", minutes)
        }
        NumberError::Full => guest.say("number-full"),
        NumberError::Held => guest.say("number-held"),
        NumberError::Refused(said) => {
            let dashboard = &guest.dashboard;
            dashboard.say_of(guest.locale, "number-refused", "said", said)
        }
        NumberError::WrongCode => guest.say("number-wrong-code"),
        NumberError::NotRegistered => guest.say("number-not-registered"),
        NumberError::Linked => guest.say("number-linked"),
        NumberError::Unavailable | NumberError::Store(_) => guest.say("error-unavailable"),
    }
}
