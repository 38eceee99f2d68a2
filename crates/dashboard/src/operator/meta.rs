//! `/dashboard/meta`: how this installation stands with Meta.

use crate::seen::OperatorSeen;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{Finding, Health};
use serde::Serialize;

#[derive(Serialize)]
struct Content {
    findings: Vec<Row>,
    /// Whether something needs the operator's hand.
    wrong: bool,
}

#[derive(Serialize)]
struct Row {
    subject: &'static str,
    health: &'static str,
    value: Option<String>,
    said: Option<String>,
}

impl From<Finding> for Row {
    fn from(finding: Finding) -> Self {
        let (health, said) = match finding.health {
            Health::Good => ("good", None),
            Health::Off => ("off", None),
            Health::Wrong => ("wrong", None),
            Health::Unknown(said) => ("unknown", Some(said)),
        };
        Self {
            subject: finding.subject.name(),
            health,
            value: finding.value,
            said,
        }
    }
}

pub(crate) async fn page(seen: OperatorSeen) -> Response {
    let findings = seen.0.guest.dashboard.app.diagnose().await;
    let findings: Vec<Row> = findings.into_iter().map(Row::from).collect();
    let wrong = findings.iter().any(|row| row.health == "wrong");
    let content = Content { findings, wrong };
    seen.0.draw(StatusCode::OK, "meta.html", &content)
}
