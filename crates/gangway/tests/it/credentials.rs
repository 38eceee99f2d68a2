//! Several credentials of a partner: made, rotated with and without an overlap, revoked.

use crate::support::{ACCESS_TOKEN, Answer, LIST, TestApp, TestPartner};
use gangway_app::{App, CREDENTIALS_IN_FORCE, Credential, CredentialError, LONGEST_OVERLAP};
use gangway_crypto::ClientSecret;
use gangway_domain::{ClientId, PartnerId, Text};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn use_cases(app: &TestApp) -> &App {
    &app.server.app
}

/// A partner's id and the client id that it came with.
async fn ids(app: &TestApp, partner: &TestPartner) -> (PartnerId, ClientId) {
    let client_id = ClientId::parse(&partner.client_id).unwrap();
    let known = use_cases(app).partner_by_client_id(&client_id).await;
    (known.unwrap().unwrap().id, client_id)
}

async fn ask(app: &TestApp, client_id: &str, secret: &str) -> Answer {
    let body = json!({"client_id": client_id, "client_secret": secret});
    app.call(Method::POST, ACCESS_TOKEN, None, Some(body)).await
}

async fn token(app: &TestApp, (credential, secret): &(Credential, ClientSecret)) -> String {
    let answer = ask(app, credential.client_id.as_str(), secret.expose()).await;
    answer.expect(200, 1);
    answer.json["access_token"].as_str().unwrap().to_owned()
}

async fn opens(app: &TestApp, token: &str) -> Answer {
    app.call(Method::GET, LIST, Some(token), None).await
}

async fn made(app: &TestApp, partner: PartnerId) -> (Credential, ClientSecret) {
    let label = Text::parse("label", "Shop").unwrap();
    let made = use_cases(app).create_credential(partner, label).await;
    made.unwrap()
}

#[tokio::test]
async fn both_secrets_work_during_the_overlap() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (id, client_id) = ids(&app, &partner).await;
    let rotated = use_cases(&app)
        .rotate_credential(id, &client_id, DAY)
        .await
        .unwrap();
    assert!(rotated.0.former_until.is_some());
    assert_ne!(rotated.1.expose(), partner.client_secret);
    opens(&app, &partner.token).await.expect(200, 1);

    app.clock.advance(DAY - Duration::from_millis(1));
    let fresh = token(&app, &rotated).await;
    let former = app.token(&partner).await;
    app.clock.advance(Duration::from_millis(1));
    let over = ask(&app, &partner.client_id, &partner.client_secret).await;
    over.expect(401, 2);
    for token in [&fresh, &former] {
        opens(&app, token).await.expect(200, 1);
    }
    token(&app, &rotated).await;
}

#[tokio::test]
async fn a_third_secret_waits_until_the_overlap_is_over() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (id, client_id) = ids(&app, &partner).await;
    let rotate = async |overlap| {
        let use_cases = use_cases(&app);
        use_cases.rotate_credential(id, &client_id, overlap).await
    };
    let rotated = rotate(DAY).await.unwrap();
    let until = rotated.0.former_until.unwrap();
    app.clock.advance(DAY - Duration::from_millis(1));
    let refused = rotate(DAY).await;
    assert!(matches!(refused, Err(CredentialError::OverlapRuns(at)) if at == until));
    app.token(&partner).await;
    token(&app, &rotated).await;
    app.clock.advance(Duration::from_millis(1));
    let next = rotate(DAY).await.unwrap();
    token(&app, &rotated).await;
    // One that is out is put right at once, also meanwhile.
    let last = rotate(Duration::ZERO).await.unwrap();
    for ended in [&rotated, &next] {
        let former = ask(&app, client_id.as_str(), ended.1.expose()).await;
        former.expect(401, 2);
    }
    token(&app, &last).await;
}

#[tokio::test]
async fn a_rotation_at_once_ends_only_its_own_tokens() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (id, client_id) = ids(&app, &partner).await;
    let second = made(&app, id).await;
    let kept = token(&app, &second).await;
    let rotated = use_cases(&app)
        .rotate_credential(id, &client_id, Duration::ZERO)
        .await
        .unwrap();
    opens(&app, &partner.token).await.expect(401, 3);
    let former = ask(&app, &partner.client_id, &partner.client_secret).await;
    former.expect(401, 2);
    opens(&app, &kept).await.expect(200, 1);
    token(&app, &rotated).await;

    // The command line's way puts the partner's first credential right, and leaves the others.
    let renewed = app.operator().rotate_secret(&client_id).await;
    assert!(renewed.unwrap().is_some());
    opens(&app, &kept).await.expect(200, 1);
    let former = ask(&app, client_id.as_str(), rotated.1.expose()).await;
    former.expect(401, 2);
}

#[tokio::test]
async fn a_revoked_credential_opens_nothing_at_once() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (id, client_id) = ids(&app, &partner).await;
    let second = made(&app, id).await;
    let ended = token(&app, &second).await;
    let revoke = async |client_id| use_cases(&app).revoke_credential(id, client_id).await;
    revoke(&second.0.client_id).await.unwrap();
    opens(&app, &ended).await.expect(401, 3);
    let refused = ask(&app, second.0.client_id.as_str(), second.1.expose()).await;
    refused.expect(401, 2);
    opens(&app, &partner.token).await.expect(200, 1);
    let again = revoke(&second.0.client_id).await;
    assert!(matches!(again, Err(CredentialError::Unknown)));
    let rotated = use_cases(&app)
        .rotate_credential(id, &second.0.client_id, DAY)
        .await;
    assert!(matches!(rotated, Err(CredentialError::Unknown)));

    // The last one, too; the partner can be given another one.
    revoke(&client_id).await.unwrap();
    opens(&app, &partner.token).await.expect(401, 3);
    let gone = app.operator().rotate_secret(&client_id).await;
    assert!(gone.unwrap().is_none());
    let third = made(&app, id).await;
    let token = token(&app, &third).await;
    opens(&app, &token).await.expect(200, 1);
    let listed = use_cases(&app).credentials(id).await.unwrap();
    let revoked: Vec<bool> = listed.iter().map(|one| one.revoked_at.is_some()).collect();
    assert_eq!(revoked.iter().filter(|revoked| !**revoked).count(), 1);
    assert_eq!(listed.len(), 3);
}

#[tokio::test]
async fn a_partner_has_its_own_and_not_too_many() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let (id, client_id) = ids(&app, &one).await;
    let (other, _) = ids(&app, &two).await;
    let stolen = use_cases(&app)
        .rotate_credential(other, &client_id, Duration::ZERO)
        .await;
    assert!(matches!(stolen, Err(CredentialError::Unknown)));
    let stolen = use_cases(&app).revoke_credential(other, &client_id).await;
    assert!(matches!(stolen, Err(CredentialError::Unknown)));
    opens(&app, &one.token).await.expect(200, 1);

    for _ in 1..CREDENTIALS_IN_FORCE {
        let (credential, _) = made(&app, id).await;
        assert_eq!(credential.label.unwrap().as_str(), "Shop");
    }
    let more = use_cases(&app).create_credential(id, None).await;
    assert!(matches!(more, Err(CredentialError::TooMany)));
    let long = LONGEST_OVERLAP + Duration::from_secs(1);
    let long = use_cases(&app)
        .rotate_credential(id, &client_id, long)
        .await;
    assert!(matches!(long, Err(CredentialError::OverlapTooLong)));
    opens(&app, &one.token).await.expect(200, 1);
}
