//! The page's own calls are taken from the page itself only.

use crate::support::{PageSession, TestApp};
use serde_json::{Value, json};

#[tokio::test]
async fn another_websites_script_is_refused_with_403() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({})).await;
    let session = &page.session;
    let calls = [
        ("opened", json!({})),
        ("start", json!({"session": session})),
        (
            "event",
            json!({"session": session, "message": heard["messages"][0]}),
        ),
        ("event", json!({"session": session, "closed": true})),
        ("code", json!({"session": session, "code": heard["code"]})),
        ("resume", json!({"session": session})),
    ];
    let ours = app.server.public_url.clone();
    for (what, body) in &calls {
        let url = format!("{}/{what}", page.link);
        for origin in [
            "https://evil.example",
            "null",
            "http://127.0.0.1:1",
            &ours.replace("http:", "https:"),
            &format!("{ours}.evil.example"),
        ] {
            let request = app.http.post(&url).header("origin", origin).json(body);
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 403, "{what} from {origin}");
            let answer: Value = response.json().await.unwrap();
            assert!(answer["message"].as_str().unwrap().contains("Origin"));
        }
        for media in ["text/plain", "application/x-www-form-urlencoded"] {
            let request = app
                .http
                .post(&url)
                .header("origin", &ours)
                .header("content-type", media)
                .body(body.to_string());
            assert_eq!(
                request.send().await.unwrap().status(),
                415,
                "{what} as {media}"
            );
        }
    }
    assert!(app.meta().calls("oauth_access_token").await.is_empty());

    let code = json!({"session": session, "code": heard["code"]});
    let url = format!("{}/code", page.link);
    let own = app.http.post(&url).header("origin", &ours).json(&code);
    let answer: Value = own.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["state"], "finished", "{answer}");
}

#[tokio::test]
async fn no_other_website_may_read_an_answer() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let link = account["onboarding_link"].as_str().unwrap();
    for url in [link.to_owned(), format!("{link}/status")] {
        let request = app.http.get(&url).header("origin", "https://evil.example");
        let response = request.send().await.unwrap();
        assert!(
            response
                .headers()
                .get("access-control-allow-origin")
                .is_none()
        );
    }
}
