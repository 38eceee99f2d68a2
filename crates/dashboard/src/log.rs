//! The audit log: everything for the operator, a partner's own for its owners.

use crate::errors;
use crate::figures::When;
use crate::seen::{At, OperatorSeen, Seen, asked};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{AuditEntry, AuditFilter, Member};
use gangway_domain::Role;
use serde::Serialize;

const ON_A_PAGE: u32 = 50;

/// With what actions begin, for the filter.
const GROUPS: [&str; 12] = [
    "account",
    "branding",
    "claim",
    "credential",
    "member",
    "number",
    "partner",
    "password",
    "person",
    "second_factor",
    "session",
    "webhook",
];

#[derive(Serialize)]
struct Content {
    entries: Vec<Row>,
    groups: [&'static str; 12],
    group: Option<String>,
    /// Address of the older ones.
    older: Option<String>,
    place: String,
    /// Whether the partner of each entry is told.
    partners: bool,
}

#[derive(Serialize)]
struct Row {
    at: When,
    actor: String,
    partner: Option<String>,
    action: String,
    /// What the action is called in the reader's language.
    words: Option<String>,
    subject: String,
    address: Option<String>,
    outcome: &'static str,
}

pub(crate) async fn everything(
    OperatorSeen(seen): OperatorSeen,
    RawQuery(query): RawQuery,
) -> Response {
    draw(&seen, None, &query.unwrap_or_default()).await
}

pub(crate) async fn page(at: At, RawQuery(query): RawQuery) -> Result<Response, Response> {
    at.may(Role::Owner)?;
    Ok(draw(&at.seen, Some(&at), &query.unwrap_or_default()).await)
}

async fn draw(seen: &Seen, at: Option<&At>, query: &str) -> Response {
    let group = asked(query, "group").filter(|group| GROUPS.contains(&group.as_str()));
    let filter = AuditFilter {
        partner: at.map(|at| at.partner.id),
        person: None,
        action: group.as_ref().map(|group| format!("{group}.")),
        before: asked(query, "before").and_then(|before| before.parse().ok()),
        limit: ON_A_PAGE,
    };
    let guest = &seen.guest;
    let entries = match guest.dashboard.app.audit_entries(&filter).await {
        Ok(entries) => entries,
        Err(error) => return errors::failed(guest, &error),
    };
    // From where operators come is no partner's business.
    let own = match at.filter(|at| !at.seen.viewer.is_operator()) {
        None => None,
        Some(at) => match guest.dashboard.app.members(Some(at.partner.id)).await {
            Ok(members) => Some(members),
            Err(error) => return errors::failed(guest, &error),
        },
    };
    let from_where = |entry: &AuditEntry| {
        let of = |member: &Member| Some(member.person.id) == entry.entry.person;
        own.as_ref().is_none_or(|own| own.iter().any(of))
    };
    let place = at.map_or_else(|| "/audit".to_owned(), |at| at.place("/log"));
    let place = guest.dashboard.path(&place);
    let full = entries.len() == ON_A_PAGE as usize;
    let content = Content {
        older: entries.last().filter(|_| full).map(|last| {
            let group = group.as_deref().unwrap_or_default();
            format!("{place}?group={group}&before={}", last.id)
        }),
        entries: entries
            .into_iter()
            .map(|entry| {
                let address = entry.entry.address.clone();
                let address = address.filter(|_| from_where(&entry));
                row(seen, entry, address)
            })
            .collect(),
        groups: GROUPS,
        group,
        place,
        partners: at.is_none(),
    };
    match at {
        Some(at) => at.draw(StatusCode::OK, "log.html", &content),
        None => seen.draw(StatusCode::OK, "log.html", &content),
    }
}

fn row(seen: &Seen, entry: AuditEntry, address: Option<String>) -> Row {
    let (dashboard, locale) = (&seen.guest.dashboard, seen.guest.locale);
    let key = format!("did-{}", entry.entry.action.replace(['.', '_'], "-"));
    Row {
        words: dashboard
            .catalogues
            .has(locale, &key)
            .then(|| dashboard.say(locale, &key)),
        at: When::new(entry.entry.at, seen.guest.locale),
        actor: entry.entry.actor,
        partner: entry.partner_name,
        action: entry.entry.action,
        subject: entry.entry.subject,
        address,
        outcome: entry.outcome.name(),
    }
}
