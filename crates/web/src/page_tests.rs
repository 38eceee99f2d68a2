//! Every page in every language for every kind of account.

use crate::answer::{Answer, state_of};
use crate::assets::SCRIPT;
use crate::landing::WebsitePage;
use crate::locales::Locale;
use crate::onboarding::Reading;
use crate::page_faults::Reader;
use crate::samples;
use axum::response::IntoResponse;
use gangway_app::{JourneyStatus, PageAccount};
use gangway_domain::Language;
use gangway_page::respond::PageAnswer;
use std::collections::BTreeSet;

fn accounts() -> Vec<(&'static str, PageAccount)> {
    vec![
        ("bare", samples::account("Rosa")),
        ("full", samples::full()),
        ("hostile", samples::hostile()),
        ("finished", samples::finished(samples::full())),
    ]
}

/// A desk, an app that has to be left, and one in which Facebook opens in place of the page.
const BROWSERS: [(&str, &str); 3] = [
    ("desk", ""),
    (
        "inside",
        "Mozilla/5.0 (Linux; Android 14; K; wv) AppleWebKit/537.36",
    ),
    (
        "facebook",
        "Mozilla/5.0 (Linux; Android 14; K; wv) [FB_IAB/FB4A;FBAV/485.0]",
    ),
];

/// All pages there are for these kinds of accounts, with a name each.
fn every_page(wanted: impl Fn(&str) -> bool) -> Vec<(String, Locale, PageAnswer)> {
    let pages = samples::pages();
    let mut drawn = Vec::new();
    for locale in Locale::ALL {
        let tag = locale.tag();
        for (kind, found) in accounts().into_iter().filter(|(kind, _)| wanted(kind)) {
            // Bare and hostile pages in every browser; how full a page is makes no difference there.
            let browsers = if ["bare", "hostile"].contains(&kind) {
                3
            } else {
                1
            };
            for (name, which) in [
                ("home", WebsitePage::Home),
                ("privacy", WebsitePage::Privacy),
            ] {
                let page = pages.website(which, &found, locale, None);
                drawn.push((format!("{name}-{kind}-{tag}"), locale, page));
            }
            for (index, status) in samples::statuses().into_iter().enumerate() {
                let state = state_of(&status, false);
                let name = format!("onboarding-{kind}-{state}-{index}-{tag}");
                let found = PageAccount {
                    status,
                    ..found.clone()
                };
                for (browser, agent) in BROWSERS.into_iter().take(browsers) {
                    let page = pages.onboarding(&found, &samples::reading_with(locale, agent));
                    drawn.push((format!("{name}-{browser}"), locale, page));
                }
            }
            let asked = pages.asked(&found, locale);
            drawn.push((format!("asked-{kind}-{tag}"), locale, asked));
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
    let mut reader = Reader::default();
    for (name, locale, page) in every_page(|_| true) {
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
        assert!(html.trim_end().ends_with("</html>"), "{name}");
        assert!(html.len() < 18 * 1024, "{name}: {} bytes", html.len());
        assert!(!html.contains(" style="), "{name}: inline style");
        let faults = reader.faults(&html, locale);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
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
    for (name, _, page) in every_page(|kind| kind == "hostile") {
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
    let page = samples::pages().onboarding(found, &samples::reading(locale));
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
    let link = "/o/secretsecretsecretsecret";
    assert_eq!(data["start_url"], format!("{link}/start?lang=he"));
    assert_eq!(data["redirect_url"], format!("{link}/redirect?lang=he"));
    assert_eq!(data["pin_url"], format!("{link}/pin?lang=he"));
    assert_eq!(data["renewal_url"], format!("{link}/renewal?lang=he"));
    assert_eq!(data["qr_url"], format!("{link}/qr.svg"));
    let public = format!("https://gangway.example.com{link}");
    assert_eq!(data["link_url"], public);
    assert_eq!(data["entry"], "window");
    assert_eq!(data["redirect_success"], "https://partner.example.com/ok");
    assert_eq!(data["button"], "Connect my bakery");
    let plain = page_data(&samples::account("Rosa"), Locale::English);
    assert_eq!(plain["config_id"], "2000002");
    assert!(plain["redirect_success"].is_null());

    for name in names_after("page.", SCRIPT) {
        assert!(plain.get(name).is_some(), "the script reads page.{name}");
    }
    for name in names_after("texts.", SCRIPT) {
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
fn who_may_choose_a_language_is_offered_the_others() {
    let pages = samples::pages();
    let offered = |page: PageAnswer| {
        let html = page.body.unwrap();
        let tags = html.split("<a href=\"?lang=").skip(1);
        let tags: Vec<_> = tags.filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(html.contains("class=\"languages\""), !tags.is_empty());
        tags.join(" ")
    };
    let free = samples::full();
    let mut fixed = samples::full();
    fixed.account.details.language = Language::parse("language", "fr-CA").unwrap();
    for (locale, others) in [
        (Locale::English, "he ar es pt fr de ru hi id"),
        (Locale::French, "en he ar es pt de ru hi id"),
    ] {
        let reading = samples::reading(locale);
        assert_eq!(offered(pages.onboarding(&free, &reading)), others);
        assert_eq!(offered(pages.onboarding(&fixed, &reading)), "");
        let home = |found| pages.website(WebsitePage::Home, found, locale, None);
        assert_eq!(offered(home(&free)), others);
        assert_eq!(offered(home(&fixed)), "");
        assert_eq!(offered(pages.asked(&free, locale)), others);
        assert_eq!(offered(pages.unknown(locale, "state-unknown")), others);
    }
    let page = pages.onboarding(&free, &samples::reading(Locale::French));
    let html = page.body.unwrap();
    assert!(html.contains("aria-label=\"Langue\""));
    assert!(html.contains("</svg>Français</summary>"));
    assert!(html.contains("<a href=\"?lang=he\" lang=\"he\" hreflang=\"he\">עברית</a>"));
}

#[test]
fn the_language_that_was_asked_for_goes_along_to_other_browsers_and_devices() {
    let found = samples::account("Rosa");
    let reading = Reading {
        asked: Some(Locale::Russian),
        ..samples::reading_with(Locale::Russian, BROWSERS[1].1)
    };
    let page = samples::pages().onboarding(&found, &reading);
    let html = page.body.unwrap().replace("&#x2f;", "/");
    let link = "/o/secretsecretsecretsecret";
    for address in [
        format!("intent://gangway.example.com{link}?lang=ru#Intent;"),
        format!("value=\"https://gangway.example.com{link}?lang=ru\""),
        format!("\"link_url\":\"https://gangway.example.com{link}?lang=ru\""),
        format!("src=\"{link}/qr.svg?lang=ru\""),
    ] {
        assert!(html.contains(&address), "{address}: {html}");
    }
}

#[test]
fn links_and_pictures_are_where_the_partner_has_its_pages() {
    let pages = samples::pages();
    let mut found = samples::full();
    found.base = "https://pages.example.org".to_owned();
    let reading = samples::reading_with(Locale::English, BROWSERS[1].1);
    let page = pages.onboarding(&found, &reading).body.unwrap();
    let home = pages.website(WebsitePage::Home, &found, Locale::English, None);
    let website = home.body.unwrap();
    let drawn = format!("{page}{website}").replace("&#x2f;", "/");
    assert!(!drawn.contains("gangway.example.com"), "{drawn}");
    let own = "https://pages.example.org";
    for address in [
        "intent://pages.example.org/o/".to_owned(),
        format!("\"link_url\":\"{own}/o/"),
        format!("\"website\":\"{own}/b/"),
        format!("rel=\"canonical\" href=\"{own}/b/"),
        format!("content=\"{own}/assets/"),
        format!("\"url\":\"{own}/b/"),
    ] {
        assert!(drawn.contains(&address), "{address}: {drawn}");
    }
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
fn closed_links_say_so_run_no_script_and_offer_a_new_one() {
    let pages = samples::pages();
    for status in samples::statuses() {
        let state = state_of(&status, false);
        let dead = ["expired", "gone", "replaced"].contains(&state);
        let closed = dead || ["finished", "refused"].contains(&state);
        let found = PageAccount {
            status,
            ..samples::account("Rosa")
        };
        let page = pages.onboarding(&found, &samples::reading(Locale::English));
        assert_eq!(page.status, if dead { 410 } else { 200 });
        let html = page.body.as_ref().unwrap().replace("&#x2f;", "/");
        assert_eq!(html.contains("<script"), !closed);
        assert_eq!(html.contains("id=\"start\""), !closed);
        let action = "action=\"/o/secretsecretsecretsecret/renewal?lang=en\"";
        assert_eq!(html.contains(action), dead || !closed, "{state}");
        if dead {
            assert!(html.contains("Northwind Partners\u{2069} for a new link"));
            assert!(page.policy.contains("form-action 'self'"));
        }
    }
    assert_eq!(pages.unknown(Locale::English, "state-unknown").status, 404);
    assert_eq!(pages.unavailable(Locale::English).status, 503);
}

/// What of a page can be pressed before its script has run.
fn can_be_pressed(html: &str, tag: &str) -> bool {
    let (_, rest) = html.split_once(tag).unwrap_or_else(|| panic!("no {tag}"));
    !rest.split_once('>').unwrap().0.contains(" hidden")
}

/// A page that is loaded anew has no window behind it: whatever it says, there is something to do.
#[test]
fn no_freshly_loaded_page_is_a_dead_end() {
    let pages = samples::pages();
    for (browser, agent) in BROWSERS {
        for status in samples::statuses() {
            let found = PageAccount {
                status,
                ..samples::account("Rosa")
            };
            let reading = samples::reading_with(Locale::English, agent);
            let html = pages.onboarding(&found, &reading).body.unwrap();
            let state = match &found.status {
                // The window that could still tell is gone with the page that opened it.
                JourneyStatus::Waiting => "ready",
                status => state_of(status, false),
            };
            match state {
                // These are ends, or go on by themselves.
                "working" | "delayed" | "finished" | "refused" => continue,
                "expired" | "gone" | "replaced" => {
                    assert!(can_be_pressed(&html, "<form id=\"renewal\""));
                    continue;
                }
                _ => {}
            }
            let waits = match &found.status {
                JourneyStatus::Halted { not_before, .. } => not_before.is_some(),
                _ => false,
            };
            let words = pages.words_for(&found, Locale::English);
            let texts = &found.look.texts;
            let answer = Answer::new(&found.status, &words, texts, samples::NOW);
            assert_eq!(answer.wait_seconds.is_some(), waits);
            let pin = can_be_pressed(&html, "<form id=\"pin\"");
            assert_eq!(pin, answer.state == "needs_pin", "{browser} {state}");
            let inside = browser == "inside" && !answer.resumable;
            let start = can_be_pressed(&html, "<button id=\"start\"");
            assert_eq!(start, !pin && !inside, "{browser} {state}");
            if browser == "inside" {
                let panel = can_be_pressed(&html, "<section id=\"elsewhere\"");
                assert_eq!(panel, inside, "{state}");
            }
            if !["ready", "waiting"].contains(&answer.state) {
                assert!(html.contains(&answer.message), "{}", answer.message);
            }
        }
    }
}

#[test]
fn an_app_that_facebook_turns_down_is_left_by_button_copy_or_camera() {
    let found = samples::account("Rosa");
    let html = |agent: &str| {
        let reading = samples::reading_with(Locale::English, agent);
        let page = samples::pages().onboarding(&found, &reading);
        page.body.unwrap().replace("&#x2f;", "/")
    };
    let link = "gangway.example.com/o/secretsecretsecretsecret";
    let android = html(BROWSERS[1].1);
    let intent = format!(
        "href=\"intent://{link}#Intent;scheme=https;action=android.intent.action.VIEW;end\""
    );
    assert!(android.contains(&intent));
    assert!(android.contains("src=\"/o/secretsecretsecretsecret/qr.svg\""));
    assert!(android.contains(&format!("readonly hidden value=\"https://{link}\"")));
    let iphone = html("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) TikTok 36");
    assert!(iphone.contains(&format!("href=\"x-safari-https://{link}\"")));
    let nowhere = html("TikTok 36");
    assert!(!nowhere.contains("id=\"open-outside\""));
    assert!(nowhere.contains("<button id=\"copy\" type=\"button\" class=\"primary\""));
    let desk = html("");
    assert!(desk.contains("<details id=\"device\">"));
    assert!(!desk.contains("id=\"elsewhere\""));
    let facebook = html(BROWSERS[2].1);
    assert!(!facebook.contains("<img"), "nothing to be photographed");
    assert!(facebook.contains("in place of this page"));
}

#[test]
fn a_reload_after_the_finish_still_shows_the_number() {
    let found = samples::finished(samples::full());
    let page = samples::pages().onboarding(&found, &samples::reading(Locale::Arabic));
    let html = page.body.unwrap();
    assert!(html.contains("<bdi id=\"number\" dir=\"ltr\">+972501234567</bdi>"));
    assert!(html.contains("data-state=\"refused\""));
}

#[test]
fn headers() {
    let pages = samples::pages();
    let found = samples::full();
    let customer = pages.onboarding(&found, &samples::reading(Locale::English));
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
    assert!(!policy.contains("cdn.example.com"), "{policy}");
    let website = pages.website(WebsitePage::Home, &found, Locale::English, None);
    let website = website.into_response();
    assert_eq!(header(&website, "cache-control"), "public, max-age=300");
    assert_eq!(header(&website, "x-robots-tag"), "");
    let away = pages.unavailable(Locale::English).into_response();
    assert_eq!(header(&away, "retry-after"), "30");
}
