//! GET `/o/{slug}`: the page behind the link. Looking at it uses nothing up.

use super::renewal::wants_a_new_link;
use crate::answer::Answer;
use crate::brand::{BrandStyle, LogoImage};
use crate::csp;
use crate::frame::{Frame, initial, link_url};
use crate::in_app::{Entry, Platform, Surroundings};
use crate::locales::{Locale, Words};
use crate::notice::Notice;
use crate::script_data::script_data;
use crate::visit::Visit;
use crate::{Pages, Web};
use axum::extract::State;
use axum::http::StatusCode;
use gangway_app::{JourneyStatus, Look, PageAccount};
use gangway_domain::{Timestamp, alphanumeric};
use gangway_page::respond::{Keep, PageAnswer};
use minijinja::Value as Markup;
use serde::Serialize;
use std::sync::Arc;

/// Five bits a character.
const SESSION_LENGTH: usize = 32;

/// What of a page depends on who looks at it, and when.
pub(crate) struct Reading<'a> {
    pub(crate) locale: Locale,
    /// The language that the address asked for, to be carried on to where she goes on.
    pub(crate) asked: Option<Locale>,
    pub(crate) session: &'a str,
    pub(crate) surroundings: Surroundings,
    pub(crate) now: Timestamp,
}

pub(crate) async fn page(State(web): State<Arc<Web>>, visit: Visit) -> PageAnswer {
    match web.app.onboarding_page(&visit.slug).await {
        Ok(Some(found)) => {
            let reading = Reading {
                locale: visit.locale(Some(&found)),
                asked: visit.asked(),
                session: &alphanumeric(web.app.rng(), SESSION_LENGTH),
                surroundings: visit.surroundings(),
                now: web.app.now(),
            };
            web.pages.onboarding(&found, &reading)
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
    /// None in a preview.
    script: Option<String>,
    answer: Answer,
    business: &'a str,
    partner: &'a str,
    logo: Option<LogoImage>,
    initial: String,
    /// The partner's own words, in whatever direction they run.
    own_message: Option<&'a str>,
    button: String,
    coexistence: bool,
    display_name: &'a str,
    redirect_failed: Option<&'a str>,
    entry: &'static str,
    /// A desk, from which a phone can take over.
    desk: bool,
    /// The address that leaves an app for the browser.
    way_out: Option<String>,
    link_url: String,
    qr_url: String,
    renewal_url: String,
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
    pub(crate) fn onboarding(&self, found: &PageAccount, reading: &Reading<'_>) -> PageAnswer {
        let words = self.words_for(found, reading.locale);
        match &found.status {
            JourneyStatus::Finished { .. } | JourneyStatus::AlreadyFinished => {
                self.closed(found, &words, reading.now)
            }
            status if wants_a_new_link(status) => self.closed(found, &words, reading.now),
            _ => self.open(found, &words, reading),
        }
    }

    fn closed(&self, found: &PageAccount, words: &Words<'_>, now: Timestamp) -> PageAnswer {
        let details = &found.account.details;
        // On a page that is loaded anew, a finish lies in the past.
        let (status, number) = match &found.status {
            JourneyStatus::Finished { number } => (&JourneyStatus::AlreadyFinished, Some(number)),
            other => (other, None),
        };
        let answer = Answer::new(status, words, &found.look.texts, now);
        let dead = wants_a_new_link(status);
        let renewal = || self.link_path(&found.account.link, "/renewal", Some(words.locale));
        let next = details.redirect_success.as_ref().map(|url| url.as_str());
        let notice = Notice {
            status: match dead {
                true => StatusCode::GONE,
                false => StatusCode::OK,
            },
            state: answer.state,
            title: answer.title,
            text: answer.message,
            number: number.map(String::as_str),
            next: next.filter(|_| !dead),
            renewal: dead.then(renewal),
            about: Some(found),
        };
        self.notice(words.locale, &notice)
    }

    /// Draws the page of an account that there is not: what can be seen of it and no more.
    pub(crate) fn preview(
        &self,
        found: &PageAccount,
        reading: &Reading<'_>,
        unsaved: Option<LogoImage>,
    ) -> PageAnswer {
        let words = self.words_for(found, reading.locale);
        let style = BrandStyle::of(&found.look);
        let real = self.context(found, &words, reading, &style);
        let context = Context {
            script: None,
            desk: false,
            page_json: Markup::UNDEFINED,
            logo: unsaved.or(real.logo),
            ..real
        };
        PageAnswer {
            policy: csp::preview(&style),
            ..self.drawn(&context)
        }
    }

    fn open(&self, found: &PageAccount, words: &Words<'_>, reading: &Reading<'_>) -> PageAnswer {
        let style = BrandStyle::of(&found.look);
        let context = self.context(found, words, reading, &style);
        PageAnswer {
            policy: csp::onboarding(&self.sdk, &style),
            ..self.drawn(&context)
        }
    }

    fn drawn(&self, context: &Context<'_>) -> PageAnswer {
        PageAnswer {
            status: StatusCode::OK,
            body: self.templates.render("onboarding.html", context),
            policy: String::new(),
            keep: Keep::Nowhere,
            indexed: false,
        }
    }

    fn context<'a>(
        &self,
        found: &'a PageAccount,
        words: &Words<'a>,
        reading: &Reading<'_>,
        style: &BrandStyle,
    ) -> Context<'a> {
        let account = &found.account;
        let look = &found.look;
        // Nobody waits on a page that is loaded anew: the window that could still tell is gone.
        let status = match &found.status {
            JourneyStatus::Waiting => &JourneyStatus::Ready,
            other => other,
        };
        let answer = Answer::new(status, words, &look.texts, reading.now);
        let button = match (status, &look.texts.button) {
            (JourneyStatus::Disconnected { .. }, _) => words.say("onboarding-reconnect"),
            (_, Some(own)) => own.as_str().to_owned(),
            (_, None) => words.say("onboarding-button"),
        };
        let data = self.page_data(found, words, reading, &answer, &button);
        let page_json = script_data(&data);
        let Surroundings { entry, platform } = reading.surroundings;
        let link_url = link_url(&found.base, &account.link, reading.asked);
        let redirect_failed = account.details.redirect_failed.as_ref();
        Context {
            page: self.customer_frame(words.locale, Some(found), style),
            script: Some(self.asset(&self.assets.onboarding_script)),
            answer,
            business: words.business,
            partner: words.partner,
            logo: self.logo_image(look),
            initial: initial(words.business),
            own_message: look.texts.message.as_ref().map(|text| text.as_str()),
            button,
            coexistence: account.coexistence,
            display_name: account.details.display_name.as_str(),
            redirect_failed: redirect_failed.map(|url| url.as_str()),
            entry: entry.name(),
            desk: entry == Entry::Window && platform == Platform::Other,
            way_out: reading.surroundings.way_out(&link_url),
            qr_url: self.link_path(&account.link, "/qr.svg", reading.asked),
            renewal_url: self.link_path(&account.link, "/renewal", Some(words.locale)),
            link_url,
            page_json,
        }
    }

    /// The logo of a page.
    pub(crate) fn logo_image(&self, look: &Look) -> Option<LogoImage> {
        let logo = look.logo.as_ref()?;
        Some(LogoImage::new(&self.base_path, logo))
    }
}
