//! `POST /api/whatsapp/createAccount`: an onboarding account and its link.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::Fail;
use crate::expiry;
use crate::fields::Fields;
use crate::one_account::{OneAccountAnswer, one_account};
use crate::schema::{FailAnswer, flag_schema, id_schema, optional_number_schema};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use gangway_app::{CreateAccount, CreateError, IdempotencyKey};
use gangway_domain::{
    AccountDetails, Email, FieldError, HttpsUrl, Language, PageTexts, PhoneNumber, Text,
};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/whatsapp/createAccount";
pub(crate) const ALLOWED: &str = "POST";
const NUMBER: u16 = 4;
pub(crate) const METHOD: u16 = 13;
const REFERENCE: u16 = 20;
const BUSINESS: u16 = 21;
const NUMBER_NOT_REGISTERED: u16 = 22;
const NUMBER_IN_USE: u16 = 23;
const COEXISTENCE: u16 = 24;
const LOGO: u16 = 28;
const MESSAGE: u16 = 29;
const BUTTON: u16 = 30;
const OUTCOME_TEXT: u16 = 31;
const LINK: u16 = 32;
const IDEMPOTENCY: u16 = 33;

/// The account to be made.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct CreateAccountRequest {
    #[schema(schema_with = whatsapp)]
    whatsapp: Option<String>,
    #[schema(schema_with = coexistence)]
    coexistence: Option<u8>,
    /// Prefilled into Meta's flow.
    #[schema(
        min_length = 1,
        max_length = 100,
        format = "line",
        example = "Acme inc"
    )]
    business_name: String,
    /// E-mail address of the business.
    #[schema(
        max_length = 100,
        nullable,
        format = "email",
        example = "john@example.com"
    )]
    business_email: Option<String>,
    #[schema(schema_with = business_id)]
    business_id: Option<String>,
    /// Shown on the landing page.
    #[schema(
        max_length = 200,
        nullable,
        format = "line",
        example = "Grove Street, San Andreas"
    )]
    business_address: Option<String>,
    /// Without it: the business name.
    #[schema(max_length = 100, nullable, format = "line", example = "Acme")]
    display_name: Option<String>,
    #[schema(schema_with = reference)]
    reference: Option<String>,
    /// Https address of a png or jpg of 200 x 60. It is fetched once and kept, as setBusiness
    /// says.
    #[schema(
        max_length = 512,
        nullable,
        format = "uri",
        example = "https://www.example.com/logo.png"
    )]
    onboarding_logo: Option<String>,
    /// Text above the button.
    #[schema(max_length = 200, nullable, format = "line")]
    onboarding_message: Option<String>,
    /// Text on the button.
    #[schema(max_length = 50, nullable, format = "line")]
    onboarding_button: Option<String>,
    /// Text after the finish.
    #[schema(max_length = 200, nullable, format = "line")]
    onboarding_success: Option<String>,
    /// Text after a failure.
    #[schema(max_length = 200, nullable, format = "line")]
    onboarding_failed: Option<String>,
    /// BCP 47 tag of the page's language.
    #[schema(nullable, format = "language-tag", example = "he")]
    language: Option<String>,
    /// Https address to which the customer goes after the finish; its host must be on your
    /// list of redirect hosts, which the operator keeps.
    #[schema(max_length = 512, nullable, format = "uri")]
    redirect_success: Option<String>,
    /// The same for a customer who gives up.
    #[schema(max_length = 512, nullable, format = "uri")]
    redirect_failed: Option<String>,
    #[schema(schema_with = expiry::schema)]
    expires_in: Option<i64>,
    /// Content of Facebook's `facebook-domain-verification` tag for the landing page.
    #[schema(max_length = 100, nullable, pattern = "^[A-Za-z0-9]*$")]
    facebook_domain_verification: Option<String>,
}

fn whatsapp() -> RefOr<Schema> {
    optional_number_schema(
        "A number that you registered and verified beforehand. Left out: the customer brings a number during the flow, and the account shows a temporary one until then.",
    )
}

fn coexistence() -> RefOr<Schema> {
    flag_schema(
        "1: the customer keeps the WhatsApp Business app on the same number; `whatsapp` must then be left out.",
    )
}

fn business_id() -> RefOr<Schema> {
    id_schema("Your or the state's id of the business (not Meta's).")
}

fn reference() -> RefOr<Schema> {
    id_schema("Your own id; echoed everywhere.")
}

/// Create an onboarding account
///
/// This call and all of its reasons are ours. Answers with the account exactly as getAccounts lists it. Send an `Idempotency-Key` header
/// (1 to 255 printable ASCII characters) to make a repeat safe: the same key with the same
/// body gives the first answer again for 24 hours and creates nothing.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | whatsapp number empty or wrong | 422 |
/// | 13 | must be POST | 405 |
/// | 20 | reference invalid | 422 |
/// | 21 | business details invalid (name, e-mail, id, address, display name, domain verification) | 422 |
/// | 22 | the number is not registered and verified in your account, or its 90 days are over | 409 |
/// | 23 | the number already has an onboarding link or is already onboarded | 409 |
/// | 24 | coexistence and whatsapp contradict each other, or coexistence is not 0 or 1 | 422 |
/// | 28 | logo invalid, or it could not be fetched | 422 |
/// | 29 | message invalid | 422 |
/// | 30 | button text invalid | 422 |
/// | 31 | success or failed text invalid | 422 |
/// | 32 | language, redirect or expiry invalid | 422 |
/// | 33 | Idempotency-Key invalid, or already used with another body | 422; 409 |
#[utoipa::path(
    post,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "createAccount",
    params(("Idempotency-Key" = Option<String>, Header, description = "Your own key for this call", min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    request_body = CreateAccountRequest,
    responses(
        (status = 200, description = "The account", body = OneAccountAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 409, description = "Reason 22, 23 or 33", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "A field is invalid", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let (parts, body) = request.into_parts();
    let grant = authenticate(&api.app, &parts.headers).await?;
    let fields = Fields::read(body).await?;
    let key = idempotency_key(&parts.headers, &fields)?;
    let wish = parse(&fields)?;
    let created = api
        .app
        .create_account(grant.partner, wish, key)
        .await
        .map_err(|error| refusal(&api, &error))?;
    let mut response = one_account(&created.object);
    if created.replayed {
        response
            .headers_mut()
            .insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    Ok(response)
}

fn idempotency_key(headers: &HeaderMap, fields: &Fields) -> Result<Option<IdempotencyKey>, Fail> {
    let mut given = headers.get_all("idempotency-key").iter();
    let Some(first) = given.next() else {
        return Ok(None);
    };
    let fits =
        |key: &&str| (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    match (first.to_str().ok().filter(fits), given.next()) {
        (Some(key), None) => Ok(Some(IdempotencyKey {
            key: key.to_owned(),
            request: fields.source.clone(),
        })),
        _ => Err(Fail::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            IDEMPOTENCY,
            "Idempotency-Key must be one header of 1 to 255 printable ASCII characters without spaces",
        )),
    }
}

/// Every field, each with the reason of its kind; the rules between fields are `app`'s.
fn parse(fields: &Fields) -> Result<CreateAccount, Fail> {
    let because = |reason: u16| move |error: FieldError| Fail::field(reason, &error);
    let text = |reason: u16, name: &'static str| fields.text(name).map_err(because(reason));
    let id = |reason: u16, name: &'static str| {
        let raw = fields.text_or_number(name).map_err(because(reason))?;
        raw.map_or(Ok(None), |raw| {
            Text::<50>::parse(name, &raw).map_err(because(reason))
        })
    };
    let coexistence = fields.flag("coexistence").map_err(because(COEXISTENCE))?;
    let number = match fields.text_or_number("whatsapp").map_err(because(NUMBER))? {
        Some(raw) => Some(PhoneNumber::parse("whatsapp", &raw).map_err(because(NUMBER))?),
        None => None,
    };
    let business_name = Text::required(
        "business_name",
        text(BUSINESS, "business_name")?.unwrap_or_default(),
    )
    .map_err(because(BUSINESS))?;
    let display_name =
        optional::<100>(fields, BUSINESS, "display_name")?.unwrap_or_else(|| business_name.clone());
    let email = Email::parse(
        "business_email",
        text(BUSINESS, "business_email")?.unwrap_or_default(),
    )
    .map_err(because(BUSINESS))?;
    let https = |reason: u16, name: &'static str| {
        HttpsUrl::parse(name, text(reason, name)?.unwrap_or_default()).map_err(because(reason))
    };
    let language = Language::parse("language", text(LINK, "language")?.unwrap_or_default())
        .map_err(because(LINK))?;
    let details = AccountDetails {
        business_name,
        business_email: email,
        business_id: id(BUSINESS, "business_id")?,
        business_address: optional(fields, BUSINESS, "business_address")?,
        display_name,
        reference: id(REFERENCE, "reference")?,
        texts: PageTexts {
            logo: https(LOGO, "onboarding_logo")?,
            picture: None,
            message: optional(fields, MESSAGE, "onboarding_message")?,
            button: optional(fields, BUTTON, "onboarding_button")?,
            success: optional(fields, OUTCOME_TEXT, "onboarding_success")?,
            failed: optional(fields, OUTCOME_TEXT, "onboarding_failed")?,
        },
        language,
        redirect_success: https(LINK, "redirect_success")?,
        redirect_failed: https(LINK, "redirect_failed")?,
        domain_verification: domain_verification(fields)?,
    };
    Ok(CreateAccount {
        number,
        coexistence: coexistence.unwrap_or(false),
        details,
        expires_in: expiry::parse(fields, LINK)?,
    })
}

fn optional<const MAX: usize>(
    fields: &Fields,
    reason: u16,
    name: &'static str,
) -> Result<Option<Text<MAX>>, Fail> {
    let raw = fields
        .text(name)
        .map_err(|error| Fail::field(reason, &error))?;
    Text::parse(name, raw.unwrap_or_default()).map_err(|error| Fail::field(reason, &error))
}

fn domain_verification(fields: &Fields) -> Result<Option<Text<100>>, Fail> {
    const NAME: &str = "facebook_domain_verification";
    let value = optional::<100>(fields, BUSINESS, NAME)?;
    match value {
        Some(value) if !value.as_str().bytes().all(|b| b.is_ascii_alphanumeric()) => {
            Err(Fail::field(
                BUSINESS,
                &FieldError::new(
                    NAME,
                    "may hold letters and digits only; copy just the content of Facebook's tag",
                ),
            ))
        }
        value => Ok(value),
    }
}

fn refusal(api: &Api, error: &CreateError) -> Fail {
    let (http, reason) = match error {
        CreateError::NumberWithCoexistence => (StatusCode::UNPROCESSABLE_ENTITY, COEXISTENCE),
        CreateError::NumberInUse => (StatusCode::CONFLICT, NUMBER_IN_USE),
        CreateError::NumberNotRegistered => (StatusCode::CONFLICT, NUMBER_NOT_REGISTERED),
        CreateError::Logo(_) => (StatusCode::UNPROCESSABLE_ENTITY, LOGO),
        CreateError::Redirect(_) => (StatusCode::UNPROCESSABLE_ENTITY, LINK),
        CreateError::KeyReused => (StatusCode::CONFLICT, IDEMPOTENCY),
        CreateError::NoPartner => {
            return Fail::unauthorized(crate::auth::TOKEN_UNKNOWN, error.to_string());
        }
        CreateError::Store(error) => return Fail::store(&api.app, error),
    };
    Fail::new(http, reason, error.to_string())
}
