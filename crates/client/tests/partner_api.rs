//! The client against a real HTTP server that answers from a script.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gangway_client::{Account, Client, Error, ListQuery, NewAccount, Status};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const TOKEN: &str = "/api/settings/accessToken";
const LIST: &str = "/api/whatsapp/getAccounts";
const CREATE: &str = "/api/whatsapp/createAccount";
const DELETE: &str = "/api/whatsapp/deleteAccount";

/// One request as the server saw it.
#[derive(Debug, Clone)]
struct Seen {
    method: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: String,
}

impl Seen {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// Everything the server saw, in order.
type Log = Arc<Mutex<Vec<Seen>>>;

/// Answers a request; the number says how many came before it to the same path.
type Script = dyn Fn(&Seen, usize) -> Response + Send + Sync;

struct Server {
    url: String,
    seen: Log,
}

impl Server {
    /// Starts a server that grants the tokens `token-1`, `token-2`, … and answers all else by `script`.
    async fn start(script: impl Fn(&Seen, usize) -> Response + Send + Sync + 'static) -> Self {
        Self::start_bare(move |seen, before| match seen.path.as_str() {
            TOKEN => reply(
                200,
                &json!({"status": "OK", "reason": 1, "access_token": format!("token-{}", before + 1),
                    "expiration_time": "3600", "token_type": "Bearer"}),
            ),
            _ => script(seen, before),
        })
        .await
    }

    /// Starts a server that answers everything by `script`.
    async fn start_bare(script: impl Fn(&Seen, usize) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Log::default();
        let script: Arc<Script> = Arc::new(script);
        let app = Router::new()
            .fallback(record_and_answer)
            .with_state((Arc::clone(&seen), script));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, seen }
    }

    fn client(&self) -> Client {
        Client::new(&self.url, "partner-1", "hunter2")
            .unwrap()
            .with_clock(Arc::new(|| 0))
    }

    fn seen(&self, path: &str) -> Vec<Seen> {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .filter(|seen| seen.path == path)
            .cloned()
            .collect()
    }
}

async fn record_and_answer(
    State((log, script)): State<(Log, Arc<Script>)>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let seen = Seen {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    let before = {
        let mut log = log.lock().unwrap();
        let before = log
            .iter()
            .filter(|earlier| earlier.path == seen.path)
            .count();
        log.push(seen.clone());
        before
    };
    script(&seen, before)
}

fn reply(http_status: u16, body: &Value) -> Response {
    (
        StatusCode::from_u16(http_status).unwrap(),
        axum::Json(body.clone()),
    )
        .into_response()
}

fn fail(http_status: u16, reason: u32) -> Response {
    reply(
        http_status,
        &json!({"status": "FAIL", "reason": reason, "message": "Say it otherwise."}),
    )
}

fn account(whatsapp: &str) -> Value {
    json!({"create_time": 1_739_874_663, "whatsapp": whatsapp, "coexistence": 1, "business_name": "Acme inc",
        "business_email": "", "business_id": "", "business_address": "", "landing_page": "https://pages.example/1",
        "onboarding_link": "https://onboarding.example/1", "display_name": "Acme inc", "reference": "r-1", "status": 0})
}

fn listed(whatsapp: &str) -> Response {
    reply(
        200,
        &json!({"status": "OK", "reason": 1, "list": [account(whatsapp)]}),
    )
}

#[tokio::test]
async fn a_list_is_fetched_with_the_token_that_id_and_secret_buy() {
    let server = Server::start(|_, _| listed("972571234567")).await;
    let page = server
        .client()
        .get_accounts(&ListQuery::default())
        .await
        .unwrap();

    assert_eq!(page.list.len(), 1);
    assert_eq!(page.list[0].whatsapp, "972571234567");
    assert_eq!(page.list[0].status, Status::Unfinished);
    assert!(page.list[0].coexistence);
    assert_eq!((page.next_cursor, page.etag), (None, None));

    let bought = &server.seen(TOKEN)[0];
    assert_eq!(bought.method, "POST");
    let credentials: Value = serde_json::from_str(&bought.body).unwrap();
    assert_eq!(
        credentials,
        json!({"client_id": "partner-1", "client_secret": "hunter2"})
    );
    assert_eq!(bought.header("authorization"), None);

    let call = &server.seen(LIST)[0];
    assert_eq!(
        (
            call.method.as_str(),
            call.query.as_str(),
            call.body.as_str()
        ),
        ("GET", "", "")
    );
    assert_eq!(call.header("authorization"), Some("Bearer token-1"));
}

#[tokio::test]
async fn every_parameter_of_the_list_is_sent_under_its_name() {
    let server = Server::start(|_, _| listed("1")).await;
    let query = ListQuery {
        status: Some(Status::Finished),
        coexistence: Some(false),
        reference: Some("a&b".to_owned()),
        whatsapp: Some("972501234567".to_owned()),
        q: Some("Acme inc".to_owned()),
        created_from: Some(10),
        created_to: Some(20),
        sort: Some("create_time".to_owned()),
        limit: Some(50),
        cursor: Some("c/1".to_owned()),
    };
    server.client().get_accounts(&query).await.unwrap();
    assert_eq!(
        server.seen(LIST)[0].query,
        "status=1&coexistence=0&reference=a%26b&whatsapp=972501234567&q=Acme+inc&created_from=10&created_to=20\
         &sort=create_time&limit=50&cursor=c%2F1"
    );
}

#[tokio::test]
async fn pages_follow_the_cursor_to_the_end() {
    let server = Server::start(|seen, _| {
        let (number, next) = match seen.query.as_str() {
            "limit=1" => ("1", Some("second")),
            "limit=1&cursor=second" => ("2", None),
            other => panic!("unexpected query {other}"),
        };
        let mut body = json!({"status": "OK", "reason": 1, "list": [account(number)]});
        if let Some(next) = next {
            body["next_cursor"] = json!(next);
        }
        reply(200, &body)
    })
    .await;
    let client = server.client();
    let mut query = ListQuery {
        limit: Some(1),
        ..ListQuery::default()
    };
    let first = client.get_accounts(&query).await.unwrap();
    query.cursor = first.next_cursor;
    let second = client.get_accounts(&query).await.unwrap();
    assert_eq!(
        (
            first.list[0].whatsapp.as_str(),
            second.list[0].whatsapp.as_str()
        ),
        ("1", "2")
    );
    assert_eq!(second.next_cursor, None);
}

#[tokio::test]
async fn an_unchanged_list_is_none_and_a_changed_one_is_a_page() {
    let server = Server::start(|seen, _| match seen.header("if-none-match") {
        Some("\"v2\"") => StatusCode::NOT_MODIFIED.into_response(),
        _ => ([(header::ETAG, "\"v2\"")], listed("1")).into_response(),
    })
    .await;
    let client = server.client();
    let query = ListQuery::default();

    let first = client
        .list_if_changed(&query, None)
        .await
        .unwrap()
        .expect("a first page");
    assert_eq!(first.etag.as_deref(), Some("\"v2\""));
    let same = client
        .list_if_changed(&query, first.etag.as_deref())
        .await
        .unwrap();
    assert_eq!(same, None);
    let changed = client
        .list_if_changed(&query, Some("\"v1\""))
        .await
        .unwrap();
    assert_eq!(changed, Some(first));
}

#[tokio::test]
async fn csv_is_asked_for_and_handed_on_as_it_came() {
    let server = Server::start(|_, _| {
        (
            [(header::CONTENT_TYPE, "text/csv; charset=utf-8")],
            "create_time,whatsapp\r\n1,2\r\n",
        )
            .into_response()
    })
    .await;
    let csv = server
        .client()
        .get_accounts_csv(&ListQuery::default())
        .await
        .unwrap();
    assert_eq!(csv, "create_time,whatsapp\r\n1,2\r\n");
    assert_eq!(server.seen(LIST)[0].header("accept"), Some("text/csv"));
}

#[tokio::test]
async fn json_in_place_of_csv_is_not_taken_for_csv() {
    let server = Server::start(|_, _| listed("1")).await;
    let error = server
        .client()
        .get_accounts_csv(&ListQuery::default())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
}

#[tokio::test]
async fn an_account_is_created_with_its_idempotency_key() {
    let server = Server::start(|_, _| {
        reply(
            200,
            &json!({"status": "OK", "reason": 1, "account": account("972571234567")}),
        )
    })
    .await;
    let wanted = NewAccount {
        coexistence: true,
        reference: Some("r-1".to_owned()),
        idempotency_key: Some("key-1".to_owned()),
        ..NewAccount::new("Acme inc")
    };
    let created: Account = server.client().create_account(&wanted).await.unwrap();
    assert_eq!(
        (created.whatsapp.as_str(), created.reference.as_str()),
        ("972571234567", "r-1")
    );

    let call = &server.seen(CREATE)[0];
    assert_eq!(call.method, "POST");
    assert_eq!(call.header("idempotency-key"), Some("key-1"));
    let body: Value = serde_json::from_str(&call.body).unwrap();
    assert_eq!(
        body,
        json!({"coexistence": 1, "business_name": "Acme inc", "reference": "r-1"})
    );
}

#[tokio::test]
async fn a_deletion_names_the_number_and_answers_the_servers_spelling() {
    let server = Server::start(|_, _| {
        reply(
            200,
            &json!({"status": "OK", "whatsapp": "972571234567", "reason": 1}),
        )
    })
    .await;
    let deleted = server
        .client()
        .delete_account("+972 57-1234567")
        .await
        .unwrap();
    assert_eq!(deleted, "972571234567");
    let call = &server.seen(DELETE)[0];
    assert_eq!(
        (call.method.as_str(), call.body.as_str()),
        ("DELETE", r#"{"whatsapp":"+972 57-1234567"}"#)
    );
}

#[tokio::test]
async fn a_refusal_carries_reason_and_message_with_and_without_http_codes() {
    for status in [409, 200] {
        let server = Server::start(move |_, _| fail(status, 25)).await;
        let error = server
            .client()
            .delete_account("972571234567")
            .await
            .unwrap_err();
        let Error::Refused {
            endpoint,
            http_status,
            reason,
            message,
        } = error
        else {
            panic!("{error}");
        };
        assert_eq!(
            (endpoint, http_status, reason),
            ("deleteAccount", status, 25)
        );
        assert_eq!(message, "Say it otherwise.");
    }
}

#[tokio::test]
async fn wrong_credentials_are_a_refusal_of_the_token_endpoint_and_not_tried_twice() {
    for (status, reason) in [(401, 2), (200, 2), (429, 3), (200, 3)] {
        let server = Server::start_bare(move |_, _| fail(status, reason)).await;
        let error = server
            .client()
            .get_accounts(&ListQuery::default())
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Refused { endpoint: "accessToken", reason: got, .. } if got == reason),
            "{error}"
        );
        assert_eq!(server.seen(TOKEN).len(), 1);
        assert!(server.seen(LIST).is_empty());
    }
}

#[tokio::test]
async fn a_token_that_is_not_taken_is_replaced_once() {
    for status in [401, 200] {
        let server = Server::start(move |seen, _| match seen.header("authorization") {
            Some("Bearer token-1") => fail(status, 3),
            _ => listed("1"),
        })
        .await;
        let client = server.client();
        client.get_accounts(&ListQuery::default()).await.unwrap();
        client.get_accounts(&ListQuery::default()).await.unwrap();
        assert_eq!(server.seen(TOKEN).len(), 2, "the renewed token is kept");
        assert_eq!(server.seen(LIST).len(), 3);
    }
}

#[tokio::test]
async fn a_server_that_takes_no_token_is_not_asked_for_ever() {
    let server = Server::start(|_, _| fail(401, 3)).await;
    let error = server
        .client()
        .get_accounts(&ListQuery::default())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Refused {
                endpoint: "getAccounts",
                reason: 3,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!((server.seen(TOKEN).len(), server.seen(LIST).len()), (2, 2));
}

#[tokio::test]
async fn a_token_is_kept_while_it_lives_and_replaced_when_it_ends() {
    let server = Server::start(|_, _| listed("1")).await;
    let now = Arc::new(AtomicU64::new(0));
    let clock = Arc::clone(&now);
    let client = server
        .client()
        .with_clock(Arc::new(move || clock.load(Ordering::SeqCst)));
    let mut fetched = Vec::new();
    for second in [0, 3_569, 3_570] {
        now.store(second, Ordering::SeqCst);
        client.get_accounts(&ListQuery::default()).await.unwrap();
        fetched.push(server.seen(TOKEN).len());
    }
    assert_eq!(fetched, [1, 1, 2]);
}

#[tokio::test]
async fn many_first_calls_at_once_fetch_one_token() {
    let server = Server::start(|_, _| listed("1")).await;
    let client = server.client();
    let calls: Vec<_> = (0..16)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get_accounts(&ListQuery::default()).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((server.seen(TOKEN).len(), server.seen(LIST).len()), (1, 16));
}

#[tokio::test]
async fn what_is_not_the_partner_api_is_said_so() {
    type Case = fn() -> Response;
    let cases: [(u16, Case); 4] = [
        (502, || {
            (StatusCode::BAD_GATEWAY, "<html>Bad Gateway</html>").into_response()
        }),
        (200, || reply(200, &json!({"status": "OK", "reason": 1}))),
        (500, || {
            reply(500, &json!({"status": "OK", "reason": 1, "list": []}))
        }),
        (200, || vec![0xff, 0xfe].into_response()),
    ];
    for (status, case) in cases {
        let server = Server::start(move |_, _| case()).await;
        let error = server
            .client()
            .get_accounts(&ListQuery::default())
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Decode { endpoint: "getAccounts", http_status, .. } if http_status == status),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_secret_in_hand() {
    let server = Server::start_bare(|_, _| {
        (
            StatusCode::TEMPORARY_REDIRECT,
            [(header::LOCATION, "/elsewhere")],
        )
            .into_response()
    })
    .await;
    let error = server.client().access_token().await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Decode {
                http_status: 307,
                ..
            }
        ),
        "{error}"
    );
    assert!(server.seen("/elsewhere").is_empty());
}

#[tokio::test]
async fn a_dead_server_is_a_transport_error_that_does_not_repeat_the_query() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let dead = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);

    let error = Client::new(&dead, "partner-1", "hunter2")
        .unwrap()
        .access_token()
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                endpoint: "accessToken",
                ..
            }
        ),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("/api/settings"), "{error:?}");
}

#[tokio::test]
async fn debug_shows_neither_secret_nor_token() {
    let server = Server::start(|_, _| listed("1")).await;
    let client = server.client();
    let token = client.access_token().await.unwrap();
    assert_eq!(token.expose(), "token-1");
    assert_eq!(token.expires_at(), 3_600);
    let shown = format!("{client:?} {token:?}");
    assert!(
        shown.contains("partner-1") && !shown.contains("hunter2") && !shown.contains("token-1"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_timeline_reads_back_with_every_word_in_place() {
    let shown = json!({
        "whatsapp": "972571234567", "state": "a_state_of_tomorrow", "problem": null,
        "cancelled_step": null, "disconnected": "unshared", "recovered": 1,
        "next_try": null, "not_before": 1_795_348_900, "sync_until": null,
        "steps": [{"step": "register", "state": "failed", "tries": 2, "first_try": 1, "last_try": 2,
            "error": {"text": "Meta refused it", "http_status": 400, "code": 133_005, "subcode": null,
                "details": "two-step PIN", "fbtrace_id": "AbC"}}],
        "facts": [{"name": "quality", "value": "GREEN", "time": 3}],
        "timeline": [{"time": 4, "event": "meta_notice", "step": "quality", "cause": "GREEN"}],
    });
    let mut answer = shown.clone();
    answer["status"] = "OK".into();
    answer["reason"] = 1.into();
    let server = Server::start(move |_, _| reply(200, &answer)).await;
    let timeline = server.client().timeline("+972 57-1234567").await.unwrap();
    assert_eq!(serde_json::to_value(&timeline).unwrap(), shown);
    let seen = &server.seen("/api/whatsapp/getTimeline")[0];
    assert_eq!(
        (seen.method.as_str(), seen.query.as_str()),
        ("GET", "whatsapp=%2B972+57-1234567")
    );
}

#[tokio::test]
async fn customers_who_ask_for_a_new_link_are_listed() {
    let list = json!([
        {"requested_time": 7, "state": "removed", "account": account("972571234567")},
        {"requested_time": 9, "state": "a_state_of_tomorrow", "account": account("972571234568")},
    ]);
    let answer = json!({"status": "OK", "reason": 1, "list": list});
    let server = Server::start(move |_, _| reply(200, &answer)).await;
    let asked = server.client().renewal_requests().await.unwrap();
    assert_eq!(serde_json::to_value(&asked).unwrap(), list);
    let seen = &server.seen("/api/whatsapp/getRenewalRequests")[0];
    assert_eq!((seen.method.as_str(), seen.query.as_str()), ("GET", ""));
}

#[tokio::test]
async fn a_link_is_renewed_with_and_without_an_end() {
    let server = Server::start(|seen, before| match before {
        0 | 1 => {
            let mut renewed = account("972571234567");
            renewed["onboarding_link"] = seen.body.clone().into();
            reply(
                200,
                &json!({"status": "OK", "reason": 1, "account": renewed}),
            )
        }
        _ => fail(409, 25),
    })
    .await;
    let client = server.client();
    for (expires_in, body) in [
        (None, r#"{"whatsapp":"972571234567"}"#),
        (Some(60), r#"{"whatsapp":"972571234567","expires_in":60}"#),
    ] {
        let account = client.renew_link("972571234567", expires_in).await.unwrap();
        assert_eq!(account.onboarding_link, body);
    }
    let refused = client.renew_link("972571234567", None).await.unwrap_err();
    assert!(
        matches!(
            refused,
            Error::Refused {
                endpoint: "renewLink",
                reason: 25,
                ..
            }
        ),
        "{refused}"
    );
    let methods = server.seen("/api/whatsapp/renewLink");
    assert!(methods.iter().all(|seen| seen.method == "POST"));
}
