//! 100,000 accounts move from SQLite to PostgreSQL, and no caller of the API can tell.

use crate::support::{ACCESS_TOKEN, DELETE, LIST, TestApp, TestData, TestPartner};
use gangway_domain::{
    AccountDetails, AccountId, Email, LandingSlug, LinkSlug, ListedNumber, Onboarding,
    OnboardingState, PageTexts, PartnerId, PhoneNumber, Problem, TemporaryNumber, Text, Timestamp,
};
use gangway_storage::copy::{CopyTarget, Row, TABLES, Table, Value};
use gangway_storage::{fragment, search};
use gangway_storage_sqlite::copy_target;
use reqwest::Method;
use serde_json::json;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

const ACCOUNTS: i64 = 100_000;
/// One has nearly half of all, the last one none.
const SHARES: [i64; 12] = [45, 20, 10, 8, 5, 4, 3, 2, 1, 1, 1, 0];
/// Accounts that were made over the API come before these.
const FIRST: i64 = 1_000;
const SETTINGS: [(&str, &str); 1] = [("public_url", "https://onboarding.example.com")];
const FIRST_SECOND: i64 = 1_790_000_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_the_same_after_a_move_of_100_000_accounts() {
    let app = TestApp::on(TestData::sqlite(), &[]).await;
    let partners = partners(&app).await;
    let data = app.stop().await;
    let path = data.path().join("gangway.db");
    seed(&path).await;

    let app = TestApp::on(data, &SETTINGS).await;
    let questions = questions(&app, &partners).await;
    let before = answers(&app, &questions).await;
    let data = app.stop().await;

    let moved = TestData::postgres();
    let from = data.database_url();
    copy_and_die(&from, &moved.database_url()).await;
    copy(&from, &moved.database_url()).await;
    std::fs::copy(
        data.path().join("gangway.keys"),
        moved.path().join("gangway.keys"),
    )
    .unwrap();

    let app = TestApp::on(moved, &SETTINGS).await;
    let after = answers(&app, &questions).await;
    for ((question, before), after) in questions.iter().zip(&before).zip(&after) {
        assert_eq!(before.status, after.status, "{question:?}");
        assert_eq!(before.headers, after.headers, "{question:?}");
        assert!(
            before.body == after.body,
            "{question:?}: {}",
            first_difference(before, after)
        );
    }
    // And the work goes on: nothing that is given out is given out twice.
    for partner in &partners[..3] {
        let made = app
            .create(partner, json!({"business_name": "After the move"}))
            .await;
        let number = made["whatsapp"].as_str().unwrap();
        app.delete(partner, number).await.expect(200, 1);
    }
    app.partner("After the move").await;
    app.stop().await;
}

async fn partners(app: &TestApp) -> Vec<TestPartner> {
    let mut partners = Vec::new();
    for n in 0..SHARES.len() {
        partners.push(app.partner(&format!("Partner {n}")).await);
    }
    // Some that went the whole way through the server itself, with sealed tokens and PINs.
    for partner in &partners[..2] {
        for n in 0..3 {
            let name = json!({"business_name": format!("Real {n} שלום"), "reference": "real"});
            let account = app.create(partner, name).await;
            if n == 0 {
                app.finish(&account, json!({})).await;
            }
        }
    }
    let suspended = partners.last().unwrap();
    let id = gangway_domain::ClientId::parse(&suspended.client_id).unwrap();
    app.operator().suspend_partner(&id).await.unwrap();
    partners
}

/// Writes accounts as a store writes them, only many at once.
async fn seed(path: &Path) {
    let mut target = copy_target(path).unwrap();
    let mut id = FIRST;
    for (at, share) in SHARES.into_iter().enumerate() {
        let partner = i64::try_from(at).unwrap() + 1;
        let end = id + ACCOUNTS / 100 * share;
        while id < end {
            let batch: Vec<Onboarding> = (id..end.min(id + 2_000))
                .map(|id| account(id, partner))
                .collect();
            id += i64::try_from(batch.len()).unwrap();
            write(&mut target, "account", batch.iter().map(account_row)).await;
            let listed = batch
                .iter()
                .filter(|one| one.state != OnboardingState::Removed);
            write(&mut target, "list_entry", listed.map(entry_row)).await;
            write(
                &mut target,
                "temporary_number",
                batch.iter().map(number_row),
            )
            .await;
            let known = batch.iter().filter(|one| one.id.row() % 5 == 0);
            write(&mut target, "account_grant", known.map(grant_row)).await;
        }
    }
    assert_eq!(id - FIRST, ACCOUNTS);
}

async fn write(target: &mut impl CopyTarget, name: &str, rows: impl Iterator<Item = Row>) {
    let table: &'static Table = TABLES.iter().find(|table| table.name == name).unwrap();
    target.write(table, rows.collect()).await.unwrap();
}

fn text<const MAX: usize>(raw: &str) -> Text<MAX> {
    Text::required("text", raw).unwrap()
}

fn account(id: i64, partner: i64) -> Onboarding {
    let names = [
        "Acme",
        "Bäckerei Øst",
        "מאפיית הפינה",
        "100% _Real_ \"x\"",
        "Ω \u{1F600}",
        "acme",
    ];
    let n = usize::try_from(id).unwrap();
    let states = [
        OnboardingState::Created,
        OnboardingState::Finished,
        OnboardingState::Opened,
        OnboardingState::Finished,
        OnboardingState::Started,
        OnboardingState::Cancelled,
        OnboardingState::NeedsAttention,
        OnboardingState::Removed,
    ];
    let state = states[n % states.len()];
    Onboarding {
        id: AccountId::from_row(id),
        partner: PartnerId::from_row(partner),
        // Several share a moment, and they did not come in the order of time.
        created_at: Timestamp::from_secs(FIRST_SECOND + (id * 7_919) % 40_009 / 3),
        number: if state == OnboardingState::Finished {
            ListedNumber::Real(PhoneNumber::from_meta(&format!("97250{id:07}")).unwrap())
        } else {
            ListedNumber::Temporary(temporary(id))
        },
        coexistence: n % 3 == 0,
        details: AccountDetails {
            business_name: text(&format!("{} {}", names[n % names.len()], n % 997)),
            business_email: Email::parse("email", &format!("owner{}@example.com", n % 50)).unwrap(),
            business_id: (n % 4 == 0).then(|| text(&format!("51-{}", n % 100))),
            business_address: (n % 2 == 0).then(|| text("1 High Street; Springfield")),
            display_name: text(names[n % 5]),
            reference: (n % 3 != 0).then(|| text(&format!("crm/{}", n % 5_000))),
            texts: PageTexts::default(),
            language: None,
            redirect_success: None,
            redirect_failed: None,
            domain_verification: None,
        },
        link: LinkSlug::parse(&format!("link{id}")).unwrap(),
        landing: LandingSlug::parse(&format!("page{id}")).unwrap(),
        expires_at: None,
        state,
        problem: (state == OnboardingState::NeedsAttention).then_some(Problem::NotProved),
        cancelled_step: None,
        started_at: None,
        finished_at: (state == OnboardingState::Finished)
            .then(|| Timestamp::from_secs(FIRST_SECOND)),
        disconnected: None,
        next_try: None,
        not_before: None,
        recovered: false,
    }
}

/// Longer than those that the server draws first, of which it has handed out some.
fn temporary(id: i64) -> TemporaryNumber {
    TemporaryNumber::recognise(&format!("97257{id:09}")).unwrap()
}

/// The values of a row by the names of their columns; all others are NULL.
fn row(table: &str, values: &[(&str, Value)]) -> Row {
    let table = TABLES.iter().find(|known| known.name == table).unwrap();
    let value = |name| values.iter().find(|(column, _)| *column == name);
    table
        .columns
        .iter()
        .map(|column| value(column.name).map_or(Value::Null, |(_, value)| value.clone()))
        .collect()
}

fn say(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn maybe<const MAX: usize>(text: Option<&Text<MAX>>) -> Value {
    text.map_or(Value::Null, |text| say(text.as_str()))
}

fn account_row(one: &Onboarding) -> Row {
    let details = &one.details;
    let when = |state| {
        if one.state == state {
            Value::Int(one.created_at.as_millis() + 1)
        } else {
            Value::Null
        }
    };
    row(
        "account",
        &[
            ("id", Value::Int(one.id.row())),
            ("partner", Value::Int(one.partner.row())),
            ("created_at", Value::Int(one.created_at.as_millis())),
            ("number", say(one.number.as_str())),
            ("coexistence", Value::Flag(one.coexistence)),
            ("business_name", say(details.business_name.as_str())),
            (
                "business_email",
                say(details.business_email.as_ref().unwrap().as_str()),
            ),
            ("business_id", maybe(details.business_id.as_ref())),
            ("business_address", maybe(details.business_address.as_ref())),
            ("display_name", say(details.display_name.as_str())),
            ("reference", maybe(details.reference.as_ref())),
            ("link", say(one.link.as_str())),
            ("landing", say(one.landing.as_str())),
            ("state", say(one.state.name())),
            (
                "problem",
                one.problem
                    .map_or(Value::Null, |problem| say(problem.name())),
            ),
            ("recovered", Value::Flag(one.recovered)),
            ("events", Value::Int(0)),
            ("finished_at", when(OnboardingState::Finished)),
            ("removed_at", when(OnboardingState::Removed)),
            ("search", say(&search::haystack(&one.number, details))),
        ],
    )
}

fn entry_row(one: &Onboarding) -> Row {
    row(
        "list_entry",
        &[
            ("partner", Value::Int(one.partner.row())),
            ("created_at", Value::Int(one.created_at.as_millis())),
            ("account", Value::Int(one.id.row())),
            ("fragment", say(&fragment(one))),
        ],
    )
}

fn number_row(one: &Onboarding) -> Row {
    let number = say(temporary(one.id.row()).as_str());
    let account = Value::Int(one.id.row());
    row(
        "temporary_number",
        &[("number", number), ("account", account)],
    )
}

fn grant_row(one: &Onboarding) -> Row {
    row(
        "account_grant",
        &[
            ("account", Value::Int(one.id.row())),
            ("waba", say(&format!("3{}", one.id.row()))),
            ("subscribed", Value::Flag(true)),
            ("registered", Value::Flag(false)),
            ("pin", Value::Bytes(vec![9; 40])),
        ],
    )
}

/// One request.
#[derive(Debug)]
struct Question {
    method: Method,
    path: String,
    token: Option<String>,
    csv: bool,
    etag: Option<String>,
    body: Option<serde_json::Value>,
}

struct Said {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

fn get(token: Option<&str>, query: &str) -> Question {
    Question {
        method: Method::GET,
        path: format!("{LIST}{query}"),
        token: token.map(str::to_owned),
        csv: false,
        etag: None,
        body: None,
    }
}

async fn questions(app: &TestApp, partners: &[TestPartner]) -> Vec<Question> {
    let mut all = vec![get(None, ""), get(Some("nobody"), "")];
    for partner in partners {
        let token = Some(partner.token.as_str());
        all.push(get(token, ""));
        all.push(Question {
            csv: true,
            ..get(token, "")
        });
        // A client that has the list already.
        let etag = ask(app, &get(token, "")).await;
        let etag = etag.headers.into_iter().find(|(name, _)| name == "etag");
        all.push(Question {
            etag: etag.map(|(_, value)| String::from_utf8(value).unwrap()),
            ..get(token, "")
        });
        for query in FILTERS {
            all.push(get(token, query));
        }
        all.push(Question {
            csv: true,
            ..get(token, "?status=1&search=acme&sort=-business_name")
        });
        all.extend(deletes(partner));
    }
    // Not more often than a caller may be wrong without being shut out.
    for partner in &partners[..2] {
        all.push(Question {
            method: Method::POST,
            path: ACCESS_TOKEN.to_owned(),
            token: None,
            body: Some(json!({"client_id": partner.client_id, "client_secret": "wrong"})),
            ..get(None, "")
        });
    }
    // Of a large, a middle and a small one, pages in every order.
    for partner in [&partners[1], &partners[4], &partners[9]] {
        for sort in SORTS {
            for more in ["", "&status=0&coexistence=1"] {
                all.extend(walk(app, &partner.token, &format!("sort={sort}&limit=37{more}")).await);
            }
        }
    }
    all
}

const SORTS: [&str; 10] = [
    "-create_time",
    "create_time",
    "-business_name",
    "business_name",
    "-display_name",
    "display_name",
    "-reference",
    "reference",
    "-whatsapp",
    "whatsapp",
];

const FILTERS: [&str; 14] = [
    "?status=1",
    "?status=0&limit=50",
    "?coexistence=1&limit=100",
    "?reference=crm/41",
    "?reference=&limit=20",
    "?reference=real",
    "?whatsapp=972500001003",
    "?whatsapp=97257000001002",
    "?search=%D7%9E%D7%90%D7%A4%D7%99%D7%99%D7%AA&limit=30",
    "?search=ACME%2099&sort=whatsapp",
    "?search=%F0%9F%98%80%2010&sort=reference",
    "?created_from=1790001000&created_to=1790001100",
    "?limit=0",
    "?status=7",
];

/// Removals that change nothing: of what has finished, what is gone, and what never was.
fn deletes(partner: &TestPartner) -> Vec<Question> {
    [
        "972500001003",
        "97257000001003",
        "97257000001007",
        "97257999999999",
        "1",
        "",
    ]
    .into_iter()
    .map(|number| Question {
        method: Method::DELETE,
        path: DELETE.to_owned(),
        body: Some(json!({"whatsapp": number})),
        ..get(Some(&partner.token), "")
    })
    .collect()
}

/// The first pages of an order, each found by the cursor of the one before.
async fn walk(app: &TestApp, token: &str, query: &str) -> Vec<Question> {
    let mut pages = Vec::new();
    let mut at = format!("?{query}");
    for _ in 0..3 {
        let question = get(Some(token), &at);
        let said = ask(app, &question).await;
        pages.push(question);
        let page: serde_json::Value = serde_json::from_slice(&said.body).unwrap();
        match page["next_cursor"].as_str() {
            Some(cursor) => at = format!("?{query}&cursor={cursor}"),
            None => break,
        }
    }
    pages
}

async fn answers(app: &TestApp, questions: &[Question]) -> Vec<Said> {
    let mut answers = Vec::with_capacity(questions.len());
    for question in questions {
        answers.push(ask(app, question).await);
    }
    answers
}

async fn ask(app: &TestApp, question: &Question) -> Said {
    let mut request = app
        .http
        .request(question.method.clone(), app.url(&question.path));
    if let Some(token) = &question.token {
        request = request.bearer_auth(token);
    }
    if question.csv {
        request = request.header("accept", "text/csv");
    }
    if let Some(etag) = &question.etag {
        request = request.header("if-none-match", etag);
    }
    if let Some(body) = &question.body {
        request = request.json(body);
    }
    let answer = request.send().await.unwrap();
    let mut headers: Vec<(String, Vec<u8>)> = answer
        .headers()
        .iter()
        .filter(|(name, _)| *name != "date")
        .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
        .collect();
    headers.sort();
    Said {
        status: answer.status().as_u16(),
        headers,
        body: answer.bytes().await.unwrap().to_vec(),
    }
}

fn first_difference(one: &Said, other: &Said) -> String {
    let pairs = one.body.iter().zip(&other.body);
    let at = pairs.take_while(|(one, other)| one == other).count();
    let near = |body: &[u8]| {
        let end = body.len().min(at + 80);
        String::from_utf8_lossy(&body[at.saturating_sub(80)..end]).into_owned()
    };
    format!("at byte {at}: {} | {}", near(&one.body), near(&other.body))
}

fn copy_command(from: &str, to: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gangway"));
    command
        .args(["db", "copy", "--from", from, "--to", to, "--json"])
        .env_remove("GANGWAY_DATABASE_URL")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// A copy that is killed while the accounts go over.
async fn copy_and_die(from: &str, to: &str) {
    let mut child = copy_command(from, to).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    while let Some(line) = said.next_line().await.unwrap() {
        if line.starts_with("copied access_token") {
            child.kill().await.unwrap();
            return;
        }
    }
    panic!("it was done before it could be killed");
}

async fn copy(from: &str, to: &str) {
    let run = copy_command(from, to).output().await.unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(report["resumed"], true, "{said}");
    assert!(report["rows"].as_i64().unwrap() > ACCOUNTS * 3, "{report}");
}
