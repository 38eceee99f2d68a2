//! What people's browsers send to the dashboard that makes no sense, or not any more: a page that
//! helps on, and nothing lost.

use crate::support::{PASSWORD, Person, TestApp, TestPartner, png};
use serde_json::json;

/// An owner of a partner with one account.
async fn owner(app: &TestApp) -> (Person<'_>, Person<'_>, TestPartner) {
    let operator = Person::operator(app).await;
    let partner = app.partner("One").await;
    app.create(&partner, json!({"business_name": "Rosa"})).await;
    let owner = Person::member(app, &operator, &partner, "owner").await;
    (operator, owner, partner)
}

#[tokio::test]
async fn a_search_for_anything_is_answered() {
    let app = TestApp::start().await;
    let (_, owner, partner) = owner(&app).await;
    let list = format!("/p/{}/accounts", partner.client_id);
    for query in [
        "q=%00",
        "q=Ro%00sa",
        "q=%ff%fe",
        "state=%00",
        "page=-1",
        "page=99999999999",
    ] {
        let seen = owner.open(&format!("{list}?{query}")).await;
        assert_eq!(seen.status, 200, "{query}");
    }
    assert!(owner.open(&format!("{list}?q=Ro%00sa")).await.says("Rosa"));
}

#[tokio::test]
async fn a_page_behind_the_last_one_leads_to_the_last() {
    let app = TestApp::start().await;
    let (_, owner, partner) = owner(&app).await;
    let list = format!("/p/{}/accounts", partner.client_id);
    let seen = owner.open(&format!("{list}?q=rosa&page=9")).await;
    let to = seen.to.unwrap();
    assert!(
        to.starts_with(&format!("{list}?q=rosa")) && !to.contains("page=9"),
        "{to}"
    );
    assert!(owner.open(&to).await.says("Rosa"));
}

#[tokio::test]
async fn only_a_path_of_ours_is_gone_on_to() {
    let app = TestApp::start().await;
    let (_, owner, _) = owner(&app).await;
    for (next, expected) in [
        ("/me", "/me"),
        ("%2F%C3%A9", "/"),
        ("%2Fme%0Aset-cookie:x", "/"),
        ("//elsewhere.example", "/"),
        ("/%5Celsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
    ] {
        let seen = owner.open(&format!("/sign-in?next={next}")).await;
        assert_eq!(seen.to.as_deref(), Some(expected), "{next}");
    }
}

#[tokio::test]
async fn the_door_speaks_on_in_the_language_that_was_chosen() {
    let app = TestApp::start().await;
    let (..) = owner(&app).await;
    let guest = Person::at(&app);
    let door = guest.open("/sign-in?lang=he&next=/me").await;
    assert!(
        door.says("lang=\"he\"") && door.says("?lang=en&amp;next=%2Fme"),
        "{}",
        door.body
    );
    let form = [
        ("email", "owner@example.com"),
        ("password", "wrong"),
        ("next", "/me"),
    ];
    let refused = guest.send("/sign-in?lang=he", &form).await;
    assert!(refused.says("lang=\"he\" dir=\"rtl\""), "{}", refused.body);
}

#[tokio::test]
async fn where_forms_are_sent_to_a_reader_finds_a_page() {
    let app = TestApp::start().await;
    let (_, owner, partner) = owner(&app).await;
    for path in [
        "/me/password",
        &format!("/p/{}/webhooks/test", partner.client_id),
    ] {
        let seen = owner.open(path).await;
        assert_eq!(seen.status, 405, "{path}");
        assert!(seen.says("<h1>"), "{path}: {}", seen.body);
    }
}

#[tokio::test]
async fn a_damaged_event_is_not_all_events() {
    let app = TestApp::start().await;
    let (_, owner, partner) = owner(&app).await;
    let place = format!("/p/{}/webhooks", partner.client_id);
    let hook = [("url", "https://hooks.example.com/x")];
    owner.send(&place, &hook).await;
    let replay = format!("{place}/replay");
    assert_eq!(
        owner
            .send(&replay, &[("event", "evt_nonsense")])
            .await
            .status,
        404
    );
    let log = owner.open(&format!("/p/{}/log", partner.client_id)).await;
    assert!(!log.says("Events sent again"), "nothing was done");
    let all = owner.send(&replay, &[]).await;
    assert_eq!(all.status, 303);
}

#[tokio::test]
async fn a_picture_of_any_size_is_refused_beside_its_field_and_the_texts_stay() {
    let app = TestApp::start().await;
    let (_, owner, partner) = owner(&app).await;
    let place = format!("/p/{}/branding", partner.client_id);
    let form = [("message", "Come aboard"), ("button", "Go")];
    let mut large = png(200, 60);
    large.resize(3 * 1024 * 1024, 0);
    let seen = owner.send_with_logo(&place, &form, &large).await;
    assert_eq!(seen.status, 422);
    assert!(
        seen.says("id=\"e-logo\"") && seen.says("Come aboard"),
        "{}",
        seen.body
    );
    let seen = owner.send_with_logo(&place, &form, &png(200, 60)).await;
    assert_eq!(seen.status, 303, "{}", seen.body);
    assert!(owner.open(&place).await.says("Come aboard"));
}

#[tokio::test]
async fn the_preview_of_a_link_looks_as_the_partner_does() {
    let app = TestApp::start().await;
    let (_, owner, partner) = owner(&app).await;
    let root = format!("/p/{}", partner.client_id);
    let form = [
        ("message", "Come aboard"),
        ("own_colour", "on"),
        ("colour", "#7a1f5c"),
    ];
    let saved = owner
        .send_with_logo(&format!("{root}/branding"), &form, b"")
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    // What the form of a new link sends while somebody types.
    let preview = format!("{root}/branding/preview?business_name=Rosa&message=&button=&number=own");
    let seen = owner.open(&preview).await;
    assert!(
        seen.says("#7a1f5c") && seen.says("Come aboard"),
        "{}",
        seen.body
    );
    let own = owner.open(&format!("{preview}&message=Only+here")).await;
    assert!(own.says("Only here") && !own.says("Come aboard"));
    // The editor of the branding shows it without what was taken out of the form.
    let bare = format!("{root}/branding/preview?colour=%230b5cd6&message=");
    let seen = owner.open(&bare).await;
    assert!(!seen.says("#7a1f5c") && !seen.says("Come aboard"));
}

#[tokio::test]
async fn who_takes_a_role_from_herself_lands_where_she_may_be() {
    let app = TestApp::start().await;
    let (operator, owner, partner) = owner(&app).await;
    let place = format!("/p/{}/members", partner.client_id);
    let page = operator.open(&place).await;
    let (_, id) = page.body.split_once("name=\"person\" value=\"").unwrap();
    let id = id.split_once('"').unwrap().0;
    let invite = [
        ("do", "invite"),
        ("email", "noa@example.com"),
        ("role", "owner"),
    ];
    let made = operator.send(&place, &invite).await.text_of("fresh-link");
    let noa = Person::at(&app);
    let path = &made[made.find("/join/").unwrap()..];
    let form = [
        ("name", "Noa"),
        ("password", PASSWORD),
        ("email", "noa@example.com"),
    ];
    assert_eq!(noa.send(path, &form).await.status, 303);

    let demoted = [("do", "role"), ("person", id), ("role", "viewer")];
    assert_eq!(owner.send(&place, &demoted).await.to.as_deref(), Some("/"));
    assert_eq!(owner.open(&place).await.status, 403);
}

#[tokio::test]
async fn who_is_signed_in_sees_for_whom_a_link_is() {
    let app = TestApp::start().await;
    let (operator, owner, partner) = owner(&app).await;
    let place = format!("/p/{}/members", partner.client_id);
    let invite = [
        ("do", "invite"),
        ("email", "noa@example.com"),
        ("role", "viewer"),
    ];
    let made = operator.send(&place, &invite).await.text_of("fresh-link");
    let path = &made[made.find("/join/").unwrap()..];
    let seen = owner.open(path).await;
    for text in ["owner@example.com", "noa@example.com", "/sign-out"] {
        assert!(seen.says(text), "{text}: {}", seen.body);
    }
    assert_eq!(owner.send("/sign-out", &[]).await.status, 303);
    assert!(owner.open(path).await.says("name=\"password\""));
}

#[tokio::test]
async fn an_owner_learns_nothing_of_strangers() {
    let app = TestApp::start().await;
    let (operator, owner, partner) = owner(&app).await;
    let other = app.partner("Two").await;
    Person::member(&app, &operator, &other, "viewer").await;
    let place = format!("/p/{}/members", partner.client_id);
    for person in 1..=4 {
        let id = person.to_string();
        for deed in ["remove", "role"] {
            let form = [("do", deed), ("person", &id), ("role", "viewer")];
            let seen = owner.send(&place, &form).await;
            assert!(!seen.says("viewer@example.com"), "{}", seen.body);
        }
    }
    let log = operator
        .open(&format!("/p/{}/log", partner.client_id))
        .await;
    assert!(log.says("owner@example.com"));
    assert!(!log.says("viewer@example.com"), "{}", log.body);
}
