//! Every Graph call of the pipeline fails in every way that matters. Each onboarding ends
//! finished, or in a named state from which what the page offers leads to the finish, and
//! Gangway by itself never registers a number twice. Prints a table.

use crate::support::{PageSession, TIMELINE, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::task::JoinSet;

/// The calls, and whether it takes a coexistence link to make them; the nth of its kind.
const CALLS: [(&str, &str, bool, u32); 12] = [
    ("exchange", "oauth_access_token", false, 1),
    ("debug token", "debug_token", false, 1),
    ("read account", "waba", false, 1),
    ("list numbers", "phone_numbers", false, 1),
    ("subscribe", "subscribe", false, 1),
    ("credit line", "credit_sharing_and_attach", false, 1),
    ("register", "register", false, 1),
    ("contacts sync", "smb_app_data", true, 1),
    ("history sync", "smb_app_data", true, 2),
    ("both syncs", "smb_app_data", true, 0),
    ("read number", "phone_number", false, 1),
    ("read business", "me", false, 1),
];

fn faults() -> Vec<(&'static str, Value)> {
    let code = |code: u32| json!({"error": {"code": code}});
    vec![
        ("timeout", json!({"delay_ms": 1_600, "status": 504})),
        ("dropped", json!({"drop": true, "takes_effect": true})),
        ("500 HTML", json!({"status": 500})),
        ("1", code(1)),
        ("2", code(2)),
        ("4", code(4)),
        ("190", code(190)),
        ("100/33", json!({"error": {"code": 100, "subcode": 33}})),
        ("131000", code(131_000)),
        ("133005", code(133_005)),
        ("133016", code(133_016)),
        ("80007", code(80_007)),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_every_call_leaves_a_way_on() {
    let mut rows = JoinSet::new();
    for (row, (name, endpoint, coexistence, nth)) in CALLS.into_iter().enumerate() {
        rows.spawn(async move { (row, name, cells(name, endpoint, coexistence, nth).await) });
    }
    let mut rows = rows.join_all().await;
    rows.sort_by_key(|(row, ..)| *row);
    print(&rows);
}

/// One call in every trouble, one customer after the other.
async fn cells(
    name: &str,
    endpoint: &str,
    coexistence: bool,
    nth: u32,
) -> BTreeMap<&'static str, String> {
    let app = TestApp::with(&[
        ("meta.timeout_seconds", "1"),
        ("meta.credit_line_id", crate::support::CREDIT_LINE),
        ("meta.credit_line_currency", "EUR"),
    ])
    .await;
    if endpoint == "waba" {
        // Only then the account has to be read.
        app.meta()
            .knobs(json!({"granular_target_ids": false}))
            .await;
    }
    let partner = app.partner("One").await;
    let mut cells = BTreeMap::new();
    for (fault, how) in faults() {
        // Days pass between two customers.
        let token = app.token(&partner).await;
        let partner = TestPartner {
            token,
            ..partner.clone()
        };
        let case = Case {
            app: &app,
            partner: &partner,
            coexistence,
            what: format!("{name} × {fault}"),
        };
        cells.insert(fault, case.outcome(endpoint, nth, how).await);
    }
    cells
}

struct Case<'a> {
    app: &'a TestApp,
    partner: &'a TestPartner,
    coexistence: bool,
    what: String,
}

impl Case<'_> {
    /// Lets one customer run into the fault and then do what her page offers, to the finish.
    async fn outcome(&self, endpoint: &str, nth: u32, how: Value) -> String {
        let body = json!({"business_name": "Acme", "coexistence": u8::from(self.coexistence)});
        let account = self.app.create(self.partner, body).await;
        let page = PageSession::start(self.app, &account).await;
        let mut fault = how;
        match nth {
            0 => fault["times"] = 2.into(),
            nth => fault["nth"] = nth.into(),
        }
        self.app.meta().fault(endpoint, fault).await;
        let heard = page.dialog(json!({})).await;
        page.deliver(&heard).await;
        self.app.meta().clear_faults().await;

        let first = self.state(&account).await;
        assert!(NAMED.contains(&first.as_str()), "{}: {first}", self.what);
        let digits = heard["number"].as_str().unwrap();
        let by_itself = self.registered(digits).await;
        assert!(by_itself <= 1, "{}: {by_itself} registrations", self.what);
        if first == "finished" {
            return first;
        }
        let way = self.go_on(&account, &page, digits).await;
        let most = 1 + u64::from(way.contains("again") || way.contains("turn"));
        let calls = self.registered(digits).await;
        assert!(calls <= most, "{}: {calls} registrations", self.what);
        format!("{first} {way}")
    }

    /// What the page offers, until the account has finished; in one word a step.
    async fn go_on(&self, account: &Value, page: &PageSession<'_>, digits: &str) -> String {
        let mut ways = Vec::new();
        for _ in 0..6 {
            let status = page.status().await;
            let state = status["state"].as_str().unwrap().to_owned();
            match state.as_str() {
                "finished" | "refused" => {
                    assert_eq!(self.state(account).await, "finished", "{}", self.what);
                    return format!("→ {}", ways.join(" → "));
                }
                "working" | "delayed" => {
                    ways.push("waits");
                    self.wait_for_next_try(account).await;
                }
                "needs_pin" => {
                    ways.push("again");
                    // The fault was not the number's own: any PIN will do.
                    page.post("pin", json!({"session": page.session, "pin": "481516"}))
                        .await;
                }
                "failed" if status["resumable"] == true => {
                    ways.push("again");
                    self.pass(Duration::from_secs(73 * 3600)).await;
                    page.resume().await;
                }
                "failed" => {
                    ways.push("turn");
                    let next = PageSession::start(self.app, account).await;
                    next.go_through(json!({"number": digits})).await;
                }
                other => panic!("{}: stays at {other}: {status}", self.what),
            }
        }
        let timeline = self.timeline(account).await;
        panic!("{}: no finish after {ways:?}: {timeline:#}", self.what);
    }

    async fn wait_for_next_try(&self, account: &Value) {
        let before = self.state(account).await;
        for _ in 0..200 {
            self.pass(Duration::from_secs(60)).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            let timeline = self.timeline(account).await;
            if timeline["state"] != before.as_str() {
                return;
            }
        }
        panic!("{}: nothing goes on by itself", self.what);
    }

    async fn pass(&self, span: Duration) {
        self.app.clock.advance(span);
        let seconds = u32::try_from(span.as_secs()).unwrap();
        self.app.meta().advance(seconds).await;
    }

    async fn state(&self, account: &Value) -> String {
        self.timeline(account).await["state"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    async fn timeline(&self, account: &Value) -> Value {
        let path = format!(
            "{TIMELINE}?whatsapp={}",
            account["whatsapp"].as_str().unwrap()
        );
        let token = self.app.token(self.partner).await;
        let answer = self.app.call(Method::GET, &path, Some(&token), None).await;
        answer.expect(200, 1);
        answer.json
    }

    async fn registered(&self, digits: &str) -> u64 {
        let number = self.app.meta().number(digits).await;
        number["register_calls"].as_u64().unwrap()
    }
}

/// Where an onboarding may be after a fault. None of them is an end without a way on.
const NAMED: [&str; 5] = [
    "finished",
    "provisioning",
    "needs_number",
    "needs_pin",
    "needs_attention",
];

#[allow(clippy::print_stdout, reason = "the table is what is asked for")]
fn print(rows: &[(usize, &str, BTreeMap<&str, String>)]) {
    let columns: Vec<&str> = faults().iter().map(|(name, _)| *name).collect();
    println!("\n| call | {} |", columns.join(" | "));
    println!("|---|{}", "---|".repeat(columns.len()));
    for (_, name, cells) in rows {
        let cells: Vec<&str> = columns
            .iter()
            .map(|column| cells[column].as_str())
            .collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
}
