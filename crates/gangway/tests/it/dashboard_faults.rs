//! What people's browsers send to the dashboard that makes no sense, or not any more: a page that
//! helps on, and nothing lost.

use crate::support::{PASSWORD, PageSession, Person, TestApp, TestPartner, png};
use serde_json::json;
use std::time::Duration;

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
    let preview = format!("{root}/branding/preview");
    let of_a_link = |message| {
        [
            ("business_name", "Rosa"),
            ("message", message),
            ("button", ""),
            ("number", "own"),
        ]
    };
    for seen in [
        owner.open(&preview).await,
        owner.send(&preview, &of_a_link("")).await,
    ] {
        assert!(
            seen.says("#7a1f5c") && seen.says("Come aboard"),
            "{}",
            seen.body
        );
    }
    let own = owner.send(&preview, &of_a_link("Only here")).await;
    assert!(own.says("Only here") && !own.says("Come aboard"));
    // A picture that is picked is seen before it is kept.
    let form = [("colour", "#0b5cd6"), ("button", "")];
    let picked = owner.send_with_logo(&preview, &form, &png(200, 60)).await;
    assert!(
        picked.says("data:image&#x2f;png;base64,"),
        "{}",
        picked.body
    );
    let none = owner.send_with_logo(&preview, &form, b"no picture").await;
    assert!(none.status == 200 && !none.says("data:image&#x2f;png"));
    // The editor of the branding shows it without what was taken out of the form.
    let bare = [("colour", "#0b5cd6"), ("message", "")];
    let seen = owner.send(&preview, &bare).await;
    assert!(!seen.says("#7a1f5c") && !seen.says("Come aboard"));
}

#[tokio::test]
async fn what_was_begun_is_carried_out_when_the_browser_hangs_up() {
    let app = TestApp::start().await;
    let (_, owner, partner) = owner(&app).await;
    let account = app.create(&partner, json!({"business_name": "Iris"})).await;
    let down = json!({"status": 503, "times": 2});
    app.meta().fault("subscribe", down).await;
    let page = PageSession::start(&app, &account).await;
    let (_, last) = page.go_through(json!({})).await;
    assert_eq!(last["state"], "delayed", "{last}");
    app.clock.advance(Duration::from_secs(5));
    let slow = json!({"delay_ms": 1_500});
    app.meta().fault("subscribe", slow).await;

    let root = format!("/p/{}", partner.client_id);
    let place = format!("{root}/accounts/2");
    assert!(owner.open(&place).await.says("Iris"));
    let moment = Duration::from_millis(300);
    owner
        .send_and_hang_up(&place, &[("do", "retry")], moment)
        .await;
    let log = format!("{root}/log?group=account");
    let begun = owner.open(&log).await;
    assert!(begun.says("Set-up tried again"), "{}", begun.body);
    let ended = async {
        while !owner.open(&log).await.says("chip good") {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(60), ended).await;
    assert!(ended.is_ok(), "the end is not written down");
    assert_eq!(page.resume().await["state"], "refused", "it is done");
}

#[tokio::test]
async fn a_new_webhook_secret_needs_no_address() {
    let app = TestApp::start().await;
    let (_, owner, partner) = owner(&app).await;
    let place = format!("/p/{}/webhooks", partner.client_id);
    let set = [("url", "https://example.com/hook"), ("email", "")];
    assert_eq!(owner.send(&place, &set).await.status, 200);
    let rotate = [("rotate", "1"), ("url", "\0 https://elsewhere.example")];
    let rotated = owner.send(&place, &rotate).await;
    assert_eq!(rotated.status, 200, "{}", rotated.body);
    let log = owner
        .open(&format!("/p/{}/log?group=webhook", partner.client_id))
        .await;
    assert!(!log.says("elsewhere"), "{}", log.body);
}

#[tokio::test]
async fn nobody_makes_a_third_secret_while_two_may_be_in_use() {
    let app = TestApp::start().await;
    let (_, owner, partner) = owner(&app).await;
    let place = format!("/p/{}/credentials", partner.client_id);
    let rotate = |overlap| {
        [
            ("do", "rotate"),
            ("client_id", partner.client_id.as_str()),
            ("overlap", overlap),
        ]
    };
    assert_eq!(owner.send(&place, &rotate("24")).await.status, 200);
    let again = owner.send(&place, &rotate("24")).await;
    assert_eq!(again.status, 409);
    assert!(
        again.says("An earlier secret still works") && !again.says("fresh"),
        "{}",
        again.body
    );
    // What was handed out works on.
    app.token(&partner).await;
    let at_once = owner.send(&place, &rotate("0")).await;
    assert_eq!(at_once.status, 200, "{}", at_once.body);
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
