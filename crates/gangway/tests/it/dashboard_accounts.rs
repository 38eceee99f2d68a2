//! A partner's accounts in the dashboard: made, found, looked at, changed.

use crate::support::{PageSession, Person, TestApp};
use serde_json::json;

#[tokio::test]
async fn a_link_made_in_the_dashboard_is_in_the_list() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let root = format!("/p/{}", partner.client_id);
    let editor = Person::member(&app, &operator, &partner, "editor").await;
    let form = [
        ("business_name", "Rosa's Bakery"),
        ("number", "app"),
        ("reference", "r-17"),
        ("language", "he"),
        ("expires_in", "30"),
    ];
    let made = editor.send(&format!("{root}/accounts"), &form).await;
    let to = made.to.unwrap();
    assert!(to.ends_with("?said=created"), "{to}");
    let page = editor.open(&to).await;
    assert!(
        page.says("Rosa&#x27;s Bakery") && page.says("r-17"),
        "{}",
        page.body
    );
    assert!(
        page.says("dir=\"rtl\""),
        "the text to send is in the customer's language"
    );
    let list = app.list(&partner).await;
    let account = &list[0];
    assert_eq!(account["business_name"], "Rosa's Bakery");
    assert_eq!(account["coexistence"], 1);
    let link = account["onboarding_link"].as_str().unwrap();
    assert_eq!(page.text_of("link"), link);
    let strange = format!("/p/{}/accounts/999999", partner.client_id);
    assert_eq!(editor.open(&strange).await.status, 404);
}

#[tokio::test]
async fn what_is_wrong_in_the_form_stands_beside_its_field() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let accounts = format!("/p/{}/accounts", partner.client_id);
    let long = "x".repeat(101);
    for (field, value) in [
        ("business_name", ""),
        ("business_name", long.as_str()),
        ("business_email", "nobody"),
        ("reference", long.as_str()),
        ("language", "12"),
        ("number", "972500000000000"),
        ("number", "972501234567"),
        ("expires_in", "0"),
        ("expires_in", "soon"),
        ("redirect_success", "http://example.com"),
        ("redirect_success", "https://elsewhere.example.com/"),
    ] {
        let mut form = vec![("business_name", "Rosa"), ("button", "Kept")];
        form.push((field, value));
        let refused = operator.send(&accounts, &form).await;
        let status = refused.status.as_u16();
        assert!(status == 422 || status == 409, "{field}={value}: {status}");
        assert!(
            refused.says(&format!("id=\"e-{field}\"")),
            "{field}={value}: {}",
            refused.body
        );
        assert!(
            refused.says("value=\"Kept\""),
            "what was typed is still there"
        );
    }
    let list = app.list(&partner).await;
    assert!(list.is_empty());
}

#[tokio::test]
async fn the_list_is_narrowed_by_its_address_and_comes_as_a_file() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let accounts = format!("/p/{}/accounts", partner.client_id);
    let empty = operator.open(&accounts).await;
    assert!(empty.says("No onboarding account yet"));
    for (name, coexistence) in [("Anna", 0), ("Bella =1", 1), ("Cara", 0)] {
        app.create(
            &partner,
            json!({"business_name": name, "coexistence": coexistence}),
        )
        .await;
    }
    let all = operator.open(&accounts).await;
    assert!(all.says("Anna") && all.says("Bella") && all.says("Cara"));
    let found = operator.open(&format!("{accounts}?q=bELLA")).await;
    assert!(found.says("Bella") && !found.says("Cara"));
    let kind = operator
        .open(&format!("{accounts}?coexistence=0&sort=name&dir=asc"))
        .await;
    assert!(!kind.says("Bella"));
    assert!(kind.body.find("Anna").unwrap() < kind.body.find("Cara").unwrap());
    let none = operator.open(&format!("{accounts}?state=finished")).await;
    assert!(none.says("Nothing found"));
    let nonsense = operator
        .open(&format!("{accounts}?page=0&state=x&from=x&sort=x&%ff=%ff"))
        .await;
    assert_eq!(nonsense.status, 200);
    assert!(nonsense.says("Anna"));

    let file = operator
        .open(&format!("{accounts}.csv?coexistence=1"))
        .await;
    let lines: Vec<_> = file.body.lines().collect();
    assert_eq!(lines.len(), 2, "{}", file.body);
    assert!(lines[0].starts_with("\u{feff}created_utc,whatsapp"));
    assert!(lines[1].contains("Bella =1"), "{}", lines[1]);
}

#[tokio::test]
async fn an_account_is_renewed_and_removed() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    app.create(&partner, json!({"business_name": "Rosa"})).await;
    let list = operator
        .open(&format!("/p/{}/accounts", partner.client_id))
        .await;
    let (_, rest) = list.body.split_once("class=\"first\"><a href=\"").unwrap();
    let href = rest.split_once('"').unwrap().0.replace("&#x2f;", "/");
    let page = href.strip_prefix("/dashboard").unwrap().to_owned();
    let before = operator.open(&page).await.text_of("link");
    let renewed = operator.send(&page, &[("do", "renew")]).await;
    assert!(renewed.to.unwrap().ends_with("said=renewed"));
    let after = operator.open(&page).await.text_of("link");
    assert_ne!(before, after);
    let nothing = operator.send(&page, &[("do", "something")]).await;
    assert_eq!(nothing.status, 404);
    let removed = operator.send(&page, &[("do", "remove")]).await;
    assert!(removed.to.unwrap().ends_with("/accounts?said=removed"));
    let list = app.list(&partner).await;
    assert!(list.is_empty());
    let still = operator.open(&page).await;
    assert_eq!(still.status, 200, "what happened can still be read");
    assert!(!still.says("value=\"remove\""));
}

#[tokio::test]
async fn the_funnel_shows_link_by_link_how_far_each_customer_got() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let stranger = app.partner("Two").await;
    app.create(&stranger, json!({"business_name": "Elsewhere"}))
        .await;
    let opened = app
        .create(&partner, json!({"business_name": "Opened"}))
        .await;
    let page = PageSession::open(&app, &opened).await;
    assert_eq!(page.post("opened", json!({})).await.0, 200);
    app.finished(&partner, json!({"business_name": "Through"}))
        .await;
    let funnel = format!("/p/{}/funnel", partner.client_id);
    let page = operator.open(&funnel).await;
    // The stages at which there is a time, of the row with this name.
    let reached = |name: &str| -> Vec<String> {
        let row = page.body.split("<tr>").find(|row| row.contains(name));
        let cells = row.unwrap().split("<td data-label=\"").skip(1);
        cells
            .filter(|cell| cell.contains("<time "))
            .map(|cell| cell.split('"').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(reached("<bdi>Opened</bdi>"), ["Link made", "Opened"]);
    let all = [
        "Link made",
        "Opened",
        "Button pressed",
        "Came back from Meta",
        "Finished",
    ];
    assert_eq!(reached("<bdi>Through</bdi>"), all);
    assert!(!page.says("Elsewhere"));
    assert!(page.reads("1 to 2 of 2") && !page.says("rel=\"next\""));

    for n in 0..24 {
        let name = format!("Later {n}.");
        app.create(&partner, json!({"business_name": name})).await;
    }
    let first = operator.open(&funnel).await;
    assert!(first.reads("1 to 25 of 26") && first.says("Later 23.") && first.says("rel=\"next\""));
    assert!(!first.says("<bdi>Opened</bdi>"), "the latest come first");
    let next = format!("{funnel}?weeks=12&page=2");
    for page in [next, format!("{funnel}?page=99999999")] {
        let last = operator.open(&page).await;
        assert!(last.reads("26 to 26 of 26") && last.says("<bdi>Opened</bdi>"));
        assert!(last.says("rel=\"prev\"") && !last.says("rel=\"next\""));
    }
}
