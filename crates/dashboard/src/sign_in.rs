//! Signing in and out, and coming by an invitation.

use crate::form::Form;
use crate::own::{password_problem, wait_text};
use crate::seen::{Guest, Seen, asked};
use crate::{cookie, errors};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{
    Errand, Invitation, JoinError, NewcomerDetails, OpenSession, Password, SignInError,
};
use gangway_domain::{Email, Language, Role, Seat, Text};
use serde::Serialize;

#[derive(Serialize)]
struct Door<'a> {
    form: &'a Form,
    next: &'a str,
    /// The same, as a part of the links to the other language.
    kept: String,
}

impl<'a> Door<'a> {
    fn new(form: &'a Form, next: &'a str) -> Self {
        let kept = if next == "/" {
            String::new()
        } else {
            format!("&next={}", encoded(next))
        };
        Self { form, next, kept }
    }
}

fn encoded(next: &str) -> String {
    url::form_urlencoded::byte_serialize(next.as_bytes()).collect()
}

/// Where to go on: one of our own pages, or the first.
fn next_of(guest: &Guest, form: Option<&Form>) -> String {
    let asked_for = || {
        let (_, query) = guest.place.split_once('?')?;
        asked(query, "next")
    };
    form.map(|form| form.get("next").to_owned())
        .or_else(asked_for)
        .filter(|next| {
            // It goes into a header.
            let plain = next.bytes().all(|sign| sign.is_ascii_graphic());
            plain && next.starts_with('/') && !next.starts_with("//") && !next.contains('\\')
        })
        .unwrap_or_else(|| "/".to_owned())
}

/// Straight to the page behind the door.
fn enter(guest: &Guest, open: &OpenSession, next: &str) -> Response {
    let mut response = guest.go(next);
    let dashboard = &guest.dashboard;
    cookie::keep(
        response.headers_mut(),
        open,
        dashboard.app.now(),
        dashboard.secure,
    );
    response
}

pub(crate) async fn page(mut guest: Guest) -> Response {
    let next = next_of(&guest, None);
    match guest.viewer().await {
        Err(response) => response,
        Ok(Some(viewer)) if !viewer.view.code_owed => guest.go(&next),
        Ok(_) => {
            let form = Form::default();
            guest.draw(StatusCode::OK, "sign_in.html", &Door::new(&form, &next))
        }
    }
}

pub(crate) async fn sign_in(guest: Guest, mut form: Form) -> Response {
    let next = next_of(&guest, Some(&form));
    let app = &guest.dashboard.app;
    let (email, password) = (form.get("email"), form.get("password"));
    let device = guest.device.as_deref();
    match app.sign_in(email, password, guest.address, device).await {
        Ok(open) if open.code_owed => {
            let (lang, next) = (guest.locale.tag(), encoded(&next));
            enter(&guest, &open, &format!("/code?lang={lang}&next={next}"))
        }
        Ok(open) => enter(&guest, &open, &next),
        Err(error) => {
            form.forget("password");
            let status = refuse(&guest, &mut form, &error);
            guest.draw(status, "sign_in.html", &Door::new(&form, &next))
        }
    }
}

/// Puts a refusal into words and a status.
fn refuse(guest: &Guest, form: &mut Form, error: &SignInError) -> StatusCode {
    match error {
        SignInError::Wrong => {
            form.refuse_all(guest.say("sign-in-wrong"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        SignInError::WrongCode => {
            form.refuse("code", guest.say("code-wrong"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        SignInError::Held { wait } => {
            form.refuse_all(wait_text(guest, *wait));
            StatusCode::TOO_MANY_REQUESTS
        }
        SignInError::Busy => {
            form.refuse_all(guest.say("error-unavailable"));
            StatusCode::SERVICE_UNAVAILABLE
        }
        SignInError::Store(error) => {
            tracing::error!(%error, "nobody could be signed in");
            form.refuse_all(guest.say("error-unavailable"));
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

pub(crate) async fn code_page(mut guest: Guest) -> Response {
    let next = next_of(&guest, None);
    match guest.viewer().await {
        Err(response) => response,
        Ok(Some(viewer)) if viewer.view.code_owed => {
            let form = Form::default();
            guest.draw(StatusCode::OK, "code.html", &Door::new(&form, &next))
        }
        Ok(Some(_)) => guest.go(&next),
        Ok(None) => guest.go("/sign-in"),
    }
}

pub(crate) async fn code(mut guest: Guest, mut form: Form) -> Response {
    let next = next_of(&guest, Some(&form));
    let viewer = match guest.viewer().await {
        Err(response) => return response,
        Ok(Some(viewer)) if viewer.view.code_owed => viewer,
        Ok(_) => return guest.go("/sign-in"),
    };
    match guest
        .dashboard
        .app
        .give_code(&viewer, form.get("code"))
        .await
    {
        Ok(open) => enter(&guest, &open, &next),
        Err(error) => {
            form.forget("code");
            let status = refuse(&guest, &mut form, &error);
            guest.draw(status, "code.html", &Door::new(&form, &next))
        }
    }
}

pub(crate) async fn sign_out(seen: Seen) -> Response {
    if let Err(error) = seen.guest.dashboard.app.sign_out(&seen.viewer).await {
        return errors::failed(&seen.guest, &error);
    }
    let mut response = seen.guest.go("/sign-in?said=signed-out");
    cookie::forget(response.headers_mut(), seen.guest.dashboard.secure);
    response
}

#[derive(Serialize)]
struct Joining<'a> {
    form: &'a Form,
    /// `operator`, `member` or `reset`.
    errand: &'static str,
    partner: Option<&'a str>,
    role: Option<&'static str>,
    /// Whether the address is already said.
    named: bool,
    /// Whom she is signed in as.
    signed_in: Option<&'a str>,
}

pub(crate) async fn join_page(mut guest: Guest, Path(secret): Path<String>) -> Response {
    let viewer = match guest.viewer().await {
        Err(response) => return response,
        Ok(viewer) => viewer,
    };
    match guest.dashboard.app.invitation(&secret).await {
        Err(error) => errors::failed(&guest, &error),
        Ok(None) => gone(&guest),
        Ok(Some(invitation)) => {
            let mut form = Form::default();
            if let Some(email) = &invitation.email {
                form.set("email", email.as_str());
            }
            let signed_in = viewer
                .filter(|viewer| !viewer.view.code_owed)
                .map(|viewer| viewer.view.person.email);
            let signed_in = signed_in.as_ref().map(Email::as_str);
            draw_join(&guest, StatusCode::OK, &form, &invitation, signed_in)
        }
    }
}

fn draw_join(
    guest: &Guest,
    status: StatusCode,
    form: &Form,
    invitation: &Invitation,
    signed_in: Option<&str>,
) -> Response {
    let (errand, role) = match invitation.errand {
        Errand::Join(Seat::Operator) => ("operator", None),
        Errand::Join(Seat::Member(_, role)) => ("member", Some(role)),
        Errand::Reset(_) => ("reset", None),
    };
    let content = Joining {
        form,
        errand,
        partner: invitation.partner_name.as_ref().map(Text::as_str),
        role: role.map(Role::name),
        named: invitation.email.is_some(),
        signed_in: signed_in.filter(|_| errand != "reset"),
    };
    guest.draw(status, "join.html", &content)
}

fn gone(guest: &Guest) -> Response {
    errors::say(guest, StatusCode::GONE, "error-link-gone")
}

pub(crate) async fn join(mut guest: Guest, Path(secret): Path<String>, mut form: Form) -> Response {
    let viewer = match guest.viewer().await {
        Err(response) => return response,
        Ok(viewer) => viewer.filter(|viewer| !viewer.view.code_owed),
    };
    let app = &guest.dashboard.app;
    let invitation = match app.invitation(&secret).await {
        Err(error) => return errors::failed(&guest, &error),
        Ok(None) => return gone(&guest),
        Ok(Some(invitation)) => invitation,
    };
    if let Some(named) = &invitation.email {
        form.set("email", named.as_str());
    }
    let is_reset = matches!(invitation.errand, Errand::Reset(_));
    let outcome = match &viewer {
        _ if is_reset => {
            let password = form.get("password");
            app.reset_password(&secret, password, Some(guest.address))
                .await
                .map(Some)
        }
        Some(viewer) if form.ticked("as_me") => app.join(viewer, &secret).await.map(|()| None),
        _ => {
            let Some(newcomer) = newcomer(&guest, &mut form) else {
                form.forget("password");
                let refused = StatusCode::UNPROCESSABLE_ENTITY;
                return draw_join(&guest, refused, &form, &invitation, None);
            };
            app.join_new(&secret, newcomer, Some(guest.address))
                .await
                .map(Some)
        }
    };
    match outcome {
        Ok(Some(open)) => enter(&guest, &open, "/?said=welcome"),
        Ok(None) => guest.go("/?said=welcome"),
        Err(JoinError::Gone) => gone(&guest),
        Err(error) => {
            let status = match &error {
                JoinError::EmailTaken => {
                    form.refuse("email", guest.say("join-email-taken"));
                    StatusCode::CONFLICT
                }
                JoinError::Password(problem) => {
                    form.refuse("password", password_problem(&guest, *problem));
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                JoinError::Field(problem) => {
                    form.refuse(problem.field, guest.refusal(&problem.problem));
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                JoinError::Gone | JoinError::Fault(_) | JoinError::Store(_) => {
                    tracing::error!(%error, "nobody could take a seat");
                    form.refuse_all(guest.say("error-unavailable"));
                    StatusCode::SERVICE_UNAVAILABLE
                }
            };
            form.forget("password");
            let me = viewer
                .as_ref()
                .filter(|_| form.ticked("as_me"))
                .map(|viewer| viewer.view.person.email.as_str());
            draw_join(&guest, status, &form, &invitation, me)
        }
    }
}

/// What somebody new says of herself, or the errors beside its fields.
fn newcomer(guest: &Guest, form: &mut Form) -> Option<NewcomerDetails> {
    let email = Email::parse("email", form.get("email"));
    let name = Text::required("name", form.get("name"));
    let email = form.check(guest, email);
    if matches!(email, Some(None)) {
        form.refuse("email", guest.say("field-required"));
    }
    let name = form.check(guest, name);
    let address = form.get("email").to_owned();
    let password = match Password::new(form.get("password"), &address) {
        Ok(password) => Some(password),
        Err(problem) => {
            form.refuse("password", password_problem(guest, problem));
            None
        }
    };
    Some(NewcomerDetails {
        email: email??,
        name: name?,
        password: password?,
        language: Language::parse("language", guest.locale.tag())
            .ok()
            .flatten(),
    })
}
