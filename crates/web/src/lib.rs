//! The pages that customers and their visitors see: the onboarding page behind an
//! onboarding link, and the landing page of the customer's business. Rules live in
//! `gangway-app`; here an outcome becomes a sentence and a next step.

mod answer;
mod assets;
mod brand;
mod call;
mod csp;
mod frame;
mod in_app;
mod landing;
mod locales;
mod logo;
mod negotiation;
mod notice;
mod oauth_return;
mod onboarding;
mod own_domain;
mod preview;
mod qr;
mod reasons;
mod script_data;
mod settings;
mod templates;
mod visit;
mod wait;

#[cfg(test)]
mod catalogue_tests;
#[cfg(test)]
mod page_faults;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod samples;

use assets::Assets;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use csp::SdkSources;
use gangway_app::App;
use gangway_page::{Catalogues, Templates};
use std::sync::Arc;
use templates::TEMPLATES;
use url::Url;

pub use preview::{Preview, Sample, Scene};
pub use settings::{SignupSettings, WebSettings};

/// More than any call of the page needs.
const LONGEST_BODY: usize = 64 * 1024;

/// What the handlers share.
struct Web {
    app: Arc<App>,
    pages: Pages,
}

/// All that is needed to draw pages, without the use cases behind them.
struct Pages {
    settings: WebSettings,
    /// Scheme, host and port of the public address; the only origin whose scripts may call.
    origin: Option<String>,
    /// Path of the public address, without a slash at the end.
    base_path: String,
    sdk: SdkSources,
    catalogues: Arc<Catalogues>,
    templates: Templates,
    assets: Assets,
}

impl Pages {
    fn new(settings: WebSettings) -> Self {
        let public = Url::parse(&settings.public_url).ok();
        let catalogues = Arc::new(locales::catalogues());
        Self {
            origin: csp::origin_of(&settings.public_url),
            base_path: public.map_or_else(String::new, |url| {
                url.path().trim_end_matches('/').to_owned()
            }),
            sdk: SdkSources::new(&settings.signup),
            templates: Templates::new(Arc::clone(&catalogues), &TEMPLATES),
            catalogues,
            assets: Assets::new(),
            settings,
        }
    }
}

/// The customer's pages, to be put into a server.
pub struct CustomerPages(Arc<Web>);

impl std::fmt::Debug for CustomerPages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CustomerPages").finish_non_exhaustive()
    }
}

impl CustomerPages {
    /// Puts the parts together.
    #[must_use]
    pub fn new(app: Arc<App>, settings: WebSettings) -> Self {
        Self(Arc::new(Web {
            app,
            pages: Pages::new(settings),
        }))
    }

    /// The routes: `/o/{slug}`, where Meta's dialog returns to, `/b/{slug}` and their assets; and
    /// a page for every address that no route knows, also of the routers that this one is merged
    /// with.
    pub fn router(&self) -> Router {
        routes(Arc::clone(&self.0))
    }

    /// Puts itself before all that a server answers: on a partner's own domain nothing is left of
    /// it but the pages of that partner's customers.
    pub fn own_domains(&self, everything: Router) -> Router {
        everything.layer(from_fn_with_state(
            Arc::clone(&self.0),
            own_domain::one_brand,
        ))
    }
}

fn routes(web: Arc<Web>) -> Router {
    Router::new()
        .route("/o/{slug}", get(onboarding::page))
        .route("/o/{slug}/opened", post(onboarding::opened))
        .route("/o/{slug}/start", post(onboarding::start))
        .route("/o/{slug}/event", post(onboarding::event))
        .route("/o/{slug}/code", post(onboarding::code))
        .route("/o/{slug}/resume", post(onboarding::resume))
        .route("/o/{slug}/status", get(onboarding::status))
        .route("/o/{slug}/redirect", post(onboarding::redirect))
        .route("/o/{slug}/pin", post(onboarding::pin))
        .route("/o/{slug}/numbers", post(onboarding::numbers))
        .route("/o/{slug}/pick", post(onboarding::pick))
        .route("/o/{slug}/add", post(onboarding::add))
        .route("/o/{slug}/ask-code", post(onboarding::ask_code))
        .route("/o/{slug}/give-code", post(onboarding::give_code))
        .route(
            "/o/{slug}/renewal",
            get(onboarding::back).post(onboarding::renewal),
        )
        .route("/o/{slug}/qr.svg", get(qr::picture))
        .route("/oauth/return", get(oauth_return::oauth_return))
        .route("/b/{slug}", get(landing::page))
        .route("/b/{slug}/privacy", get(landing::privacy))
        .route("/logo/{hash}", get(logo::logo))
        .route("/assets/{file}", get(assets::serve))
        .route("/robots.txt", get(robots))
        .fallback(notice::not_found)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .with_state(web)
}

/// Websites of businesses may be found; links, which are secrets, and the dashboard may not.
async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /o/\nDisallow: /api/\nDisallow: /dashboard\nAllow: /b/\n"
}
