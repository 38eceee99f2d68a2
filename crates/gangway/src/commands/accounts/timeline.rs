//! `gangway accounts timeline`: where an account stands, and how it got there.

use super::super::output::{json, line, table};
use clap::Args;
use gangway_client::{Client, StepError, Timeline};
use gangway_domain::Utc;

#[derive(Debug, Args)]
pub(in crate::commands) struct TimelineArgs {
    /// The number as the list shows it; the temporary one works after the finish too
    number: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl TimelineArgs {
    pub(super) async fn run(self, client: &Client) -> anyhow::Result<()> {
        let shown = client.timeline(&self.number).await?;
        if self.json {
            return json(&shown);
        }
        for (name, value) in stand(&shown) {
            line(&format!("{name:<15} {}", plain(&value)))?;
        }
        let steps = shown.steps.iter().map(|step| {
            vec![
                step.step.clone(),
                step.state.clone(),
                step.tries.to_string(),
                time(step.last_try),
                step.error.as_ref().map(error).unwrap_or_default(),
            ]
        });
        part(
            &["STEP", "STATE", "TRIES", "LAST TRY (UTC)", "ERROR"],
            steps,
        )?;
        let facts = shown
            .facts
            .iter()
            .map(|fact| vec![fact.name.clone(), plain(&fact.value), time(Some(fact.time))]);
        part(&["META SAYS OF", "VALUE", "SINCE (UTC)"], facts)?;
        let events = shown.timeline.iter().map(|event| {
            vec![
                time(Some(event.time)),
                event.event.clone(),
                plain(event.step.as_deref().unwrap_or_default()),
                plain(event.cause.as_deref().unwrap_or_default()),
            ]
        });
        part(&["TIME (UTC)", "EVENT", "STEP", "CAUSE"], events)
    }
}

/// Where it stands: what there is to say, line by line.
fn stand(shown: &Timeline) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("whatsapp", shown.whatsapp.clone()),
        ("state", shown.state.clone()),
    ];
    for (name, value) in [
        ("problem", &shown.problem),
        ("cancelled at", &shown.cancelled_step),
        ("disconnected", &shown.disconnected),
    ] {
        lines.extend(value.clone().map(|value| (name, value)));
    }
    if shown.recovered {
        lines.push(("recovered", "yes, by what Meta told".to_owned()));
    }
    for (name, value) in [
        ("next try", shown.next_try),
        ("not before", shown.not_before),
        ("sync until", shown.sync_until),
    ] {
        lines.extend(value.map(|at| (name, format!("{} UTC", Utc::of(at)))));
    }
    lines
}

/// A table after an empty line; nothing where there are no rows.
fn part(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> anyhow::Result<()> {
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    line("")?;
    table(headings, rows)
}

fn time(at: Option<i64>) -> String {
    at.map(|at| Utc::of(at).to_string()).unwrap_or_default()
}

/// What was said, with Meta's code where that is not said already.
fn error(error: &StepError) -> String {
    let mut said = error.text.clone();
    if let Some(code) = error.code {
        let code = match error.subcode {
            Some(subcode) => format!("{code}/{subcode}"),
            None => code.to_string(),
        };
        said.push_str(&format!(" (code {code})"));
    }
    if let Some(details) = &error.details {
        said.push_str(": ");
        said.push_str(details);
    }
    plain(&said)
}

/// Foreign words on a terminal: nothing in them steers it.
fn plain(text: &str) -> String {
    let safe = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_has_its_code_and_steers_no_terminal() {
        let mut said = StepError {
            text: "Meta refused it".to_owned(),
            http_status: Some(400),
            code: Some(100),
            subcode: Some(33),
            details: Some("not\u{1b}[2J there".to_owned()),
            fbtrace_id: None,
        };
        assert_eq!(error(&said), "Meta refused it (code 100/33): not [2J there");
        (said.code, said.details) = (None, None);
        assert_eq!(error(&said), "Meta refused it");
    }
}
