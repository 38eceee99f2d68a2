//! GET `/o/{slug}`: the page behind the link.

use super::data::Moment;
use crate::answer::Answer;
use crate::csp;
use crate::frame::{Frame, initial};
use crate::locales::{Locale, Words};
use crate::notice::Notice;
use crate::respond::{Keep, PageAnswer};
use crate::script_data::script_data;
use crate::visit::Visit;
use crate::{Pages, Web};
use axum::extract::State;
use axum::http::StatusCode;
use gangway_app::{JourneyStatus, PageAccount};
use gangway_domain::alphanumeric;
use minijinja::Value as Markup;
use serde::Serialize;
use std::sync::Arc;

/// Five bits a character.
const SESSION_LENGTH: usize = 32;

pub(crate) async fn page(State(web): State<Arc<Web>>, visit: Visit) -> PageAnswer {
    match web.app.onboarding_page(&visit.slug).await {
        Ok(Some(found)) => {
            let session = alphanumeric(web.app.rng(), SESSION_LENGTH);
            web.pages
                .onboarding(&found, visit.locale(Some(&found)), &session)
        }
        Ok(None) => web.pages.unknown(visit.locale(None), "state-unknown"),
        Err(error) => {
            tracing::error!(%error, "an onboarding page could not be read");
            web.pages.unavailable(visit.locale(None))
        }
    }
}

#[derive(Serialize)]
struct Context<'a> {
    page: Frame,
    script: String,
    state: &'static str,
    title: &'a str,
    text: &'a str,
    business: &'a str,
    partner: &'a str,
    logo: Option<&'a str>,
    initial: String,
    /// The partner's own words, in whatever direction they run.
    own_message: Option<&'a str>,
    button: &'a str,
    coexistence: bool,
    redirect_failed: Option<&'a str>,
    page_json: Markup,
}

impl Pages {
    /// The catalogue with the names of an account.
    pub(crate) fn words_for<'a>(&'a self, found: &'a PageAccount, locale: Locale) -> Words<'a> {
        Words {
            catalogues: &self.catalogues,
            locale,
            partner: found.partner.name.as_str(),
            business: found.account.details.business_name.as_str(),
        }
    }

    /// Draws the page, or what is to be said instead when the link is closed.
    pub(crate) fn onboarding(
        &self,
        found: &PageAccount,
        locale: Locale,
        session: &str,
    ) -> PageAnswer {
        let details = &found.account.details;
        let words = self.words_for(found, locale);
        let success = details.redirect_success.as_ref().map(|url| url.as_str());
        match &found.status {
            JourneyStatus::Finished { number } => {
                let next = success;
                self.closed(found, &words, Some(number), next)
            }
            JourneyStatus::AlreadyFinished => self.closed(found, &words, None, success),
            JourneyStatus::Expired | JourneyStatus::Gone => self.closed(found, &words, None, None),
            _ => self.open(found, &words, session),
        }
    }

    fn closed(
        &self,
        found: &PageAccount,
        words: &Words<'_>,
        number: Option<&String>,
        next: Option<&str>,
    ) -> PageAnswer {
        // On a page that is loaded anew, a finish lies in the past.
        let status = match &found.status {
            JourneyStatus::Finished { .. } => &JourneyStatus::AlreadyFinished,
            other => other,
        };
        let answer = Answer::new(status, words, &found.account.details.texts);
        let notice = Notice {
            status: if answer.http_status() == StatusCode::GONE {
                StatusCode::GONE
            } else {
                StatusCode::OK
            },
            state: answer.state,
            title: answer.title,
            text: answer.message,
            number: number.map(String::as_str),
            next,
            about: Some(found),
        };
        self.notice(words.locale, &notice)
    }

    fn open(&self, found: &PageAccount, words: &Words<'_>, session: &str) -> PageAnswer {
        let details = &found.account.details;
        let texts = &details.texts;
        // Nobody waits on a page that is loaded anew: the window that could still tell is gone.
        let status = match &found.status {
            JourneyStatus::Waiting => &JourneyStatus::Ready,
            other => other,
        };
        let answer = Answer::new(status, words, texts);
        let own =
            |text: Option<&str>, key: &str| text.map_or_else(|| words.say(key), str::to_owned);
        let button = own(
            texts.button.as_ref().map(|text| text.as_str()),
            "onboarding-button",
        );
        let moment = Moment {
            state: answer.state,
            resumable: answer.resumable,
            session,
            button: &button,
        };
        let logo = texts.logo.as_ref().map(|url| url.as_str());
        let context = Context {
            page: self.customer_frame(words.locale, words.business),
            script: self.asset(&self.assets.onboarding_script),
            state: answer.state,
            title: &answer.title,
            text: &answer.message,
            business: words.business,
            partner: words.partner,
            logo,
            initial: initial(words.business),
            own_message: texts.message.as_ref().map(|text| text.as_str()),
            button: &button,
            coexistence: found.account.coexistence,
            redirect_failed: details.redirect_failed.as_ref().map(|url| url.as_str()),
            page_json: script_data(&self.page_data(found, words, &moment)),
        };
        PageAnswer {
            status: StatusCode::OK,
            body: self.templates.render("onboarding.html", &context),
            policy: csp::onboarding(&self.sdk, logo),
            keep: Keep::Nowhere,
            indexed: false,
        }
    }
}
