//! The partner API: one endpoint, one file. It holds no rules of its own; it reads what
//! came, calls a use case, and says the outcome with the reason of that endpoint.

mod accept;
mod amend;
mod auth;
mod caller;
mod docs;
mod endpoints;
mod envelope;
mod expiry;
mod fields;
mod list;
mod meta_webhook;
mod number;
mod one_account;
mod panics;
mod parameters;
mod schema;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::any;
use endpoints::{
    access_token, choose_number, create_account, delete_account, delete_registered_number,
    delete_whatsapp, get_accounts, get_business, get_deliveries, get_events, get_numbers,
    get_registered_numbers, get_renewal_requests, get_timeline, get_webhook, get_whatsapp,
    register_number, renew_link, replay_webhook, set_business, set_webhook, test_webhook,
    verify_number,
};
use envelope::{Fail, request_id};
use gangway_app::App;
use list::ListCache;
use std::sync::Arc;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

/// How the API behaves in this installation.
#[derive(Debug, Clone, Copy)]
pub struct ApiSettings {
    /// Answer every partner call with HTTP 200, for clients that read only the body.
    pub always_200: bool,
    /// Bytes of prebuilt lists kept in memory.
    pub list_cache_bytes: usize,
}

#[derive(Debug)]
pub(crate) struct Api {
    app: Arc<App>,
    lists: ListCache,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Gangway partner API",
        description = include_str!("about.md"),
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "Settings", description = "Access"),
        (name = "WhatsApp", description = "Onboarding accounts"),
        (name = "Webhooks", description = "What you are told, and how")
    ),
    security(("access_token" = [])),
    modifiers(&BearerToken)
)]
struct Document;

struct BearerToken;

impl Modify for BearerToken {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("access_token", scheme);
    }
}

/// The API with its OpenAPI document at `/api/openapi.json` and a readable page at `/docs`,
/// and beside it the place where Meta's webhooks arrive.
pub fn router(app: Arc<App>, settings: ApiSettings) -> Router {
    let lists = ListCache::new(settings.list_cache_bytes);
    let always_200 = settings.always_200;
    let panicked = Arc::clone(&app);
    let webhook = meta_webhook::router(Arc::clone(&app));
    let api = Arc::new(Api { app, lists });
    let (endpoints, document) = endpoints().with_state(api).split_for_parts();
    let mut calls = endpoints
        .route("/api", any(unknown))
        .route("/api/", any(unknown))
        .route("/api/{*rest}", any(unknown));
    calls = calls.layer(panics::layer(move || request_id(&panicked)));
    if always_200 {
        calls = calls.layer(from_fn(with_status_200));
    }
    calls.merge(docs::router(&document)).merge(webhook)
}

/// The OpenAPI document as JSON text, as it is committed and served.
#[must_use]
pub fn openapi_json() -> String {
    docs::to_json(&endpoints().into_openapi())
}

fn endpoints() -> OpenApiRouter<Arc<Api>> {
    let mut endpoints = OpenApiRouter::with_openapi(Document::openapi())
        .routes(only(
            routes!(access_token::handler),
            access_token::METHOD,
            access_token::ALLOWED,
        ))
        .routes(only(
            routes!(get_accounts::handler),
            get_accounts::METHOD,
            get_accounts::ALLOWED,
        ))
        .routes(only(
            routes!(create_account::handler),
            create_account::METHOD,
            create_account::ALLOWED,
        ))
        .routes(only(
            routes!(delete_account::handler),
            delete_account::METHOD,
            delete_account::ALLOWED,
        ))
        .routes(only(
            routes!(get_timeline::handler),
            get_timeline::METHOD,
            get_timeline::ALLOWED,
        ))
        .routes(only(
            routes!(get_renewal_requests::handler),
            get_renewal_requests::METHOD,
            get_renewal_requests::ALLOWED,
        ))
        .routes(only(
            routes!(renew_link::handler),
            renew_link::METHOD,
            renew_link::ALLOWED,
        ))
        .routes(only(
            routes!(get_numbers::handler),
            get_numbers::METHOD,
            get_numbers::ALLOWED,
        ))
        .routes(only(
            routes!(choose_number::handler),
            choose_number::METHOD,
            choose_number::ALLOWED,
        ))
        .routes(only(
            routes!(register_number::handler),
            register_number::METHOD,
            register_number::ALLOWED,
        ))
        .routes(only(
            routes!(verify_number::handler),
            verify_number::METHOD,
            verify_number::ALLOWED,
        ))
        .routes(only(
            routes!(get_registered_numbers::handler),
            get_registered_numbers::METHOD,
            get_registered_numbers::ALLOWED,
        ))
        .routes(only(
            routes!(delete_registered_number::handler),
            delete_registered_number::METHOD,
            delete_registered_number::ALLOWED,
        ))
        .routes(only(
            routes!(get_whatsapp::handler),
            get_whatsapp::METHOD,
            get_whatsapp::ALLOWED,
        ))
        .routes(only(
            routes!(delete_whatsapp::handler),
            delete_whatsapp::METHOD,
            delete_whatsapp::ALLOWED,
        ))
        .routes(only(
            routes!(set_business::handler),
            set_business::METHOD,
            set_business::ALLOWED,
        ))
        .routes(only(
            routes!(get_business::handler),
            get_business::METHOD,
            get_business::ALLOWED,
        ))
        .routes(only(
            routes!(set_webhook::handler),
            set_webhook::METHOD,
            set_webhook::ALLOWED,
        ))
        .routes(only(
            routes!(get_webhook::handler),
            get_webhook::METHOD,
            get_webhook::ALLOWED,
        ))
        .routes(only(
            routes!(test_webhook::handler),
            test_webhook::METHOD,
            test_webhook::ALLOWED,
        ))
        .routes(only(
            routes!(get_events::handler),
            get_events::METHOD,
            get_events::ALLOWED,
        ))
        .routes(only(
            routes!(get_deliveries::handler),
            get_deliveries::METHOD,
            get_deliveries::ALLOWED,
        ))
        .routes(only(
            routes!(replay_webhook::handler),
            replay_webhook::METHOD,
            replay_webhook::ALLOWED,
        ));
    amend::amend(endpoints.get_openapi_mut());
    endpoints
}

/// Answers every other method with the endpoint's own reason, before any token is looked at.
fn only(
    (schemas, paths, methods): UtoipaMethodRouter<Arc<Api>>,
    reason: u16,
    allowed: &'static str,
) -> UtoipaMethodRouter<Arc<Api>> {
    let methods = methods.fallback(move || async move { Fail::method(reason, allowed) });
    (schemas, paths, methods)
}

async fn unknown() -> Fail {
    Fail::of_http(
        StatusCode::NOT_FOUND,
        "there is no such API path; see /docs for the ones there are",
    )
}

/// The body says it all; only "unchanged" has none and keeps its status.
async fn with_status_200(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status() != StatusCode::NOT_MODIFIED {
        *response.status_mut() = StatusCode::OK;
    }
    response
}
