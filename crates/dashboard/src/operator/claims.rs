//! `/dashboard/claims`: WhatsApp accounts whose customer could not be told, for the operator to say.

use crate::errors;
use crate::figures::When;
use crate::form::Form;
use crate::seen::{Guest, OperatorSeen};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{ClaimError, Deed, StorageError};
use gangway_domain::{ClientId, ListedNumber, MetaBusinessId, Onboarding, WabaId};
use serde::Serialize;

#[derive(Serialize)]
struct Content<'a> {
    claims: Vec<Row>,
    partners: Vec<(String, String)>,
    form: &'a Form,
}

#[derive(Serialize)]
struct Row {
    waba: String,
    business: Option<String>,
    since: When,
    reason: String,
}

pub(crate) async fn page(seen: OperatorSeen) -> Response {
    draw(&seen, StatusCode::OK, &Form::default()).await
}

async fn draw(seen: &OperatorSeen, status: StatusCode, form: &Form) -> Response {
    let operator = seen.0.guest.dashboard.app.operator();
    let read = async {
        let claims = operator.unclaimed().await?;
        let partners = operator.partners().await?;
        Ok::<_, StorageError>((claims, partners))
    };
    let (claims, partners) = match read.await {
        Ok(read) => read,
        Err(error) => return errors::failed(&seen.0.guest, &error),
    };
    let content = Content {
        claims: claims
            .into_iter()
            .map(|claim| Row {
                waba: claim.waba.as_str().to_owned(),
                business: claim.business.as_ref().map(MetaBusinessId::to_string),
                since: When::new(claim.at, seen.0.guest.locale),
                reason: reason(&seen.0.guest, claim.reason),
            })
            .collect(),
        partners: partners
            .into_iter()
            .map(|partner| (partner.client_id.to_string(), partner.name.to_string()))
            .collect(),
        form,
    };
    seen.0.draw(status, "claims.html", &content)
}

/// Why nobody was found for a claim.
fn reason(guest: &Guest, name: String) -> String {
    match name.as_str() {
        "several_open_accounts" => guest.say("claims-because-several"),
        "no_open_account" => guest.say("claims-because-none"),
        "no_system_token" => guest.say("claims-because-no-token"),
        "no_business_named" => guest.say("claims-because-no-business"),
        "token_refused" => guest.say("claims-because-refused"),
        _ => name,
    }
}

/// Says whose a WhatsApp account is, or that it is nobody's.
pub(crate) async fn decide(seen: OperatorSeen, mut form: Form) -> Response {
    let guest = &seen.0.guest;
    let app = &guest.dashboard.app;
    let actor = seen.0.viewer.actor();
    let Ok(waba) = WabaId::parse(form.get("waba")) else {
        return errors::missing(guest);
    };
    let deed = |action| Deed {
        action,
        partner: None,
        subject: waba.to_string(),
    };
    let operator = app.operator();
    let outcome = if form.get("do") == "dismiss" {
        let dismiss = operator.dismiss_claim(&waba);
        app.audited(&actor, deed("claim.dismiss"), dismiss)
            .await
            .map(|()| "claim-dismissed")
    } else {
        let number = form.parsed(guest, "number", ListedNumber::parse);
        let partner = ClientId::parse(form.get("partner")).ok();
        let found: Result<Option<Onboarding>, _> = match (&partner, &number) {
            (Some(partner), Some(number)) => operator.account(partner, number).await,
            _ => Ok(None),
        };
        match found {
            Err(error) => return errors::failed(guest, &error),
            Ok(None) => {
                form.refuse("number", guest.say("claims-no-account"));
                return draw(&seen, StatusCode::UNPROCESSABLE_ENTITY, &form).await;
            }
            Ok(Some(account)) => {
                let deed = Deed {
                    partner: Some(account.partner),
                    subject: format!("{waba}: {}", account.number.as_str()),
                    ..deed("claim.assign")
                };
                let assign = operator.assign_claim(&waba, &account);
                app.audited(&actor, deed, assign)
                    .await
                    .map(|()| "claim-assigned")
            }
        }
    };
    match outcome {
        Ok(said) => seen.0.done("/claims", said),
        Err(ClaimError::Store(error)) => errors::failed(guest, &error),
        Err(ClaimError::NotListed(_)) => seen.0.done("/claims", "claim-gone"),
        Err(ClaimError::AccountClosed(_)) => {
            form.refuse("number", guest.say("claims-closed"));
            draw(&seen, StatusCode::CONFLICT, &form).await
        }
    }
}
