//! `/dashboard/me`: what somebody changes about herself.

use crate::errors;
use crate::form::Form;
use crate::seen::{Guest, Seen};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{OneTimeError, OwnPasswordError, PasswordError, SignInError};
use gangway_domain::{Language, Text};
use gangway_page::qr_svg;
use minijinja::Value as Markup;
use serde::Serialize;
use std::time::Duration;

#[derive(Serialize)]
struct Content<'a> {
    form: &'a Form,
    password_form: &'a Form,
    factor_form: &'a Form,
    second_factor: bool,
}

/// How long to wait, in words.
pub(crate) fn wait_text(guest: &Guest, wait: Duration) -> String {
    let minutes = wait.as_secs().div_ceil(60).max(1);
    let dashboard = &guest.dashboard;
    dashboard.say_count(guest.locale, "sign-in-held", "minutes", minutes)
}

/// Why a password was not taken.
pub(crate) fn password_problem(guest: &Guest, problem: PasswordError) -> String {
    guest.say(match problem {
        PasswordError::TooShort => "password-too-short",
        PasswordError::TooLong => "password-too-long",
        PasswordError::TooEasy => "password-too-easy",
    })
}

pub(crate) async fn page(seen: Seen) -> Response {
    draw(&seen, StatusCode::OK, &[])
}

/// Draws the page with what was wrong with one of its forms.
fn draw(seen: &Seen, status: StatusCode, refused: &[(&str, &Form)]) -> Response {
    let person = &seen.viewer.view.person;
    let language = person.language.as_ref().map(Language::tag);
    let own = Form::with(&[
        ("name", person.name.as_str()),
        ("language", language.as_deref().unwrap_or_default()),
    ]);
    let empty = Form::default();
    let find = |name: &str| refused.iter().find(|(found, _)| *found == name);
    let content = Content {
        form: find("name").map_or(&own, |(_, form)| form),
        password_form: find("password").map_or(&empty, |(_, form)| form),
        factor_form: find("factor").map_or(&empty, |(_, form)| form),
        second_factor: person.second_factor,
    };
    seen.draw(status, "own.html", &content)
}

pub(crate) async fn name(seen: Seen, mut form: Form) -> Response {
    let name = form.parsed(&seen.guest, "name", Text::required);
    let language = form.parsed(&seen.guest, "language", Language::parse);
    let (Some(name), Some(language)) = (name, language) else {
        return draw(&seen, StatusCode::UNPROCESSABLE_ENTITY, &[("name", &form)]);
    };
    let app = &seen.guest.dashboard.app;
    match app.change_person(&seen.viewer, name, language).await {
        Ok(()) => seen.done("/me", "saved"),
        Err(error) => errors::failed(&seen.guest, &error),
    }
}

pub(crate) async fn password(seen: Seen, mut form: Form) -> Response {
    let app = &seen.guest.dashboard.app;
    let (current, new) = (form.get("current"), form.get("password"));
    let Err(error) = app.change_password(&seen.viewer, current, new).await else {
        return seen.done("/me", "password");
    };
    let status = match error {
        OwnPasswordError::New(problem) => {
            form.refuse("password", password_problem(&seen.guest, problem));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        OwnPasswordError::SignIn(error) => refuse(&seen, &mut form, "current", &error),
        OwnPasswordError::Fault(_) | OwnPasswordError::Store(_) => {
            return errors::failed(&seen.guest, &error);
        }
    };
    form.forget("current");
    form.forget("password");
    draw(&seen, status, &[("password", &form)])
}

fn refuse(seen: &Seen, form: &mut Form, field: &str, error: &SignInError) -> StatusCode {
    match error {
        SignInError::Held { wait } => {
            form.refuse(field, wait_text(&seen.guest, *wait));
            StatusCode::TOO_MANY_REQUESTS
        }
        SignInError::Wrong | SignInError::WrongCode => {
            form.refuse(field, seen.say("password-wrong"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        SignInError::Busy => {
            form.refuse(field, seen.say("error-unavailable"));
            StatusCode::SERVICE_UNAVAILABLE
        }
        SignInError::Store(error) => {
            tracing::error!(%error, "a password could not be checked");
            form.refuse(field, seen.say("error-unavailable"));
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

#[derive(Serialize)]
struct FactorContent<'a> {
    form: &'a Form,
    key: &'a str,
    /// The key in groups of four, to be typed.
    shown: String,
    picture: Option<Markup>,
}

pub(crate) async fn factor_page(seen: Seen) -> Response {
    if seen.viewer.view.person.second_factor {
        return seen.guest.go("/me");
    }
    let Some(secret) = seen.guest.dashboard.app.new_one_time_secret() else {
        return errors::plain(StatusCode::INTERNAL_SERVER_ERROR);
    };
    draw_factor(&seen, StatusCode::OK, &Form::default(), &secret.base32())
}

fn draw_factor(seen: &Seen, status: StatusCode, form: &Form, key: &str) -> Response {
    let groups: Vec<_> = key
        .as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect();
    let content = FactorContent {
        form,
        key,
        shown: groups.join(" "),
        picture: picture(seen, key),
    };
    seen.draw(status, "second_factor.html", &content)
}

/// The key as authenticator apps read it, with the name that they show.
fn picture(seen: &Seen, key: &str) -> Option<Markup> {
    let mut address = url::Url::parse("otpauth://totp/").ok()?;
    let host = url::Url::parse(&seen.guest.dashboard.public_url).ok();
    let host = host
        .as_ref()
        .and_then(url::Url::host_str)
        .unwrap_or("Gangway");
    let email = seen.viewer.view.person.email.as_str();
    address.set_path(&format!("Gangway {host}:{email}"));
    address
        .query_pairs_mut()
        .append_pair("secret", key)
        .append_pair("issuer", &format!("Gangway {host}"));
    // A plus in the query stands for a space, which apps do not know; in the path it is her own.
    let query = address.query().unwrap_or_default().replace('+', "%20");
    address.set_query(Some(&query));
    qr_svg(address.as_str()).ok().map(Markup::from_safe_string)
}

pub(crate) async fn factor(seen: Seen, mut form: Form) -> Response {
    let key = form.get("key").to_owned();
    let app = &seen.guest.dashboard.app;
    let set = app.set_one_time_secret(&seen.viewer, &key, form.get("code"));
    match set.await {
        Ok(()) => seen.done("/me", "factor-on"),
        Err(OneTimeError::AlreadyOn) => seen.guest.go("/me"),
        Err(OneTimeError::NoSecret) => seen.guest.go("/me/second-factor"),
        Err(OneTimeError::WrongCode | OneTimeError::SignIn(_)) => {
            form.refuse("code", seen.say("factor-wrong"));
            form.forget("code");
            draw_factor(&seen, StatusCode::UNPROCESSABLE_ENTITY, &form, &key)
        }
        Err(OneTimeError::Store(error)) => errors::failed(&seen.guest, &error),
    }
}

pub(crate) async fn factor_off(seen: Seen, mut form: Form) -> Response {
    let app = &seen.guest.dashboard.app;
    let off = app.drop_one_time_secret(&seen.viewer, form.get("password"));
    let error = match off.await {
        Ok(()) => return seen.done("/me", "factor-off"),
        Err(OneTimeError::SignIn(error)) => error,
        Err(error) => return errors::failed(&seen.guest, &error),
    };
    let status = refuse(&seen, &mut form, "password", &error);
    form.forget("password");
    draw(&seen, status, &[("factor", &form)])
}

pub(crate) async fn end_sessions(seen: Seen) -> Response {
    match seen
        .guest
        .dashboard
        .app
        .end_other_sessions(&seen.viewer)
        .await
    {
        Ok(()) => seen.done("/me", "sessions-ended"),
        Err(error) => errors::failed(&seen.guest, &error),
    }
}
