//! The dashboard: what operators and partners' people see in a browser.
//!
//! # How it is built
//! - Every page is drawn by the server and works without JavaScript; htmx, where it runs, replaces
//!   parts of a page in place. Nothing is inline: no script, no style, no handler.
//! - **One page, one file**: [`Seen`] says who looks and in which language, a `Content` struct is what the
//!   template gets, [`Dashboard::draw`] puts the frame around it.
//! - Rules are in `gangway-app`. A page checks what the viewer may ([`At::may`]), reads its form
//!   ([`Form`]), calls a use case inside [`App::audited`], and either redirects ([`Seen::done`]) or draws the
//!   form again with the errors beside their fields.
//! - A form is a `POST` of the same origin ([`origin`]); the session cookie is `SameSite=Lax` as well.
//! - Words are in `locales/*/dashboard.ftl`, in English and Hebrew; times and numbers by [`figures`].

#[cfg(test)]
mod catalogue_tests;

mod assets;
mod cookie;
mod errors;
mod figures;
mod form;
mod frame;
mod home;
mod invites;
mod live;
mod log;
mod members;
mod operator;
mod origin;
mod own;
mod paging;
mod partner;
mod seen;
mod sign_in;
mod templates;
mod words;

use assets::Assets;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use gangway_app::App;
use gangway_page::{Catalogues, Templates};
use gangway_web::{Preview, WebSettings};
use std::sync::Arc;
use url::Url;

/// More than any form needs but a picture.
const LONGEST_BODY: usize = 256 * 1024;

/// Enough for any picture that somebody takes for a logo: it is refused beside its field.
const LONGEST_UPLOAD: usize = 16 * 1024 * 1024;

/// What the dashboard needs to know about this installation.
#[derive(Debug, Clone)]
pub struct DashboardSettings {
    /// Those of the customer's pages, which are shown here as they will look.
    pub web: WebSettings,
}

/// What the handlers share.
pub(crate) struct Dashboard {
    pub(crate) app: Arc<App>,
    pub(crate) public_url: String,
    /// Path of the public address, without a slash at the end.
    pub(crate) base_path: String,
    /// Whether browsers reach it by https.
    pub(crate) secure: bool,
    pub(crate) catalogues: Arc<Catalogues>,
    /// Of the texts that go to customers.
    pub(crate) invites: Catalogues,
    pub(crate) preview: Preview,
    pub(crate) templates: Templates,
    pub(crate) assets: Assets,
    /// Places for streams.
    pub(crate) streams: live::Places,
}

impl Dashboard {
    fn new(app: Arc<App>, settings: DashboardSettings) -> Self {
        let public = Url::parse(&settings.web.public_url).ok();
        let catalogues = Arc::new(words::catalogues());
        let base_path = public.as_ref().map_or_else(String::new, |url| {
            url.path().trim_end_matches('/').to_owned()
        });
        Self {
            app,
            secure: public.is_some_and(|url| url.scheme() == "https"),
            base_path,
            public_url: settings.web.public_url.clone(),
            invites: invites::catalogues(),
            preview: Preview::new(settings.web),
            templates: templates::templates(Arc::clone(&catalogues)),
            catalogues,
            assets: Assets::new(),
            streams: live::Places::default(),
        }
    }

    /// The path of a page, as browsers have to ask for it.
    pub(crate) fn path(&self, path: &str) -> String {
        // The first page has no slash behind it.
        let path = match path.strip_prefix('/') {
            Some(rest) if rest.is_empty() || rest.starts_with('?') => rest,
            _ => path,
        };
        format!("{}/dashboard{path}", self.base_path)
    }
}

/// The routes under `/dashboard`.
pub fn router(app: Arc<App>, settings: DashboardSettings) -> Router {
    let dashboard = Arc::new(Dashboard::new(app, settings));
    let without_slash = Redirect::permanent(&dashboard.path("/"));
    let pages = Router::new()
        .route("/", get(home::home))
        .route("/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/code", get(sign_in::code_page).post(sign_in::code))
        .route("/sign-out", post(sign_in::sign_out))
        .route(
            "/join/{secret}",
            get(sign_in::join_page).post(sign_in::join),
        )
        .route("/me", get(own::page))
        .route("/me/name", post(own::name))
        .route("/me/password", post(own::password))
        .route("/me/second-factor", get(own::factor_page).post(own::factor))
        .route("/me/second-factor/off", post(own::factor_off))
        .route("/me/sessions/end", post(own::end_sessions))
        .merge(operators())
        .merge(partners())
        .route("/assets/{file}", get(assets::serve))
        .fallback(errors::not_found)
        .method_not_allowed_fallback(errors::only_forms)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(from_fn(carried_out))
        .layer(from_fn(origin::only_our_own))
        .with_state(dashboard);
    Router::new()
        .route("/dashboard/", get(move || async move { without_slash }))
        .nest("/dashboard", pages)
}

/// What was begun is carried out, and written down, also when the browser does not wait for it.
async fn carried_out(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The server ends.
            Err(_) => errors::plain(StatusCode::SERVICE_UNAVAILABLE),
        },
    }
}

/// The operator's pages.
fn operators() -> Router<Arc<Dashboard>> {
    use operator::{claims, domain, meta, partners};
    Router::new()
        .route("/partners", get(partners::list).post(partners::create))
        .route("/partners/new", get(partners::new_page))
        .route("/p/{partner}/suspend", post(partners::suspend))
        .route("/p/{partner}/domain", get(domain::page).post(domain::set))
        .route("/meta", get(meta::page))
        .route("/claims", get(claims::page).post(claims::decide))
        .route(
            "/operators",
            get(members::operators).post(members::change_operators),
        )
        .route("/audit", get(log::everything))
}

/// A partner's pages.
fn partners() -> Router<Arc<Dashboard>> {
    use partner::{accounts, branding, credentials, funnel, numbers, webhooks};
    Router::new()
        .route(
            "/p/{partner}/accounts",
            get(accounts::list::page).post(accounts::create::create),
        )
        .route("/p/{partner}/accounts.csv", get(accounts::csv::file))
        .route("/p/{partner}/accounts/new", get(accounts::create::page))
        .route(
            "/p/{partner}/accounts/{id}",
            get(accounts::one::page).post(accounts::one::change),
        )
        .route("/p/{partner}/accounts/{id}/card", get(accounts::one::card))
        .route("/p/{partner}/changes", get(live::changes))
        .route("/p/{partner}/funnel", get(funnel::page))
        .route(
            "/p/{partner}/branding",
            get(branding::page)
                .post(branding::save)
                .layer(DefaultBodyLimit::max(LONGEST_UPLOAD)),
        )
        .route(
            "/p/{partner}/branding/preview",
            get(branding::saved_preview)
                .post(branding::preview)
                .layer(DefaultBodyLimit::max(LONGEST_UPLOAD)),
        )
        .route("/p/{partner}/numbers", get(numbers::page))
        .route("/p/{partner}/numbers/register", post(numbers::register))
        .route("/p/{partner}/numbers/verify", post(numbers::verify))
        .route("/p/{partner}/numbers/release", post(numbers::release))
        .route("/p/{partner}/numbers/disconnect", post(numbers::disconnect))
        .route(
            "/p/{partner}/webhooks",
            get(webhooks::page).post(webhooks::set),
        )
        .route("/p/{partner}/webhooks/test", post(webhooks::test))
        .route("/p/{partner}/webhooks/replay", post(webhooks::replay))
        .route(
            "/p/{partner}/members",
            get(members::page).post(members::change),
        )
        .route(
            "/p/{partner}/credentials",
            get(credentials::page).post(credentials::change),
        )
        .route("/p/{partner}/log", get(log::page))
}
