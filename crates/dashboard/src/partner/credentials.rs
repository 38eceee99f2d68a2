//! `…/credentials`: with what the partner's software asks for tokens.

use crate::errors;
use crate::figures::When;
use crate::form::Form;
use crate::seen::At;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{Credential, CredentialError, Deed};
use gangway_domain::{ClientId, Role, Text};
use serde::Serialize;
use std::time::Duration;

/// For how long both secrets work, in hours; the first is what is proposed.
const OVERLAPS: [u64; 4] = [24, 0, 168, 720];

#[derive(Serialize)]
struct Content<'a> {
    credentials: Vec<Row>,
    form: &'a Form,
    overlaps: [u64; 4],
    /// An id and a secret that were just made.
    fresh: Option<(&'a str, &'a str)>,
    place: String,
}

#[derive(Serialize)]
struct Row {
    client_id: String,
    label: Option<String>,
    created: When,
    former_until: Option<When>,
    revoked: Option<When>,
}

pub(crate) async fn page(at: At) -> Result<Response, Response> {
    at.may(Role::Owner)?;
    Ok(draw(&at, StatusCode::OK, &Form::default(), None).await)
}

async fn draw(at: &At, status: StatusCode, form: &Form, fresh: Option<(&str, &str)>) -> Response {
    let guest = &at.seen.guest;
    let app = &guest.dashboard.app;
    let known = match app.credentials(at.partner.id).await {
        Ok(known) => known,
        Err(error) => return errors::failed(guest, &error),
    };
    let now = app.now();
    let row = |credential: Credential| Row {
        client_id: credential.client_id.to_string(),
        label: credential.label.map(|label| label.to_string()),
        created: When::new(credential.created_at, guest.locale),
        former_until: When::of(
            credential.former_until.filter(|until| *until > now),
            guest.locale,
        ),
        revoked: When::of(credential.revoked_at, guest.locale),
    };
    let content = Content {
        credentials: known.into_iter().map(row).collect(),
        form,
        overlaps: OVERLAPS,
        fresh,
        place: guest.dashboard.path(&at.place("/credentials")),
    };
    at.draw(status, "credentials.html", &content)
}

/// Makes, rotates and revokes.
pub(crate) async fn change(at: At, mut form: Form) -> Result<Response, Response> {
    at.may(Role::Owner)?;
    let app = &at.seen.guest.dashboard.app;
    let actor = at.seen.viewer.actor();
    let deed = |action, subject: &str| Deed {
        action,
        partner: Some(at.partner.id),
        subject: subject.to_owned(),
    };
    let wish = form.get("do").to_owned();
    let id = ClientId::parse(form.get("client_id")).ok();
    let made = match (wish.as_str(), id) {
        ("create", _) => {
            let Some(label) = form.parsed(&at.seen.guest, "label", Text::parse) else {
                return Ok(draw(&at, StatusCode::UNPROCESSABLE_ENTITY, &form, None).await);
            };
            let deed = deed("credential.create", form.get("label"));
            let made = app.create_credential(at.partner.id, label);
            app.audited(&actor, deed, made).await.map(Some)
        }
        ("rotate", Some(id)) => {
            let hours = form.get("overlap").parse().ok();
            let hours = hours.filter(|hours| OVERLAPS.contains(hours));
            let overlap = Duration::from_secs(hours.unwrap_or(OVERLAPS[0]) * 3600);
            let deed = deed("credential.rotate", id.as_str());
            let made = app.rotate_credential(at.partner.id, &id, overlap);
            app.audited(&actor, deed, made).await.map(Some)
        }
        ("revoke", Some(id)) => {
            let deed = deed("credential.revoke", id.as_str());
            let gone = app.revoke_credential(at.partner.id, &id);
            app.audited(&actor, deed, gone).await.map(|()| None)
        }
        _ => return Err(errors::missing(&at.seen.guest)),
    };
    match made {
        Ok(Some((credential, secret))) => {
            let fresh = Some((credential.client_id.as_str(), secret.expose()));
            Ok(draw(&at, StatusCode::OK, &Form::default(), fresh).await)
        }
        Ok(None) => Ok(at
            .seen
            .done(&at.place("/credentials"), "credential-revoked")),
        Err(CredentialError::Store(error)) => Err(errors::failed(&at.seen.guest, &error)),
        Err(CredentialError::TooMany) => {
            form.refuse_all(at.say("credentials-too-many"));
            Ok(draw(&at, StatusCode::CONFLICT, &form, None).await)
        }
        Err(CredentialError::OverlapRuns(_)) => {
            form.refuse_all(at.say("credentials-overlap-runs"));
            Ok(draw(&at, StatusCode::CONFLICT, &form, None).await)
        }
        Err(CredentialError::Unknown | CredentialError::OverlapTooLong) => {
            form.refuse_all(at.say("members-unknown"));
            Ok(draw(&at, StatusCode::NOT_FOUND, &form, None).await)
        }
    }
}
