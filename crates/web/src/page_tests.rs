//! Every page in every language for every kind of account, and the catalogues against
//! what pages and code ask of them.

use crate::answer::{problem_key, state_of};
use crate::landing::WebsitePage;
use crate::locales::Locale;
use crate::onboarding::CLIENT_TEXTS;
use crate::respond::PageAnswer;
use crate::samples;
use crate::templates::TEMPLATES;
use axum::response::IntoResponse;
use fluent_bundle::FluentResource;
use gangway_app::{JourneyStatus, PageAccount};
use gangway_domain::Problem;
use std::collections::BTreeSet;

const SOURCES: [&str; 5] = [
    include_str!("answer.rs"),
    include_str!("landing.rs"),
    include_str!("notice.rs"),
    include_str!("onboarding/page.rs"),
    include_str!("onboarding/data.rs"),
];

fn keys_of(locale: Locale) -> BTreeSet<String> {
    let parsed = FluentResource::try_new(locale.source().to_owned());
    assert!(parsed.is_ok(), "{}: {:?}", locale.tag(), parsed.err());
    let keys: Vec<String> = locale
        .source()
        .lines()
        .filter(|line| !line.starts_with(['#', ' ']))
        .filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()))
        .collect();
    let unique: BTreeSet<String> = keys.iter().cloned().collect();
    assert_eq!(unique.len(), keys.len(), "a key twice in {}", locale.tag());
    unique
}

fn placeables(locale: Locale, key: &str) -> BTreeSet<&'static str> {
    let line = locale
        .source()
        .lines()
        .find(|line| line.starts_with(&format!("{key} = ")))
        .unwrap();
    ["$partner", "$business"]
        .into_iter()
        .filter(|name| line.contains(name))
        .collect()
}

#[test]
fn all_catalogues_hold_the_same_messages() {
    let english = keys_of(Locale::English);
    for locale in Locale::ALL {
        let keys = keys_of(locale);
        let missing: Vec<_> = english.symmetric_difference(&keys).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", locale.tag());
        for key in &english {
            assert_eq!(
                placeables(locale, key),
                placeables(Locale::English, key),
                "{} {key}",
                locale.tag()
            );
        }
    }
}

#[test]
fn no_message_is_missing_and_none_is_unused() {
    let mut used = BTreeSet::new();
    for (_, template) in TEMPLATES {
        for call in template.split("t(\"").skip(1) {
            used.insert(call.split('"').next().unwrap().to_owned());
        }
    }
    let known = keys_of(Locale::English);
    for status in samples::statuses() {
        used.insert(format!("state-{}", state_of(&status)));
        used.insert(format!("state-{}-title", state_of(&status)));
    }
    // A halt has its problem's sentence instead.
    used.remove("state-failed");
    for resumable in [true, false] {
        let keys = Problem::ALL.map(|problem| problem_key(problem, resumable));
        used.extend(keys);
    }
    for (_, key) in CLIENT_TEXTS {
        used.insert(key.to_owned());
        used.insert(format!("{key}-title"));
    }
    for source in SOURCES {
        for word in source.split('"').skip(1).step_by(2) {
            for key in [word.to_owned(), format!("{word}-title")] {
                if known.contains(&key) {
                    used.insert(key);
                }
            }
        }
    }
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    let unused: Vec<_> = known.difference(&used).collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}

fn accounts() -> Vec<(&'static str, PageAccount)> {
    vec![
        ("bare", samples::account("Rosa")),
        ("full", samples::full()),
        ("hostile", samples::hostile()),
        ("finished", samples::finished(samples::full())),
    ]
}

/// All pages there are, with a name each.
fn every_page() -> Vec<(String, Locale, PageAnswer)> {
    let pages = samples::pages();
    let mut drawn = Vec::new();
    for locale in Locale::ALL {
        let tag = locale.tag();
        for (kind, found) in accounts() {
            for (name, which) in [
                ("home", WebsitePage::Home),
                ("privacy", WebsitePage::Privacy),
            ] {
                let page = pages.website(which, &found, locale, None);
                drawn.push((format!("{name}-{kind}-{tag}"), locale, page));
            }
            for (index, status) in samples::statuses().into_iter().enumerate() {
                let name = format!("onboarding-{kind}-{}-{index}-{tag}", state_of(&status));
                let found = PageAccount {
                    status,
                    ..found.clone()
                };
                let page = pages.onboarding(&found, locale, samples::SESSION);
                drawn.push((name, locale, page));
            }
        }
        let unknown = pages.unknown(locale, "state-unknown");
        drawn.push((format!("unknown-{tag}"), locale, unknown));
        let gone = pages.unknown(locale, "landing-gone");
        drawn.push((format!("landing-gone-{tag}"), locale, gone));
        drawn.push((
            format!("unavailable-{tag}"),
            locale,
            pages.unavailable(locale),
        ));
    }
    drawn
}

#[test]
fn every_page_is_drawn_whole_in_every_language() {
    for (name, locale, page) in every_page() {
        let html = page
            .body
            .unwrap_or_else(|error| panic!("{name}: {error:#}"));
        let head = format!(
            "<html lang=\"{}\" dir=\"{}\">",
            locale.tag(),
            locale.direction()
        );
        assert!(html.contains(&head), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}: one heading");
        assert!(!html.contains("<title></title>"), "{name}: no title");
        assert!(html.trim_end().ends_with("</html>"), "{name}");
        assert!(html.len() < 15 * 1024, "{name}: {} bytes", html.len());
        assert!(!html.contains(" style="), "{name}: inline style");
        save(&name, &html);
    }
}

/// Keeps a page for a look at it, with its style inside, where `GANGWAY_PAGES_DIR` says so.
fn save(name: &str, html: &str) {
    let Ok(folder) = std::env::var("GANGWAY_PAGES_DIR") else {
        return;
    };
    let style = if html.contains("website-") {
        include_str!("../static/website.css")
    } else {
        include_str!("../static/customer.css")
    };
    let whole = html.replace("</head>", &format!("<style>{style}</style></head>"));
    std::fs::write(format!("{folder}/{name}.html"), whole).unwrap();
}

#[test]
fn nothing_that_a_partner_writes_becomes_markup() {
    for (name, _, page) in every_page() {
        if !name.contains("hostile") {
            continue;
        }
        let html = page.body.unwrap();
        assert!(!html.contains("<script>"), "{name}");
        assert!(!html.contains("<img src=x"), "{name}");
        assert!(!html.contains("<b>"), "{name}");
        let scripts = html.matches("<script").count();
        assert_eq!(scripts, html.matches("</script>").count(), "{name}");
        assert!(scripts <= 2, "{name}");
        let policy = page.policy;
        assert!(!policy.contains("script>"), "{name}: {policy}");
    }
}

#[test]
fn the_website_asks_nobody_for_anything() {
    let pages = samples::pages();
    let found = samples::finished(samples::full());
    for which in [WebsitePage::Home, WebsitePage::Privacy] {
        let page = pages.website(which, &found, Locale::English, None);
        let html = page.body.unwrap();
        let style = include_str!("../static/website.css");
        assert!(html.len() + style.len() < 15 * 1024, "all of it");
        assert!(!style.contains("url("));
        for loading in [" src=", "srcset", "@import", "<iframe", "<link rel=\"pre"] {
            assert!(!html.contains(loading), "{loading}");
        }
        assert_eq!(page.policy, crate::csp::WEBSITE);
    }
}

#[test]
fn the_website_tells_what_it_knows() {
    let pages = samples::pages();
    let html = |found: &PageAccount| {
        let page = pages.website(WebsitePage::Home, found, Locale::English, None);
        page.body.unwrap().replace("&#x2f;", "/")
    };
    let open = html(&samples::full());
    assert!(open.contains("14 Harbour Street, Haifa"));
    assert!(open.contains("mailto:hello@bellavista.example"));
    assert!(
        open.contains(
            "<meta name=\"facebook-domain-verification\" content=\"abc123verification\">"
        )
    );
    assert!(
        open.contains(
            "<link rel=\"canonical\" href=\"https://gangway.example.com/b/abc234def567\">"
        )
    );
    assert!(open.contains("og:title"));
    assert_eq!(open.matches(" aria-current=\"page\"").count(), 1);
    let picture = &pages.assets.website_picture;
    let picture = format!(
        "<meta property=\"og:image\" content=\"https://gangway.example.com/assets/{picture}\">"
    );
    assert!(open.contains(&picture), "{picture}");
    assert!(!open.contains("97257"), "a temporary number is nobody's");
    assert!(!open.contains("secretsecret"), "the link stays secret");
    let done = html(&samples::finished(samples::full()));
    assert!(done.contains("tel:+972501234567"));
    assert!(done.contains("https://wa.me/972501234567"));

    let data = open.split("ld+json\">").nth(1).unwrap();
    let data = data.split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["@type"], "LocalBusiness");
    assert_eq!(data["name"], "Bella Vista Bakery");
    assert_eq!(data["alternateName"], "Bella Vista");
    assert_eq!(data["address"]["streetAddress"], "14 Harbour Street, Haifa");
}

fn page_data(found: &PageAccount, locale: Locale) -> serde_json::Value {
    let page = samples::pages().onboarding(found, locale, samples::SESSION);
    let html = page.body.unwrap();
    let data = html.split("id=\"gangway-page\">").nth(1).unwrap();
    serde_json::from_str(data.split("</script>").next().unwrap()).unwrap()
}

#[test]
fn the_script_gets_what_it_needs() {
    let data = page_data(&samples::full(), Locale::Hebrew);
    assert_eq!(data["sdk_url"], "https://connect.facebook.net/he_IL/sdk.js");
    assert_eq!(data["config_id"], "3000003");
    assert_eq!(
        data["extras"]["featureType"],
        "whatsapp_business_app_onboarding"
    );
    assert_eq!(data["session"], samples::SESSION);
    assert_eq!(
        data["start_url"],
        "/o/secretsecretsecretsecret/start?lang=he"
    );
    assert_eq!(data["redirect_success"], "https://partner.example.com/ok");
    assert_eq!(data["button"], "Connect my bakery");
    let plain = page_data(&samples::account("Rosa"), Locale::English);
    assert_eq!(plain["config_id"], "2000002");
    assert!(plain["redirect_success"].is_null());

    let script = include_str!("../static/onboarding.js");
    for name in names_after("page.", script) {
        assert!(plain.get(name).is_some(), "the script reads page.{name}");
    }
    for name in names_after("texts.", script) {
        let text = plain["texts"].get(name);
        assert!(text.is_some(), "the script reads texts.{name}");
    }
}

fn names_after<'a>(object: &str, script: &'a str) -> BTreeSet<&'a str> {
    script
        .split(object)
        .skip(1)
        .filter_map(|rest| {
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn a_base_path_is_kept() {
    let mut settings = samples::pages().settings;
    settings.public_url = "https://example.com/gangway".to_owned();
    let pages = crate::Pages::new(settings);
    assert_eq!(pages.origin.as_deref(), Some("https://example.com"));
    assert!(pages.asset("x.css").starts_with("/gangway/assets/"));
}

#[test]
fn closed_links_say_so_and_run_no_script() {
    let pages = samples::pages();
    for (status, code) in samples::statuses().into_iter().map(|status| {
        let code = match state_of(&status) {
            "expired" | "gone" => 410,
            _ => 200,
        };
        (status, code)
    }) {
        let closed = matches!(
            state_of(&status),
            "finished" | "refused" | "expired" | "gone"
        );
        let found = PageAccount {
            status,
            ..samples::account("Rosa")
        };
        let page = pages.onboarding(&found, Locale::English, samples::SESSION);
        assert_eq!(page.status, code);
        let html = page.body.as_ref().unwrap();
        assert_eq!(html.contains("<script"), !closed);
        assert_eq!(html.contains("id=\"start\""), !closed);
    }
    assert_eq!(pages.unknown(Locale::English, "state-unknown").status, 404);
    assert_eq!(pages.unavailable(Locale::English).status, 503);
}

/// A page that is loaded anew has no window behind it: whatever it says, it has a button.
#[test]
fn no_freshly_loaded_page_is_a_dead_end() {
    let pages = samples::pages();
    for status in samples::statuses() {
        let problem = match status {
            JourneyStatus::Halted { problem, .. } => Some(problem),
            JourneyStatus::Waiting | JourneyStatus::Ready | JourneyStatus::Cancelled => None,
            // These are ends, or go on by themselves.
            _ => continue,
        };
        for resumable in [true, false] {
            let status = match problem {
                Some(problem) => JourneyStatus::Halted { problem, resumable },
                None => status.clone(),
            };
            let found = PageAccount {
                status,
                ..samples::account("Rosa")
            };
            let data = page_data(&found, Locale::English);
            let state = data["state"].as_str().unwrap();
            assert!(["ready", "cancelled", "failed"].contains(&state), "{state}");
            let page = pages.onboarding(&found, Locale::English, samples::SESSION);
            let html = page.body.unwrap();
            assert!(html.contains("<button id=\"start\" type=\"button\">"));
            if let Some(problem) = problem {
                let key = problem_key(problem, resumable);
                let words = pages.words_for(&found, Locale::English);
                assert!(html.contains(&words.say(&key)), "{key}");
            }
        }
    }
}

#[test]
fn a_reload_after_the_finish_still_shows_the_number() {
    let found = samples::finished(samples::full());
    let page = samples::pages().onboarding(&found, Locale::Arabic, samples::SESSION);
    let html = page.body.unwrap();
    assert!(html.contains("<bdi id=\"number\" dir=\"ltr\">+972501234567</bdi>"));
    assert!(html.contains("data-state=\"refused\""));
}

#[test]
fn headers() {
    let pages = samples::pages();
    let found = samples::full();
    let customer = pages.onboarding(&found, Locale::English, samples::SESSION);
    let customer = customer.into_response();
    let header = |response: &axum::response::Response, name: &str| {
        response
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    assert_eq!(header(&customer, "cache-control"), "no-store");
    assert_eq!(header(&customer, "referrer-policy"), "strict-origin");
    assert_eq!(header(&customer, "x-robots-tag"), "noindex");
    assert_eq!(header(&customer, "x-content-type-options"), "nosniff");
    assert_eq!(
        header(&customer, "cross-origin-opener-policy"),
        "same-origin-allow-popups"
    );
    let policy = header(&customer, "content-security-policy");
    assert!(policy.contains("https://cdn.example.com"), "{policy}");
    let website = pages.website(WebsitePage::Home, &found, Locale::English, None);
    let website = website.into_response();
    assert_eq!(header(&website, "cache-control"), "public, max-age=300");
    assert_eq!(header(&website, "x-robots-tag"), "");
    let away = pages.unavailable(Locale::English).into_response();
    assert_eq!(header(&away, "retry-after"), "30");
}
