//! `…/webhooks`: where events go, whether they arrive, and sending them again.

use crate::errors;
use crate::figures::When;
use crate::form::Form;
use crate::seen::{At, asked};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{
    ChangeWebhook, Deed, DeliveryFilter, DeliveryView, Endpoint, ReplayError, ReplayWish,
    UrlChange, WebhookError,
};
use gangway_domain::{DeliveryState, Email, EventId, Role, WebhookUrl};
use serde::Serialize;
use std::time::Duration;

const ON_A_PAGE: u32 = 25;
/// How far back "all that did not arrive" reaches.
const REPLAYED: Duration = Duration::from_secs(7 * 24 * 3600);

#[derive(Serialize)]
struct Content<'a> {
    form: &'a Form,
    endpoint: Option<EndpointShown>,
    secret: Option<&'a str>,
    deliveries: Vec<DeliveryRow>,
    state: Option<&'static str>,
    states: Vec<&'static str>,
    older: Option<String>,
    place: String,
}

#[derive(Serialize)]
struct EndpointShown {
    url: Option<String>,
    hint: String,
    failing: Option<When>,
    off: Option<When>,
    why: Option<&'static str>,
    /// Both secrets sign until then.
    former_until: Option<When>,
}

#[derive(Serialize)]
struct DeliveryRow {
    event_id: String,
    event: &'static str,
    queued: When,
    state: &'static str,
    tries: u32,
    due: Option<When>,
    attempts: Vec<AttemptRow>,
}

#[derive(Serialize)]
struct AttemptRow {
    at: When,
    milliseconds: u128,
    status: Option<u16>,
    fault: Option<&'static str>,
    answer: String,
}

fn shown(at: &At, endpoint: &Endpoint) -> EndpointShown {
    let locale = at.seen.guest.locale;
    EndpointShown {
        url: endpoint.url.as_ref().map(|url| url.as_str().to_owned()),
        hint: endpoint.secret.hint.clone(),
        failing: When::of(endpoint.failing_since, locale),
        off: When::of(endpoint.off.map(|off| off.at), locale),
        why: endpoint.off.map(|off| off.why.name()),
        former_until: When::of(endpoint.former.as_ref().map(|former| former.until), locale),
    }
}

fn row(at: &At, view: DeliveryView) -> DeliveryRow {
    let locale = at.seen.guest.locale;
    let attempts = view.attempts.into_iter().map(|attempt| AttemptRow {
        at: When::new(attempt.at, locale),
        milliseconds: attempt.took.as_millis(),
        status: attempt.http_status,
        fault: attempt.fault.map(gangway_domain::AttemptFault::name),
        answer: String::from_utf8_lossy(&attempt.answer).into_owned(),
    });
    DeliveryRow {
        event_id: view.record.event_id.to_string(),
        event: view.record.event.name(),
        queued: When::new(view.record.queued_at, locale),
        state: view.record.state.name(),
        tries: view.record.tries,
        due: When::of(view.record.due_at, locale),
        attempts: attempts.collect(),
    }
}

pub(crate) async fn page(at: At, RawQuery(query): RawQuery) -> Response {
    draw(&at, StatusCode::OK, None, None, &query.unwrap_or_default()).await
}

async fn draw(
    at: &At,
    status: StatusCode,
    refused: Option<Form>,
    secret: Option<&str>,
    query: &str,
) -> Response {
    let guest = &at.seen.guest;
    let app = &guest.dashboard.app;
    let state = asked(query, "state").and_then(|name| DeliveryState::from_name(&name));
    let filter = DeliveryFilter {
        state,
        event: None,
        before: asked(query, "before").and_then(|before| before.parse().ok()),
        limit: ON_A_PAGE,
    };
    let endpoint = match app.webhook(at.partner.id).await {
        Ok(endpoint) => endpoint,
        Err(error) => return errors::failed(guest, &error),
    };
    let deliveries = match app.deliveries(at.partner.id, &filter).await {
        Ok(deliveries) => deliveries,
        Err(error) => return errors::failed(guest, &error),
    };
    let place = guest.dashboard.path(&at.place("/webhooks"));
    let full = deliveries.len() == ON_A_PAGE as usize;
    let form = refused.unwrap_or_else(|| {
        let url = endpoint.as_ref().and_then(|endpoint| endpoint.url.as_ref());
        let email = endpoint
            .as_ref()
            .and_then(|endpoint| endpoint.email.as_ref());
        Form::with(&[
            ("url", url.map_or("", WebhookUrl::as_str)),
            ("email", email.map_or("", Email::as_str)),
        ])
    });
    let content = Content {
        form: &form,
        endpoint: endpoint.as_ref().map(|endpoint| shown(at, endpoint)),
        secret,
        older: deliveries.last().filter(|_| full).map(|last| {
            let state = state.map_or("", DeliveryState::name);
            format!("{place}?state={state}&before={}", last.record.id)
        }),
        deliveries: deliveries.into_iter().map(|view| row(at, view)).collect(),
        state: state.map(DeliveryState::name),
        states: DeliveryState::ALL
            .iter()
            .map(|state| state.name())
            .collect(),
        place,
    };
    at.draw(status, "webhooks.html", &content)
}

fn deed(at: &At, action: &'static str, subject: &str) -> Deed {
    Deed {
        action,
        partner: Some(at.partner.id),
        subject: subject.to_owned(),
    }
}

/// Sets the address, or with `rotate` a new secret.
pub(crate) async fn set(at: At, mut form: Form) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let rotate = form.ticked("rotate");
    let change = if rotate {
        ChangeWebhook {
            url: UrlChange::Keep,
            email: None,
            rotate,
        }
    } else {
        let guest = &at.seen.guest;
        let url = form.check(guest, WebhookUrl::parse(form.get("url")));
        let email = form.parsed(guest, "email", Email::parse);
        let (Some(url), Some(email)) = (url, email) else {
            return Ok(draw(&at, StatusCode::UNPROCESSABLE_ENTITY, Some(form), None, "").await);
        };
        let has_endpoint = matches!(
            at.seen.guest.dashboard.app.webhook(at.partner.id).await,
            Ok(Some(_))
        );
        ChangeWebhook {
            // Without an endpoint there is nothing to clear and nobody to tell.
            email: (has_endpoint || url.is_some()).then_some(email),
            url: url.map_or(UrlChange::Clear, UrlChange::Set),
            rotate,
        }
    };
    let app = &at.seen.guest.dashboard.app;
    let action = if rotate {
        "webhook.rotate"
    } else {
        "webhook.set"
    };
    let deed = deed(&at, action, if rotate { "" } else { form.get("url") });
    let changed = app.set_webhook(at.partner.id, change);
    match app.audited(&at.seen.viewer.actor(), deed, changed).await {
        Ok(changed) => match changed.secret {
            Some(secret) => {
                let secret = Some(secret.expose());
                Ok(draw(&at, StatusCode::OK, None, secret, "").await)
            }
            None => Ok(at.seen.done(&at.place("/webhooks"), "saved")),
        },
        Err(WebhookError::Refused(refused)) => {
            let guest = &at.seen.guest;
            let address = refused.address().to_string();
            let dashboard = &guest.dashboard;
            let said = dashboard.say_of(guest.locale, "refused-not-public", "address", &address);
            form.refuse("url", said);
            Ok(draw(&at, StatusCode::UNPROCESSABLE_ENTITY, Some(form), None, "").await)
        }
        Err(WebhookError::NoSecret | WebhookError::NoEndpoint) => {
            form.refuse("url", at.say("webhooks-none-yet"));
            Ok(draw(&at, StatusCode::CONFLICT, Some(form), None, "").await)
        }
        Err(WebhookError::Store(error)) => Err(errors::failed(&at.seen.guest, &error)),
    }
}

/// Sends a test event.
pub(crate) async fn test(at: At) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let app = &at.seen.guest.dashboard.app;
    let sent = app.test_webhook(at.partner.id);
    let actor = at.seen.viewer.actor();
    let sent = app
        .audited(&actor, deed(&at, "webhook.test", ""), sent)
        .await;
    sent_or_not(&at, sent.map(drop), "test-sent").await
}

/// Sends one event again, or all that did not arrive.
pub(crate) async fn replay(at: At, form: Form) -> Result<Response, Response> {
    at.may(Role::Editor)?;
    let app = &at.seen.guest.dashboard.app;
    let (wish, subject) = match form.get("event") {
        "" => (
            ReplayWish::Undelivered(app.now().minus(REPLAYED)),
            String::new(),
        ),
        event => {
            let event = EventId::parse(event).map_err(|_| errors::missing(&at.seen.guest))?;
            let subject = event.to_string();
            (ReplayWish::One(event), subject)
        }
    };
    let deed = deed(&at, "webhook.replay", &subject);
    let sent = app.replay(at.partner.id, &wish);
    let sent = app.audited(&at.seen.viewer.actor(), deed, sent).await;
    sent_or_not(&at, sent.map(drop), "replayed").await
}

async fn sent_or_not(
    at: &At,
    sent: Result<(), ReplayError>,
    said: &str,
) -> Result<Response, Response> {
    match sent {
        Ok(()) => Ok(at.seen.done(&at.place("/webhooks"), said)),
        Err(ReplayError::NotFound) => Err(errors::missing(&at.seen.guest)),
        Err(ReplayError::NoEndpoint) => {
            let mut form = Form::default();
            form.refuse("url", at.say("webhooks-none-yet"));
            Ok(draw(at, StatusCode::CONFLICT, Some(form), None, "").await)
        }
        Err(ReplayError::Store(error)) => Err(errors::failed(&at.seen.guest, &error)),
    }
}
