//! What the page's script reads from the page.

use super::page::Reading;
use crate::Pages;
use crate::answer::Answer;
use crate::frame::link_url;
use crate::locales::Words;
use crate::settings::SignupSettings;
use gangway_app::{PageAccount, signup_extras};
use gangway_domain::Onboarding;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The JSON of `#gangway-page`.
#[derive(Serialize)]
pub(super) struct PageData<'a> {
    state: &'static str,
    resumable: bool,
    choosable: bool,
    wait_seconds: Option<u64>,
    entry: &'static str,
    session: &'a str,
    sdk_url: String,
    app_id: &'a str,
    config_id: &'a str,
    graph_version: &'a str,
    extras: Value,
    message_origins: &'a [String],
    link_url: String,
    start_url: String,
    redirect_url: String,
    code_url: String,
    event_url: String,
    resume_url: String,
    pin_url: String,
    numbers_url: String,
    pick_url: String,
    add_url: String,
    ask_code_url: String,
    give_code_url: String,
    status_url: String,
    opened_url: String,
    renewal_url: String,
    qr_url: String,
    redirect_success: Option<&'a str>,
    redirect_failed: Option<&'a str>,
    button: &'a str,
    texts: Texts,
}

/// Sentences for what only the script sees.
#[derive(Serialize)]
struct Texts {
    again: String,
    copied: String,
    copy_by_hand: String,
    pin_format: String,
    pin_wrong: String,
    pin_offline: String,
    number_unverified: String,
    number_taken: String,
    number_again: String,
    #[serde(flatten)]
    messages: BTreeMap<&'static str, Text>,
}

#[derive(Serialize)]
struct Text {
    title: String,
    message: String,
}

/// Name in the script, key in the catalogues.
const CLIENT_TEXTS: [(&str, &str); 8] = [
    ("opening", "client-opening"),
    ("dialog", "client-dialog"),
    ("sdk_blocked", "client-sdk-blocked"),
    ("popup_blocked", "client-popup-blocked"),
    ("press_again", "client-press-again"),
    ("no_event", "client-no-event"),
    ("offline", "client-offline"),
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
            copied: words.say("elsewhere-copied"),
            copy_by_hand: words.say("elsewhere-copy-by-hand"),
            pin_format: words.say("pin-format"),
            pin_wrong: words.say("pin-wrong"),
            pin_offline: words.say("pin-offline"),
            number_unverified: words.say("numbers-unverified"),
            number_taken: words.say("numbers-taken"),
            number_again: words.say("numbers-again"),
            messages: CLIENT_TEXTS
                .into_iter()
                .map(|(name, key)| (name, text(key)))
                .collect(),
        }
    }
}

/// With what Meta's dialog is opened.
pub(super) struct Login<'a> {
    pub(super) config_id: &'a str,
    /// Template of the `extras`.
    pub(super) extras: &'a Value,
}

/// The dialog of the account's kind.
pub(super) fn login<'a>(signup: &'a SignupSettings, account: &Onboarding) -> Login<'a> {
    if account.coexistence {
        let own = signup.coexistence_config_id.as_ref();
        Login {
            config_id: own.unwrap_or(&signup.config_id),
            extras: &signup.coexistence_extras,
        }
    } else {
        Login {
            config_id: &signup.config_id,
            extras: &signup.extras,
        }
    }
}

impl Pages {
    pub(super) fn page_data<'a>(
        &'a self,
        found: &'a PageAccount,
        words: &Words<'_>,
        reading: &Reading<'a>,
        answer: &Answer,
        button: &'a str,
    ) -> PageData<'a> {
        let signup = &self.settings.signup;
        let account = &found.account;
        let Login { config_id, extras } = login(signup, account);
        let locale = words.locale;
        let call = |name: &str| self.link_path(&account.link, name, Some(locale));
        let address = |url: &'a Option<gangway_domain::HttpsUrl>| {
            url.as_ref().map(gangway_domain::HttpsUrl::as_str)
        };
        PageData {
            state: answer.state,
            resumable: answer.resumable,
            choosable: answer.choosable,
            wait_seconds: answer.wait_seconds,
            entry: reading.surroundings.entry.name(),
            session: reading.session,
            sdk_url: signup.sdk_url.replace("{locale}", locale.meta_name()),
            app_id: &signup.app_id,
            config_id,
            graph_version: &signup.graph_version,
            extras: signup_extras(extras, found),
            message_origins: &signup.message_origins,
            link_url: link_url(&found.base, &account.link, reading.asked),
            start_url: call("/start"),
            redirect_url: call("/redirect"),
            code_url: call("/code"),
            event_url: call("/event"),
            resume_url: call("/resume"),
            pin_url: call("/pin"),
            numbers_url: call("/numbers"),
            pick_url: call("/pick"),
            add_url: call("/add"),
            ask_code_url: call("/ask-code"),
            give_code_url: call("/give-code"),
            status_url: call("/status"),
            opened_url: call("/opened"),
            renewal_url: call("/renewal"),
            qr_url: self.link_path(&account.link, "/qr.svg", reading.asked),
            redirect_success: address(&account.details.redirect_success),
            redirect_failed: address(&account.details.redirect_failed),
            button,
            texts: Texts::new(words),
        }
    }
}
