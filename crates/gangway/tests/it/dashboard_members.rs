//! Who may do what: seats, roles, invitations, and partners of others.

use crate::support::{ACCESS_TOKEN, PASSWORD, Person, TestApp};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_member_sees_her_own_partner_and_no_other() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let one = app.partner("One").await;
    let two = app.partner("Two").await;
    let owner = Person::member(&app, &operator, &one, "owner").await;
    let home = owner.open("/").await;
    let accounts = format!("/p/{}/accounts", one.client_id);
    assert_eq!(
        home.to.as_deref(),
        Some(accounts.as_str()),
        "one seat, no choice"
    );
    assert_eq!(owner.open(&accounts).await.status, 200);
    for path in [
        format!("/p/{}/accounts", two.client_id),
        format!("/p/{}/members", two.client_id),
        "/p/nobody/accounts".to_owned(),
        "/partners".to_owned(),
        "/meta".to_owned(),
        "/claims".to_owned(),
        "/operators".to_owned(),
        "/audit".to_owned(),
    ] {
        let strange = owner.open(&path).await;
        assert_eq!(strange.status, 404, "{path}: it is not there");
    }
    let made = owner.send("/partners", &[("name", "Mine")]).await;
    assert_eq!(made.status, 404);
    let suspended = format!("/p/{}/suspend", one.client_id);
    assert_eq!(
        owner.send(&suspended, &[("suspend", "yes")]).await.status,
        404
    );
}

#[tokio::test]
async fn roles_are_kept_on_every_page_and_form() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let root = format!("/p/{}", partner.client_id);
    let viewer = Person::member(&app, &operator, &partner, "viewer").await;
    let editor = Person::member(&app, &operator, &partner, "editor").await;
    for path in ["/accounts", "/funnel", "/numbers", "/branding", "/webhooks"] {
        assert_eq!(
            viewer.open(&format!("{root}{path}")).await.status,
            200,
            "{path}"
        );
    }
    for path in ["/accounts/new"] {
        assert_eq!(
            viewer.open(&format!("{root}{path}")).await.status,
            403,
            "{path}"
        );
        assert_eq!(
            editor.open(&format!("{root}{path}")).await.status,
            200,
            "{path}"
        );
    }
    for path in ["/members", "/log", "/credentials"] {
        assert_eq!(
            editor.open(&format!("{root}{path}")).await.status,
            403,
            "{path}"
        );
        assert_eq!(
            operator.open(&format!("{root}{path}")).await.status,
            200,
            "{path}"
        );
    }
    for path in [
        "/accounts",
        "/webhooks",
        "/webhooks/test",
        "/webhooks/replay",
        "/numbers/register",
        "/numbers/verify",
        "/numbers/release",
        "/numbers/disconnect",
    ] {
        let form = [
            ("business_name", "Rosa"),
            ("url", "https://example.com/hook"),
        ];
        let refused = viewer.send(&format!("{root}{path}"), &form).await;
        assert_eq!(refused.status, 403, "{path}");
    }
    let refused = editor
        .send(&format!("{root}/members"), &[("do", "invite")])
        .await;
    assert_eq!(refused.status, 403);
    let list = app.list(&partner).await;
    assert!(list.is_empty());
}

#[tokio::test]
async fn the_last_owner_stays_and_a_role_counts_at_once() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let members = format!("/p/{}/members", partner.client_id);
    let owner = Person::member(&app, &operator, &partner, "owner").await;
    let page = owner.open(&members).await;
    let (_, rest) = page.body.split_once("name=\"person\" value=\"").unwrap();
    let own = rest.split_once('"').unwrap().0.to_owned();
    for form in [
        vec![("do", "remove"), ("person", own.as_str())],
        vec![("do", "role"), ("person", own.as_str()), ("role", "viewer")],
    ] {
        let refused = owner.send(&members, &form).await;
        assert_eq!(refused.status, 409, "{form:?}");
        assert!(refused.says("role=\"alert\""));
    }
    let second = Person::member(&app, &operator, &partner, "editor").await;
    let down = [("do", "role"), ("person", own.as_str()), ("role", "viewer")];
    assert_eq!(
        owner.send(&members, &down).await.status,
        409,
        "an editor is no owner"
    );
    let page = owner.open(&members).await;
    let (_, rest) = page.body.rsplit_once("name=\"person\" value=\"").unwrap();
    let other = rest.split_once('"').unwrap().0.to_owned();
    assert_ne!(own, other);
    let up = [
        ("do", "role"),
        ("person", other.as_str()),
        ("role", "owner"),
    ];
    assert_eq!(owner.send(&members, &up).await.status, 303);
    assert_eq!(
        second.open(&members).await.status,
        200,
        "with her next request"
    );
    assert_eq!(owner.send(&members, &down).await.status, 303);
    assert_eq!(owner.open(&members).await.status, 403);
}

#[tokio::test]
async fn a_suspended_partners_people_stay_outside() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let root = format!("/p/{}", partner.client_id);
    let owner = Person::member(&app, &operator, &partner, "owner").await;
    let suspend = format!("{root}/suspend");
    operator.send(&suspend, &[("suspend", "yes")]).await;
    let outside = owner.open(&format!("{root}/accounts")).await;
    assert_eq!(outside.status, 403);
    let inside = operator.open(&format!("{root}/accounts")).await;
    assert_eq!(inside.status, 200, "the operator still looks");
    operator.send(&suspend, &[]).await;
    assert_eq!(owner.open(&format!("{root}/accounts")).await.status, 200);
}

#[tokio::test]
async fn who_has_a_password_follows_an_invitation_as_herself() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let one = app.partner("One").await;
    let two = app.partner("Two").await;
    let owner = Person::member(&app, &operator, &one, "owner").await;
    let form = [
        ("do", "invite"),
        ("email", "owner@example.com"),
        ("role", "viewer"),
    ];
    let made = operator
        .send(&format!("/p/{}/members", two.client_id), &form)
        .await;
    let link = made.text_of("fresh-link");
    let path = &link[link.find("/join/").unwrap()..];
    // As a newcomer she is told that her address is known.
    let newcomer = [("name", "Dana"), ("password", PASSWORD)];
    let taken = Person::at(&app).send(path, &newcomer).await;
    assert_eq!(taken.status, 409);
    assert!(taken.says("id=\"e-email\""), "{}", taken.body);
    let joined = owner.send(path, &[("as_me", "1")]).await;
    assert_eq!(joined.to.as_deref(), Some("/?said=welcome"));
    let home = owner.open("/").await;
    assert!(
        home.says("One") && home.says("Two"),
        "now there is a choice"
    );
}

#[tokio::test]
async fn a_lost_password_is_replaced_by_the_operators_link() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let members = format!("/p/{}/members", partner.client_id);
    let owner = Person::member(&app, &operator, &partner, "owner").await;
    let page = operator.open(&members).await;
    let (_, rest) = page.body.split_once("name=\"person\" value=\"").unwrap();
    let person = rest.split_once('"').unwrap().0.to_owned();
    let reset = [("do", "reset"), ("person", person.as_str())];
    let refused = owner.send(&members, &reset).await;
    assert_eq!(refused.status, 404, "owners give no passwords");
    let made = operator.send(&members, &reset).await;
    let link = made.text_of("fresh-link");
    let path = &link[link.find("/join/").unwrap()..];
    let fresh = Person::at(&app);
    let weak = fresh.send(path, &[("password", "short")]).await;
    assert_eq!(weak.status, 422);
    let entered = fresh
        .send(path, &[("password", "a whole new password")])
        .await;
    assert_eq!(entered.status, 303);
    assert_eq!(
        owner.open(&members).await.status,
        303,
        "her sessions have ended"
    );
    let old = Person::at(&app)
        .sign_in("owner@example.com", PASSWORD)
        .await;
    assert_eq!(old.status, 422);
}

#[tokio::test]
async fn every_change_is_in_the_log_with_who_and_what() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let root = format!("/p/{}", partner.client_id);
    let owner = Person::member(&app, &operator, &partner, "owner").await;
    owner
        .send(
            &format!("{root}/accounts"),
            &[("business_name", "Rosa <b>")],
        )
        .await;
    owner
        .send(
            &format!("{root}/accounts"),
            &[("business_name", "Rosa"), ("number", "12")],
        )
        .await;
    let hook = [("url", "http://10.0.0.1/inside")];
    assert_eq!(
        owner.send(&format!("{root}/webhooks"), &hook).await.status,
        422
    );
    let log = owner.open(&format!("{root}/log")).await;
    for text in [
        "Link made",
        "Rosa &lt;b&gt;",
        "Webhook changed",
        "owner@example.com",
        "Somebody invited",
        "Joined",
    ] {
        assert!(log.says(text), "{text}: {}", log.body);
    }
    assert!(!log.says("Signed in"), "sign-ins are no partner's business");
    let refused = log.body.matches("outcome-").count();
    assert_eq!(refused, 0, "every word has its message");
    let everything = operator.open("/audit?group=session").await;
    assert_eq!(everything.status, 200);
    let only = operator.open("/audit?group=account").await;
    assert!(only.says("Link made") && !only.says("Webhook changed"));
}

#[tokio::test]
async fn credentials_are_made_rotated_and_revoked_by_owners() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let owner = Person::member(&app, &operator, &partner, "owner").await;
    let place = format!("/p/{}/credentials", partner.client_id);
    let made = owner
        .send(&place, &[("do", "create"), ("label", "billing")])
        .await;
    assert_eq!(made.status, 200);
    let (id, secret) = (made.text_of("client-id"), made.text_of("client-secret"));
    assert_ne!(id, partner.client_id);
    let token = async |id: &str, secret: &str| {
        let asked = json!({"client_id": id, "client_secret": secret});
        let answer = app.request(Method::POST, ACCESS_TOKEN).json(&asked);
        answer.send().await.unwrap().status().as_u16()
    };
    assert_eq!(token(&id, &secret).await, 200);
    let page = owner.open(&place).await;
    assert!(
        page.says("billing") && !page.says(&secret),
        "the secret is shown once"
    );

    let both = [
        ("do", "rotate"),
        ("client_id", id.as_str()),
        ("overlap", "24"),
    ];
    let rotated = owner.send(&place, &both).await;
    let fresh = rotated.text_of("client-secret");
    assert_eq!(token(&id, &secret).await, 200, "both work for a day");
    assert_eq!(token(&id, &fresh).await, 200);
    let at_once = [
        ("do", "rotate"),
        ("client_id", id.as_str()),
        ("overlap", "0"),
    ];
    let newest = owner.send(&place, &at_once).await.text_of("client-secret");
    assert_eq!(token(&id, &fresh).await, 401);
    assert_eq!(token(&id, &newest).await, 200);

    let revoke = [("do", "revoke"), ("client_id", id.as_str())];
    assert_eq!(owner.send(&place, &revoke).await.status, 303);
    assert_eq!(token(&id, &newest).await, 401);
    assert_eq!(owner.send(&place, &revoke).await.status, 404);
    assert_eq!(token(&partner.client_id, &partner.client_secret).await, 200);
    // Without its own credential the partner is still where it was.
    let last = [("do", "revoke"), ("client_id", partner.client_id.as_str())];
    assert_eq!(owner.send(&place, &last).await.status, 303);
    assert_eq!(owner.open(&place).await.status, 200);
}
