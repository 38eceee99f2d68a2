//! Accounts for tests: plain, hostile, bare and full ones.

use crate::in_app::Surroundings;
use crate::locales::Locale;
use crate::onboarding::Reading;
use crate::reasons::{CAUSES, STEPS};
use crate::{Pages, SignupSettings, WebSettings};
use gangway_app::{JourneyStatus, Look, PageAccount};
use gangway_domain::{
    AccountDetails, AccountId, Branding, ClientId, Colour, Colours, Email, HttpsUrl, LandingSlug,
    LinkSlug, ListedNumber, LogoRef, Onboarding, OnboardingState, PageTexts, Partner, PartnerId,
    PhoneNumber, PictureHash, PictureKind, Problem, Text, Timestamp,
};
use serde_json::json;
use std::time::Duration;

pub(crate) const SESSION: &str = "abcdefghjkmnpqrstuvwxyz023456789";

/// When the pages of these tests are read.
pub(crate) const NOW: Timestamp = Timestamp::from_secs(1_795_348_800);

/// A desk without anything special.
pub(crate) fn reading(locale: Locale) -> Reading<'static> {
    reading_with(locale, "")
}

/// The same with a browser of this name.
pub(crate) fn reading_with(locale: Locale, agent: &str) -> Reading<'static> {
    Reading {
        locale,
        asked: None,
        session: SESSION,
        surroundings: Surroundings::of(agent),
        now: NOW,
    }
}

pub(crate) fn signup() -> SignupSettings {
    SignupSettings {
        app_id: "1000001".to_owned(),
        config_id: "2000002".to_owned(),
        coexistence_config_id: Some("3000003".to_owned()),
        graph_version: "v25.0".to_owned(),
        dialog_url: "https://www.facebook.com".to_owned(),
        sdk_url: "https://connect.facebook.net/{locale}/sdk.js".to_owned(),
        extras: json!({"setup": {}}),
        coexistence_extras: json!({"featureType": "whatsapp_business_app_onboarding"}),
        message_origins: vec!["facebook".to_owned()],
    }
}

pub(crate) fn settings() -> WebSettings {
    WebSettings {
        public_url: "https://gangway.example.com".to_owned(),
        signup: signup(),
    }
}

pub(crate) fn pages() -> Pages {
    Pages::new(settings())
}

pub(crate) fn text<const MAX: usize>(value: &str) -> Option<Text<MAX>> {
    Text::parse("text", value).unwrap()
}

pub(crate) fn account(name: &str) -> PageAccount {
    let landing = LandingSlug::parse("abc234def567").unwrap();
    PageAccount {
        base: "https://gangway.example.com".to_owned(),
        preverified: None,
        account: Onboarding {
            id: AccountId::from_row(1),
            partner: PartnerId::from_row(1),
            created_at: Timestamp::from_secs(1_739_874_663),
            number: ListedNumber::parse("number", "972571234567").unwrap(),
            coexistence: false,
            details: AccountDetails {
                business_name: Text::required("name", name).unwrap(),
                business_email: None,
                business_id: None,
                business_address: None,
                display_name: Text::required("name", name).unwrap(),
                reference: None,
                texts: PageTexts::default(),
                language: None,
                redirect_success: None,
                redirect_failed: None,
                domain_verification: None,
            },
            link: LinkSlug::parse("secretsecretsecretsecret").unwrap(),
            landing,
            expires_at: None,
            state: OnboardingState::Created,
            problem: None,
            cancelled_step: None,
            started_at: None,
            finished_at: None,
            disconnected: None,
            next_try: None,
            not_before: None,
            recovered: false,
        },
        partner: Partner {
            id: PartnerId::from_row(1),
            name: Text::required("name", "Northwind Partners").unwrap(),
            client_id: ClientId::parse("client").unwrap(),
            created_at: Timestamp::from_secs(0),
            suspended_at: None,
            language: None,
            redirect_hosts: Vec::new(),
            domain: None,
        },
        look: Look::default(),
        status: JourneyStatus::Ready,
    }
}

/// A logo that is stored.
pub(crate) fn logo() -> LogoRef {
    LogoRef {
        hash: PictureHash([0xab; 32]),
        kind: PictureKind::Png,
        width: 400,
        height: 120,
    }
}

/// Shows what the link says, in the partner's colour.
fn dressed(mut found: PageAccount) -> PageAccount {
    let branding = Branding {
        colours: Colours::new(Colour::rgb(0x7a, 0x1f, 0xa2), None).ok(),
        ..Branding::default()
    };
    let texts = &found.account.details.texts;
    found.look = Look::new(&branding, texts, Some(logo()));
    found
}

/// Every field filled.
pub(crate) fn full() -> PageAccount {
    let mut found = account("Bella Vista Bakery");
    found.account.coexistence = true;
    let details = &mut found.account.details;
    details.business_email = Email::parse("email", "hello@bellavista.example").unwrap();
    details.business_address = text("14 Harbour Street, Haifa");
    details.display_name = Text::required("name", "Bella Vista").unwrap();
    details.redirect_success = HttpsUrl::parse("url", "https://partner.example.com/ok").unwrap();
    details.redirect_failed = HttpsUrl::parse("url", "https://partner.example.com/no").unwrap();
    details.domain_verification = text("abc123verification");
    details.texts = PageTexts {
        logo: HttpsUrl::parse("logo", "https://cdn.example.com/logo.png").unwrap(),
        picture: Some(logo().hash),
        message: text("Two minutes, and your customers reach you on WhatsApp."),
        button: text("Connect my bakery"),
        success: text("Welcome to WhatsApp!"),
        failed: text("We are here to help: call 100."),
    };
    dressed(found)
}

/// A finished account with its real number.
pub(crate) fn finished(mut found: PageAccount) -> PageAccount {
    let number = PhoneNumber::from_meta("+972 50-123-4567").unwrap();
    found.status = JourneyStatus::Finished {
        number: number.as_str().to_owned(),
    };
    found.account.number = ListedNumber::Real(number);
    found.account.state = OnboardingState::Finished;
    found
}

/// Values that would be markup if anything forgot to escape them.
pub(crate) fn hostile() -> PageAccount {
    let evil = "</script><script>alert(1)</script>\"'&<img src=x onerror=y>";
    let mut found = account(evil);
    found.partner.name = Text::required("name", evil).unwrap();
    let details = &mut found.account.details;
    details.business_address = text(evil);
    details.domain_verification = text(evil);
    details.business_email = Email::parse("email", "a'b&c@example.com").unwrap();
    details.redirect_success =
        HttpsUrl::parse("url", "https://example.com/?a='\"><script>").unwrap();
    details.redirect_failed = details.redirect_success.clone();
    details.texts = PageTexts {
        logo: HttpsUrl::parse("logo", "https://example.com/\"><script>/l.png").unwrap(),
        picture: Some(logo().hash),
        message: text(evil),
        button: text("<b>\"press\"</b>"),
        success: text(evil),
        failed: text(evil),
    };
    dressed(found)
}

/// A set-up that halted.
pub(crate) fn halted(problem: Problem, resumable: bool, wait: Option<Duration>) -> JourneyStatus {
    JourneyStatus::Halted {
        problem,
        resumable,
        choosable: problem.is_about_number(),
        not_before: wait.map(|wait| NOW.plus(wait)),
    }
}

/// Everything that a page can have to say.
pub(crate) fn statuses() -> Vec<JourneyStatus> {
    let delayed = |busy| JourneyStatus::Delayed {
        next_try: Some(NOW.plus(Duration::from_secs(900))),
        busy,
    };
    let cancelled = |step: Option<&str>, reported| JourneyStatus::Cancelled {
        step: step.map(str::to_owned),
        reported,
    };
    let mut all = vec![
        JourneyStatus::Ready,
        JourneyStatus::Waiting,
        JourneyStatus::Working,
        delayed(false),
        delayed(true),
        JourneyStatus::Finished {
            number: "972501234567".to_owned(),
        },
        JourneyStatus::AlreadyFinished,
        cancelled(None, false),
        cancelled(None, true),
        cancelled(Some("SOMETHING_NEW"), false),
        JourneyStatus::Expired,
        JourneyStatus::Gone,
        JourneyStatus::Replaced,
    ];
    all.extend(STEPS.map(|(step, _)| cancelled(Some(step), false)));
    let causes = CAUSES.iter().map(|(cause, _)| *cause).chain(["other"]);
    all.extend(causes.map(|cause| JourneyStatus::Disconnected {
        cause: cause.to_owned(),
    }));
    for problem in Problem::ALL {
        all.push(halted(problem, problem.can_resume(), None));
        all.push(halted(problem, false, None));
        all.push(halted(problem, true, Some(Duration::from_secs(600))));
    }
    all
}
