//! A page that only says something: the link is unknown, over, or done already.

use crate::brand::{BrandStyle, LogoImage};
use crate::csp;
use crate::frame::{Frame, initial};
use crate::locales::{Locale, Words};
use crate::visit::Visit;
use crate::{Pages, Web};
use axum::extract::State;
use axum::http::StatusCode;
use gangway_app::PageAccount;
use gangway_page::respond::{Keep, PageAnswer};
use serde::Serialize;
use std::sync::Arc;

/// Somebody followed a wrong address.
pub(crate) async fn not_found(State(web): State<Arc<Web>>, visit: Visit) -> PageAnswer {
    web.pages.unknown(visit.locale(None), "landing-gone")
}

/// What a notice says.
pub(crate) struct Notice<'a> {
    pub(crate) status: StatusCode,
    pub(crate) state: &'static str,
    pub(crate) title: String,
    pub(crate) text: String,
    /// Digits of the connected number.
    pub(crate) number: Option<&'a str>,
    /// Where the customer may go on.
    pub(crate) next: Option<&'a str>,
    /// Where a new link can be asked for.
    pub(crate) renewal: Option<String>,
    /// Whose page it is, where there is an account.
    pub(crate) about: Option<&'a PageAccount>,
}

impl<'a> Notice<'a> {
    /// A notice about no account: its title is the message `key-title`, its text `key`.
    pub(crate) fn plain(
        status: StatusCode,
        state: &'static str,
        key: &str,
        words: &Words<'_>,
    ) -> Self {
        Self {
            status,
            state,
            title: words.say(&format!("{key}-title")),
            text: words.say(key),
            number: None,
            next: None,
            renewal: None,
            about: None,
        }
    }
}

#[derive(Serialize)]
struct Context<'a> {
    page: Frame,
    state: &'static str,
    done: bool,
    title: &'a str,
    text: &'a str,
    number: Option<String>,
    next: Option<&'a str>,
    renewal: Option<&'a str>,
    business: Option<&'a str>,
    partner: Option<&'a str>,
    logo: Option<LogoImage>,
    initial: String,
}

impl Pages {
    /// The catalogue without names, for pages about no account.
    pub(crate) fn words(&self, locale: Locale) -> Words<'_> {
        Words {
            catalogues: &self.catalogues,
            locale,
            partner: "",
            business: "",
        }
    }

    /// Draws a notice.
    pub(crate) fn notice(&self, locale: Locale, notice: &Notice<'_>) -> PageAnswer {
        let details = notice.about.map(|about| &about.account.details);
        let business = details.map(|details| details.business_name.as_str());
        let style = notice
            .about
            .map_or_else(BrandStyle::default, |about| BrandStyle::of(&about.look));
        let context = Context {
            page: self.customer_frame(locale, notice.about, &style),
            state: notice.state,
            done: matches!(notice.state, "finished" | "refused" | "asked"),
            title: &notice.title,
            text: &notice.text,
            number: notice.number.map(|digits| format!("+{digits}")),
            next: notice.next,
            renewal: notice.renewal.as_deref(),
            business,
            partner: notice.about.map(|about| about.partner.name.as_str()),
            logo: notice.about.and_then(|about| self.logo_image(&about.look)),
            initial: initial(business.unwrap_or_default()),
        };
        PageAnswer {
            status: notice.status,
            body: self.templates.render("notice.html", &context),
            policy: csp::notice(&style, notice.renewal.is_some()),
            keep: Keep::Nowhere,
            indexed: false,
        }
    }

    /// The notice for a link or page that never was.
    pub(crate) fn unknown(&self, locale: Locale, key: &str) -> PageAnswer {
        let words = self.words(locale);
        let notice = Notice::plain(StatusCode::NOT_FOUND, "gone", key, &words);
        self.notice(locale, &notice)
    }

    /// The notice for a moment in which the store does not answer.
    pub(crate) fn unavailable(&self, locale: Locale) -> PageAnswer {
        let words = self.words(locale);
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let notice = Notice::plain(status, "unavailable", "state-unavailable", &words);
        self.notice(locale, &notice)
    }
}
