//! What the page's script reads from the page.

use crate::Pages;
use crate::locales::Words;
use gangway_app::{PageAccount, signup_extras};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The JSON of `#gangway-page`.
#[derive(Serialize)]
pub(super) struct PageData<'a> {
    state: &'static str,
    resumable: bool,
    session: &'a str,
    sdk_url: String,
    app_id: &'a str,
    config_id: &'a str,
    graph_version: &'a str,
    extras: Value,
    message_origins: &'a [String],
    start_url: String,
    code_url: String,
    event_url: String,
    resume_url: String,
    status_url: String,
    opened_url: String,
    redirect_success: Option<&'a str>,
    redirect_failed: Option<&'a str>,
    button: &'a str,
    texts: Texts,
}

/// Sentences for what only the script sees.
#[derive(Serialize)]
struct Texts {
    again: String,
    #[serde(flatten)]
    messages: BTreeMap<&'static str, Text>,
}

#[derive(Serialize)]
struct Text {
    title: String,
    message: String,
}

/// Name in the script, key in the catalogues.
pub(crate) const CLIENT_TEXTS: [(&str, &str); 10] = [
    ("opening", "client-opening"),
    ("press", "client-press"),
    ("dialog", "client-dialog"),
    ("sdk_blocked", "client-sdk-blocked"),
    ("popup_blocked", "client-popup-blocked"),
    ("press_again", "client-press-again"),
    ("no_event", "client-no-event"),
    ("offline", "client-offline"),
    ("slow", "client-slow"),
    ("working", "state-working"),
];

impl Texts {
    fn new(words: &Words<'_>) -> Self {
        let text = |key: &str| Text {
            title: words.say(&format!("{key}-title")),
            message: words.say(key),
        };
        Self {
            again: words.say("onboarding-again"),
            messages: CLIENT_TEXTS
                .into_iter()
                .map(|(name, key)| (name, text(key)))
                .collect(),
        }
    }
}

/// What of the page depends on this moment.
pub(super) struct Moment<'a> {
    pub(super) state: &'static str,
    pub(super) resumable: bool,
    pub(super) session: &'a str,
    pub(super) button: &'a str,
}

impl Pages {
    pub(super) fn page_data<'a>(
        &'a self,
        found: &'a PageAccount,
        words: &Words<'_>,
        moment: &Moment<'a>,
    ) -> PageData<'a> {
        let signup = &self.settings.signup;
        let account = &found.account;
        let (config_id, extras) = if account.coexistence {
            let own = signup.coexistence_config_id.as_ref();
            (own.unwrap_or(&signup.config_id), &signup.coexistence_extras)
        } else {
            (&signup.config_id, &signup.extras)
        };
        let locale = words.locale;
        let call = |name: &str| {
            let (base, link, lang) = (&self.base_path, &account.link, locale.tag());
            format!("{base}/o/{link}/{name}?lang={lang}")
        };
        let address = |url: &'a Option<gangway_domain::HttpsUrl>| {
            url.as_ref().map(gangway_domain::HttpsUrl::as_str)
        };
        PageData {
            state: moment.state,
            resumable: moment.resumable,
            session: moment.session,
            sdk_url: signup.sdk_url.replace("{locale}", locale.meta_name()),
            app_id: &signup.app_id,
            config_id,
            graph_version: &signup.graph_version,
            extras: signup_extras(extras, account, &found.landing_url),
            message_origins: &signup.message_origins,
            start_url: call("start"),
            code_url: call("code"),
            event_url: call("event"),
            resume_url: call("resume"),
            status_url: call("status"),
            opened_url: call("opened"),
            redirect_success: address(&account.details.redirect_success),
            redirect_failed: address(&account.details.redirect_failed),
            button: moment.button,
            texts: Texts::new(words),
        }
    }
}
