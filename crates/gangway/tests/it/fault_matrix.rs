//! Every Graph call of the pipeline fails in every way that matters. Each onboarding ends
//! finished, or in a named state from which what the page offers leads to the finish, and
//! Gangway by itself never registers a number twice. Prints a table.

use crate::support::{PageSession, TestApp, TestPartner};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::task::JoinSet;

/// A call that fails, and the customer for whom it is made.
#[derive(Clone, Copy)]
struct Call {
    name: &'static str,
    endpoint: &'static str,
    /// Which call of the endpoint fails first, and how many in a row.
    nth: u32,
    times: u32,
    coexistence: bool,
    /// What has to go wrong before, so that the call is made at all.
    after: Option<Lost>,
    /// Meta's word on the token does not name the account, so that the account has to be read.
    unnamed: bool,
}

/// A call whose answer was lost.
#[derive(Clone, Copy)]
struct Lost {
    endpoint: &'static str,
    took_effect: bool,
}

const fn call(name: &'static str, endpoint: &'static str) -> Call {
    Call {
        name,
        endpoint,
        nth: 1,
        times: 1,
        coexistence: false,
        after: None,
        unnamed: false,
    }
}

const fn sync(name: &'static str, nth: u32, times: u32) -> Call {
    Call {
        nth,
        times,
        coexistence: true,
        ..call(name, "smb_app_data")
    }
}

/// A call that only looks up what became of another.
const fn look(name: &'static str, endpoint: &'static str, lost: &'static str) -> Call {
    Call {
        after: Some(Lost {
            endpoint: lost,
            took_effect: true,
        }),
        ..call(name, endpoint)
    }
}

const CALLS: [Call; 16] = [
    call("exchange", "oauth_access_token"),
    call("debug token", "debug_token"),
    Call {
        unnamed: true,
        ..call("read account", "waba")
    },
    call("list numbers", "phone_numbers"),
    call("subscribe", "subscribe"),
    look("look for subscription", "subscribed_apps", "subscribe"),
    call("credit line", "credit_sharing_and_attach"),
    look("look for credit line", "waba", "credit_sharing_and_attach"),
    call("register", "register"),
    look("look after register", "phone_number", "register"),
    // Three looks follow a lost call at once; the next one is before another call.
    Call {
        nth: 4,
        after: Some(Lost {
            endpoint: "register",
            took_effect: false,
        }),
        ..call("look before register", "phone_number")
    },
    sync("contacts sync", 1, 1),
    sync("history sync", 2, 1),
    sync("both syncs", 1, 2),
    call("read number", "phone_number"),
    call("read business", "me"),
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
    for (row, call) in CALLS.into_iter().enumerate() {
        rows.spawn(async move { (row, call.name, cells(call).await) });
    }
    let mut rows = rows.join_all().await;
    rows.sort_by_key(|(row, ..)| *row);
    print(&rows);
}

/// One call in every trouble, one customer after the other.
async fn cells(call: Call) -> BTreeMap<&'static str, String> {
    let app = TestApp::with(&[
        ("meta.timeout_seconds", "1"),
        ("meta.credit_line_id", crate::support::CREDIT_LINE),
        ("meta.credit_line_currency", "EUR"),
    ])
    .await;
    if call.unnamed {
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
            call,
            what: format!("{} × {fault}", call.name),
        };
        cells.insert(fault, case.outcome(how).await);
    }
    cells
}

struct Case<'a> {
    app: &'a TestApp,
    partner: &'a TestPartner,
    call: Call,
    what: String,
}

impl Case<'_> {
    /// Lets one customer run into the fault and then do what her page offers, to the finish.
    async fn outcome(&self, how: Value) -> String {
        let coexistence = u8::from(self.call.coexistence);
        let body = json!({"business_name": "Acme", "coexistence": coexistence});
        let account = self.app.create(self.partner, body).await;
        let page = PageSession::start(self.app, &account).await;
        self.trouble(how).await;
        let heard = page.dialog(json!({})).await;
        page.deliver(&heard).await;

        let first = self.state(&account).await;
        assert!(NAMED.contains(&first.as_str()), "{}: {first}", self.what);
        let digits = heard["number"].as_str().unwrap();
        let by_itself = self.registered(digits).await;
        assert!(by_itself <= 1, "{}: {by_itself} registrations", self.what);
        let outcome = if first == "finished" {
            first
        } else {
            let way = self.go_on(&account, &page, digits).await;
            let most = 1 + u64::from(way.contains("again") || way.contains("turn"));
            let calls = self.registered(digits).await;
            assert!(calls <= most, "{}: {calls} registrations", self.what);
            format!("{first} {way}")
        };
        // A call that was never made proves nothing.
        let left = self.app.meta().faults().await;
        assert!(left.is_empty(), "{}: did not strike: {left:#?}", self.what);
        outcome
    }

    /// Has the call fail, and before it what leads to it.
    async fn trouble(&self, how: Value) {
        let meta = self.app.meta();
        if let Some(lost) = self.call.after {
            let how = json!({"drop": true, "takes_effect": lost.took_effect});
            meta.fault(lost.endpoint, how).await;
        }
        let mut fault = how;
        fault["nth"] = self.call.nth.into();
        fault["times"] = self.call.times.into();
        meta.fault(self.call.endpoint, fault).await;
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
                    if status["wait_seconds"].is_u64() {
                        self.is_held_back(page).await;
                    }
                    self.app.pass(73 * 3600).await;
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

    /// Before the wait that Meta asked for is over, the button registers nothing.
    async fn is_held_back(&self, page: &PageSession<'_>) {
        let meta = self.app.meta();
        let before = meta.calls("register").await.len();
        let answer = page.resume().await;
        assert!(answer["wait_seconds"].is_u64(), "{}: {answer}", self.what);
        let after = meta.calls("register").await.len();
        assert_eq!(after, before, "{}: called too early", self.what);
    }

    async fn wait_for_next_try(&self, account: &Value) {
        let before = self.state(account).await;
        for _ in 0..200 {
            self.app.pass(60).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            let timeline = self.timeline(account).await;
            if timeline["state"] != before.as_str() {
                return;
            }
        }
        panic!("{}: nothing goes on by itself", self.what);
    }

    async fn state(&self, account: &Value) -> String {
        self.timeline(account).await["state"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    async fn timeline(&self, account: &Value) -> Value {
        self.app.timeline(self.partner, &account["whatsapp"]).await
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
