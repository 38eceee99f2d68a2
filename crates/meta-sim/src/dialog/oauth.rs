//! `/{version}/dialog/oauth`: the dialog as popup and as full page.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::pages::DialogPage;
use crate::ending::{CancelStep, Ending, Ordering, UnknownName};
use crate::numbering;
use crate::signup::{self, SignupAnswer, SignupRequest};
use crate::state::SimState;
use crate::webhook::send_early;
use crate::world::World;

/// What the dialog is opened with.
#[derive(Deserialize)]
pub(super) struct Opening {
    #[serde(default)]
    client_id: String,
    config_id: Option<String>,
    #[serde(default)]
    extras: String,
    redirect_uri: Option<String>,
    state: Option<String>,
    display: Option<String>,
    response_type: Option<String>,
    /// Origin of the page that opened the popup.
    #[serde(default)]
    origin: String,
    /// The SDK's callback channel.
    #[serde(default)]
    cb: String,
}

/// What the form of the full-page dialog sends.
#[derive(Deserialize)]
pub(super) struct Submission {
    client_id: String,
    config_id: Option<String>,
    #[serde(default)]
    extras: String,
    #[serde(default)]
    redirect_uri: String,
    state: Option<String>,
    number: Option<String>,
    business_name: Option<String>,
    ending: Option<String>,
}

/// Shows the dialog, or why it cannot be shown.
pub(super) async fn show(
    State(state): State<SimState>,
    Query(opening): Query<Opening>,
) -> Response {
    let popup = opening.display.as_deref() == Some("popup");
    let redirect_uri = opening.redirect_uri.as_deref().filter(|_| !popup);
    if !popup && redirect_uri.is_none() {
        return state.pages().problem(
            "`redirect_uri` is missing: a dialog that is no popup needs a place to return to",
        );
    }
    if opening.response_type.as_deref() != Some("code") {
        return state
            .pages()
            .problem("`response_type` must be `code` for this signup");
    }
    let Ok(extras) = parse_extras(&opening.extras) else {
        return state
            .pages()
            .problem("`extras` is not JSON: send it as one URL-encoded JSON object");
    };
    let world = state.world();
    let config_id = opening.config_id.as_deref();
    if let Err(error) = signup::check_opening(&world, &opening.client_id, config_id, redirect_uri) {
        return state.pages().problem(&error.to_string());
    }
    let fitting = signup::fitting_ending(&world, &opening.client_id, config_id, &extras);
    let app_name = world
        .apps
        .get(&opening.client_id)
        .map_or("", |app| app.config.name.as_str());
    state.pages().dialog(&DialogPage {
        app_name,
        client_id: &opening.client_id,
        config_id: config_id.unwrap_or_default(),
        extras: &opening.extras,
        redirect_uri,
        state: opening.state.as_deref(),
        opener_origin: &opening.origin,
        channel: &opening.cb,
        business_name: extras["setup"]["business"]["name"]
            .as_str()
            .unwrap_or_default(),
        coexistence: fitting == Ending::FinishCoexistence,
        fitting: match fitting {
            Ending::FinishCoexistence => "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
            Ending::GrantOnly => "FINISH_GRANT_ONLY_API_ACCESS",
            _ => "FINISH",
        },
        prefill: prefill(&extras, offered(&world, &opening.client_id, &extras)),
        cancel_steps: CancelStep::DOCUMENTED,
        orderings: Ordering::NAMES,
    })
}

/// Ends the full-page dialog: back to the registered URI with a code, or with the customer's refusal.
pub(super) async fn submit(
    State(state): State<SimState>,
    Form(form): Form<Submission>,
) -> Response {
    let ending = form.ending.as_deref().map(str::parse::<Ending>).transpose();
    let request = |ending| {
        Ok::<_, UnknownName>(SignupRequest {
            client_id: form.client_id.clone(),
            config_id: form.config_id.clone(),
            extras: parse_extras(&form.extras).unwrap_or_default(),
            number: form.number.clone(),
            business_name: form.business_name.clone(),
            waba_id: None,
            ending,
            ordering: Ordering::CodeOnly,
            redirect_uri: Some(form.redirect_uri.clone()),
            number_verified: true,
            existing_pin: None,
            hosted: false,
            forged_waba_id: None,
        })
    };
    let request = match ending.and_then(request) {
        Ok(request) => request,
        Err(error) => return state.pages().problem(&error.to_string()),
    };
    let answer = match signup::perform(&state, &request) {
        Ok(answer) => answer,
        Err(error) => return state.pages().problem(&error.to_string()),
    };
    send_early(&state).await;
    let fragment = state.world().knobs.redirect_fragment;
    match return_url(&form.redirect_uri, form.state.as_deref(), &answer, fragment) {
        Some(url) => (StatusCode::FOUND, [(LOCATION, String::from(url))]).into_response(),
        None => state.pages().problem("`redirect_uri` is not a URL"),
    }
}

/// Where the browser goes after the full-page dialog.
pub(crate) fn return_url(
    redirect_uri: &str,
    state: Option<&str>,
    answer: &SignupAnswer,
    fragment: bool,
) -> Option<Url> {
    let mut url = Url::parse(redirect_uri).ok()?;
    {
        let mut query = url.query_pairs_mut();
        match &answer.code {
            Some(code) => {
                query.append_pair("code", code);
            }
            None => {
                query.append_pair("error", "access_denied");
                query.append_pair("error_reason", "user_denied");
                query.append_pair("error_code", "200");
                query.append_pair("error_description", "Permissions error");
            }
        }
        if let Some(state) = state {
            query.append_pair("state", state);
        }
    }
    if fragment {
        url.set_fragment(Some("_=_"));
    }
    Some(url)
}

fn parse_extras(text: &str) -> Result<Value, serde_json::Error> {
    if text.trim().is_empty() {
        Ok(Value::Null)
    } else {
        serde_json::from_str(text)
    }
}

/// The known parts of `extras`, for the customer of the simulator to read.
/// The number of the partner's pool that the dialog offers: the first one that is named, while it is there.
fn offered(world: &World, client_id: &str, extras: &Value) -> Option<String> {
    let id = extras["setup"]["preVerifiedPhone"]["ids"][0].as_str()?;
    let number = world.pool.get(id)?;
    (number.app_id == client_id).then(|| numbering::display(&number.digits))
}

fn prefill(extras: &Value, offered: Option<String>) -> Vec<(&'static str, String)> {
    let setup = &extras["setup"];
    let business = &setup["business"];
    let address = &business["address"];
    let line = [
        "streetAddress1",
        "streetAddress2",
        "zipPostal",
        "city",
        "state",
        "country",
    ]
    .iter()
    .filter_map(|part| address[*part].as_str().filter(|text| !text.is_empty()))
    .collect::<Vec<_>>()
    .join(", ");
    let phone = match (
        business["phone"]["code"].as_i64(),
        business["phone"]["number"].as_str(),
    ) {
        (Some(code), Some(number)) => format!("+{code} {number}"),
        _ => String::new(),
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = [
        ("Business", text(&business["name"])),
        ("E-mail", text(&business["email"])),
        ("Website", text(&business["website"])),
        ("Phone", phone),
        ("Address", line),
        ("Display name", text(&setup["phone"]["displayName"])),
        ("Category", text(&setup["phone"]["category"])),
        ("Description", text(&setup["phone"]["description"])),
        ("Offered number", offered.unwrap_or_default()),
        ("Solution", text(&setup["solutionID"])),
        ("Feature type", text(&extras["featureType"])),
    ];
    rows.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .collect()
}
