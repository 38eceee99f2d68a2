//! POST `/o/{slug}/renewal`: the customer of a link that no longer works asks for a new one.
//! A plain form, which needs no script.

use crate::call::OwnForm;
use crate::locales::Locale;
use crate::notice::Notice;
use crate::visit::Visit;
use crate::{Pages, Web};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gangway_app::{JourneyError, JourneyStatus, PageAccount};
use gangway_domain::LinkSlug;
use gangway_page::respond::{self, PageAnswer};
use std::sync::Arc;

pub(crate) async fn renewal(State(web): State<Arc<Web>>, visit: Visit, _: OwnForm) -> Response {
    let nobody = visit.locale(None);
    let found = match web.app.onboarding_page(&visit.slug).await {
        Ok(Some(found)) => found,
        Ok(None) => return web.pages.unknown(nobody, "state-unknown").into_response(),
        Err(error) => {
            tracing::error!(%error, "an onboarding page could not be read");
            return web.pages.unavailable(nobody).into_response();
        }
    };
    if !wants_a_new_link(&found.status) {
        // The link works, or the number is connected: the page of this link, never of another
        // one, says how things stand.
        return respond::see_other(&web.pages.link_path(&found.account.link, "", visit.asked()));
    }
    match web.app.ask_for_new_link(&visit.slug).await {
        Ok(()) => {
            let locale = visit.locale(Some(&found));
            web.pages.asked(&found, locale).into_response()
        }
        Err(JourneyError::UnknownLink) => {
            web.pages.unknown(nobody, "state-unknown").into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a wish for a new link could not be stored");
            web.pages.unavailable(nobody).into_response()
        }
    }
}

/// Whoever loads the answer to the form anew comes back to the page.
pub(crate) async fn back(State(web): State<Arc<Web>>, visit: Visit) -> Response {
    match LinkSlug::parse(&visit.slug) {
        Ok(link) => respond::see_other(&web.pages.link_path(&link, "", visit.asked())),
        Err(_) => {
            let unknown = web.pages.unknown(visit.locale(None), "state-unknown");
            unknown.into_response()
        }
    }
}

/// Whether a page with this status offers to ask.
pub(super) const fn wants_a_new_link(status: &JourneyStatus) -> bool {
    matches!(
        status,
        JourneyStatus::Expired | JourneyStatus::Gone | JourneyStatus::Replaced
    )
}

impl Pages {
    /// Says that the partner can see it.
    pub(crate) fn asked(&self, found: &PageAccount, locale: Locale) -> PageAnswer {
        let words = self.words_for(found, locale);
        let plain = Notice::plain(StatusCode::OK, "asked", "renewal-asked", &words);
        let notice = Notice {
            about: Some(found),
            ..plain
        };
        self.notice(locale, &notice)
    }
}
