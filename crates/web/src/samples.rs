//! Accounts for tests: plain, hostile, bare and full ones.

use crate::{Pages, SignupSettings, WebSettings};
use gangway_app::{JourneyStatus, PageAccount};
use gangway_domain::{
    AccountDetails, AccountId, ClientId, Email, HttpsUrl, LandingSlug, LinkSlug, ListedNumber,
    Onboarding, OnboardingState, PageTexts, Partner, PartnerId, PhoneNumber, Problem, Text,
    Timestamp,
};
use serde_json::json;

pub(crate) const SESSION: &str = "abcdefghjkmnpqrstuvwxyz023456789";

pub(crate) fn signup() -> SignupSettings {
    SignupSettings {
        app_id: "1000001".to_owned(),
        config_id: "2000002".to_owned(),
        coexistence_config_id: Some("3000003".to_owned()),
        graph_version: "v25.0".to_owned(),
        sdk_url: "https://connect.facebook.net/{locale}/sdk.js".to_owned(),
        extras: json!({"setup": {}}),
        coexistence_extras: json!({"featureType": "whatsapp_business_app_onboarding"}),
        message_origins: vec!["facebook".to_owned()],
    }
}

pub(crate) fn pages() -> Pages {
    Pages::new(WebSettings {
        public_url: "https://gangway.example.com".to_owned(),
        signup: signup(),
    })
}

pub(crate) fn text<const MAX: usize>(value: &str) -> Option<Text<MAX>> {
    Text::parse("text", value).unwrap()
}

pub(crate) fn account(name: &str) -> PageAccount {
    let landing = LandingSlug::parse("abc234def567").unwrap();
    PageAccount {
        landing_url: format!("https://gangway.example.com/b/{landing}"),
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
        },
        partner: Partner {
            id: PartnerId::from_row(1),
            name: Text::required("name", "Northwind Partners").unwrap(),
            client_id: ClientId::parse("client").unwrap(),
            created_at: Timestamp::from_secs(0),
            suspended_at: None,
            language: None,
            redirect_hosts: Vec::new(),
        },
        status: JourneyStatus::Ready,
    }
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
        message: text("Two minutes, and your customers reach you on WhatsApp."),
        button: text("Connect my bakery"),
        success: text("Welcome to WhatsApp!"),
        failed: text("We are here to help: call 100."),
    };
    found
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
        message: text(evil),
        button: text("<b>\"press\"</b>"),
        success: text(evil),
        failed: text(evil),
    };
    found
}

/// Everything that a page can have to say.
pub(crate) fn statuses() -> Vec<JourneyStatus> {
    let mut all = vec![
        JourneyStatus::Ready,
        JourneyStatus::Waiting,
        JourneyStatus::Working,
        JourneyStatus::Finished {
            number: "972501234567".to_owned(),
        },
        JourneyStatus::AlreadyFinished,
        JourneyStatus::Cancelled,
        JourneyStatus::Expired,
        JourneyStatus::Gone,
    ];
    for problem in Problem::ALL {
        all.push(JourneyStatus::Halted {
            problem,
            resumable: problem.can_resume(),
        });
    }
    all
}
