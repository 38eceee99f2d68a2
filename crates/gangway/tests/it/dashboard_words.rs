//! What is wrong with a form is said in the reader's language, in whole sentences.

use crate::support::{OWN_BUSINESS, Person, TestApp, png};
use std::collections::BTreeMap;

/// Numbers can be registered, and no webhook leads inside.
const SETTINGS: &[(&str, &str)] = &[
    ("meta.number_pool_business_id", OWN_BUSINESS),
    ("webhooks.allow", ""),
];

/// What stands beside a field; nothing where the form was taken.
fn beside(field: &str, form: String, page: &str) -> (String, String) {
    let said = errors(page).remove(field);
    (form, said.unwrap_or_default())
}

/// Text of every error, by the name of its field.
fn errors(page: &str) -> BTreeMap<String, String> {
    let starts = page.split("<p class=\"error\" id=\"e-").skip(1);
    let said = starts.map(|rest| {
        let (name, rest) = rest.split_once("\">").unwrap();
        let (text, _) = rest.split_once("</p>").unwrap();
        (name.to_owned(), text.to_owned())
    });
    said.collect()
}

/// Two words of English side by side, where they are neither quoted nor a name or an example.
fn english(text: &str) -> Option<String> {
    let mut own = text.to_owned();
    for (start, end) in [("<bdi dir=\"ltr\">", "</bdi>"), ("<code>", "</code>")] {
        while let Some((before, rest)) = own.split_once(start) {
            let (_, after) = rest.split_once(end).unwrap();
            own = format!("{before} | {after}");
        }
    }
    let words: Vec<&str> = own.split_whitespace().collect();
    let is_english = |word: &str| {
        let word = word.trim_matches(|sign: char| sign.is_ascii_punctuation());
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    words
        .windows(2)
        .find(|pair| pair.iter().all(|word| is_english(word)))
        .map(|pair| pair.join(" "))
}

#[test]
fn english_is_told_from_what_may_stand_in_a_hebrew_sentence() {
    for bad in [
        "is not an e-mail address; write it like name@example.com",
        "לשם לא נשלח דבר: 127.0.0.1 is loopback",
        "זה סירוב: <bdi dir=\"ltr\">no</bdi> it is",
    ] {
        assert!(english(bad).is_some(), "{bad}");
    }
    for good in [
        "זו לא כתובת דוא״ל. כותבים אותה כך: name@example.com.",
        "‏Meta סירבה: <bdi dir=\"ltr\">Number is in use</bdi>",
        "יש לבחור קובץ PNG או JPG.",
    ] {
        assert_eq!(english(good), None, "{good}");
    }
}

/// Sends every form that can be refused, and hands over what stands beside the named fields.
async fn refused(app: &TestApp, language: &str) -> Vec<(String, String)> {
    let operator = Person::operator(app).await;
    let partner = app.partner("Harbour Software").await;
    let other = app.partner("Cedar").await;
    let own = [("name", "Dana"), ("language", language)];
    assert_eq!(operator.send("/me/name", &own).await.status, 303);
    let at = |page: &str| format!("/p/{}{page}", partner.client_id);
    let domain = |name| vec![("domain", name)];
    let taken = format!("/p/{}/domain", other.client_id);
    let given = operator.send(&taken, &domain("pages.cedar.example")).await;
    assert_eq!(given.status, 303);

    let long = "x".repeat(513);
    let far = format!("https://example.com/{long}");
    let link = |name: &'static str, value| {
        let mut form = vec![("business_name", "Rosa")];
        form.retain(|(field, _)| *field != name);
        form.push((name, value));
        (at("/accounts"), name, form)
    };
    let mut said = Vec::new();
    for (place, field, form) in [
        link("business_name", " "),
        link("business_name", &long),
        link("business_name", "Rosa\u{202e}"),
        link("business_email", "rosa"),
        link("number", "12"),
        link("number", "491512345678"),
        link("language", "english please"),
        link("redirect_success", "example.com"),
        link("redirect_failed", &far),
        link("redirect_failed", "https://example.com/back"),
        link("expires_in", "soon"),
        link("expires_in", "3651"),
        (
            at("/members"),
            "email",
            vec![("do", "invite"), ("email", "rosa"), ("role", "viewer")],
        ),
        (
            at("/members"),
            "email",
            vec![("do", "invite"), ("role", "viewer")],
        ),
        (
            at("/credentials"),
            "label",
            vec![("do", "create"), ("label", &long)],
        ),
        (at("/webhooks"), "url", vec![("url", "rosa")]),
        (at("/webhooks"), "url", vec![("url", "ftp://example.com/")]),
        (
            at("/webhooks"),
            "url",
            vec![("url", "https://a:b@example.com/")],
        ),
        (
            at("/webhooks"),
            "url",
            vec![("url", "https://example.com/#a")],
        ),
        (
            at("/webhooks"),
            "url",
            vec![("url", "http://169.254.169.254/")],
        ),
        (at("/webhooks"), "email", vec![("email", "rosa")]),
        (at("/webhooks/test"), "url", vec![]),
        (
            at("/numbers/register"),
            "whatsapp",
            vec![("whatsapp", "12")],
        ),
        (
            at("/domain"),
            "domain",
            domain("https://pages.example.com/"),
        ),
        (at("/domain"), "domain", domain("127.0.0.1")),
        (at("/domain"), "domain", domain("a b.example")),
        (at("/domain"), "domain", domain("pages")),
        (at("/domain"), "domain", domain("my_pages.example.com")),
        (at("/domain"), "domain", domain("pages.cedar.example")),
        (
            "/partners".to_owned(),
            "redirect_hosts",
            vec![("name", "New"), ("redirect_hosts", "localhost:80")],
        ),
        ("/partners".to_owned(), "name", vec![]),
        ("/me/name".to_owned(), "name", vec![("name", "")]),
        (
            "/me/password".to_owned(),
            "password",
            vec![("current", "x"), ("password", "short")],
        ),
    ] {
        let page = operator.send(&place, &form).await;
        let form = format!("{place} {form:?}: {}", page.status);
        said.push(beside(field, form, &page.body));
    }
    let tick = |name| (name, "on");
    for (field, form, logo) in [
        (
            "colour",
            vec![tick("own_colour"), ("colour", "red")],
            vec![],
        ),
        (
            "text_colour",
            vec![tick("own_text_colour"), ("text_colour", "#ffffff")],
            vec![],
        ),
        (
            "text_colour",
            vec![
                tick("own_colour"),
                ("colour", "#777777"),
                tick("own_text_colour"),
                ("text_colour", "#ffffff"),
            ],
            vec![],
        ),
        ("logo", vec![], b"GIF89a".to_vec()),
        ("logo", vec![], vec![0; 100 * 1024 + 1]),
        ("logo", vec![], png(900, 60)),
        ("logo", vec![], png(30, 15)),
        ("logo", vec![], png(20, 200)),
        ("logo", vec![], png(200, 60)[..40].to_vec()),
    ] {
        let page = operator
            .send_with_logo(&at("/branding"), &form, &logo)
            .await;
        let form = format!("branding {form:?}: {}", page.status);
        said.push(beside(field, form, &page.body));
    }
    said
}

#[tokio::test]
async fn a_hebrew_page_says_what_is_wrong_in_hebrew() {
    let app = TestApp::with(SETTINGS).await;
    let is_hebrew = |letter: char| ('א'..='ת').contains(&letter);
    let foreign = |said: &str| english(said).is_some() || !said.contains(is_hebrew);
    let mut said = refused(&app, "he").await;
    said.retain(|(_, said)| foreign(said));
    assert!(said.is_empty(), "{said:#?}");
}

#[tokio::test]
async fn an_english_page_says_what_is_wrong_in_whole_sentences() {
    let app = TestApp::with(SETTINGS).await;
    // An argument at the beginning is isolated from the direction of the text around it.
    let begins = |letter: char| letter.is_ascii_uppercase() || letter == '\u{2068}';
    let whole = |said: &str| said.starts_with(begins) && said.ends_with('.');
    let mut said = refused(&app, "en").await;
    said.retain(|(_, said)| !whole(said) || said.contains("was refused: "));
    assert!(said.is_empty(), "{said:#?}");
}
