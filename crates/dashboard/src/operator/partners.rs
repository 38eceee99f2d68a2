//! `/dashboard/partners`: the operator's list of partners, a new one, and what she does with one.

use crate::errors;
use crate::figures::{When, count};
use crate::form::Form;
use crate::seen::{At, OperatorSeen};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{CreatePartner, Deed, PartnerUsage, StorageError};
use gangway_domain::{FieldError, Language, Partner, RedirectHost, Text};
use gangway_page::Locale;
use serde::Serialize;

#[derive(Serialize)]
struct List {
    partners: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    client_id: String,
    domain: Option<String>,
    created: When,
    suspended: bool,
    accounts: String,
    finished: String,
    created_lately: String,
    finished_lately: String,
}

impl Row {
    fn new(seen: &OperatorSeen, partner: &Partner, usage: Option<&PartnerUsage>) -> Self {
        let guest = &seen.0.guest;
        let place = format!("/p/{}/accounts", partner.client_id);
        let figure = |of: fn(&PartnerUsage) -> u64| count(usage.map_or(0, of));
        Self {
            name: partner.name.as_str().to_owned(),
            href: guest.dashboard.path(&place),
            client_id: partner.client_id.as_str().to_owned(),
            domain: partner.domain.as_ref().map(ToString::to_string),
            created: When::new(partner.created_at, guest.locale),
            suspended: partner.suspended_at.is_some(),
            accounts: figure(|usage| usage.accounts),
            finished: figure(|usage| usage.finished),
            created_lately: figure(|usage| usage.created_lately),
            finished_lately: figure(|usage| usage.finished_lately),
        }
    }
}

pub(crate) async fn list(seen: OperatorSeen) -> Response {
    let app = &seen.0.guest.dashboard.app;
    let read = async {
        let partners = app.operator().partners().await?;
        let usage = app.partner_usage().await?;
        Ok::<_, StorageError>((partners, usage))
    };
    match read.await {
        Ok((partners, usage)) => {
            let usage_of = |partner: &Partner| usage.iter().find(|u| u.partner == partner.id);
            let rows = partners.iter().rev();
            let partners = rows
                .map(|partner| Row::new(&seen, partner, usage_of(partner)))
                .collect();
            seen.0
                .draw(StatusCode::OK, "partners.html", &List { partners })
        }
        Err(error) => errors::failed(&seen.0.guest, &error),
    }
}

#[derive(Serialize)]
struct New<'a> {
    form: &'a Form,
    languages: Vec<(&'static str, &'static str)>,
}

#[derive(Serialize)]
struct Credentials<'a> {
    name: &'a str,
    href: String,
    client_id: &'a str,
    client_secret: &'a str,
}

/// The languages of customers' pages, by their own names.
pub(crate) fn languages() -> Vec<(&'static str, &'static str)> {
    let own = |locale: &Locale| (locale.tag(), locale.native_name());
    Locale::ALL.iter().map(own).collect()
}

pub(crate) async fn new_page(seen: OperatorSeen) -> Response {
    draw_new(&seen, StatusCode::OK, &Form::default())
}

fn draw_new(seen: &OperatorSeen, status: StatusCode, form: &Form) -> Response {
    let content = New {
        form,
        languages: languages(),
    };
    seen.0.draw(status, "partner_new.html", &content)
}

/// Hosts as they are typed: one a line, or apart by commas.
fn hosts(raw: &str) -> Result<Vec<RedirectHost>, FieldError> {
    raw.split(['\n', ',', ' ', '\r'])
        .filter(|host| !host.is_empty())
        .map(|host| {
            RedirectHost::parse(host)
                .map_err(|error| FieldError::new("redirect_hosts", error.problem))
        })
        .collect()
}

pub(crate) async fn create(seen: OperatorSeen, mut form: Form) -> Response {
    let guest = &seen.0.guest;
    let name = form.parsed(guest, "name", Text::required);
    let language = form.parsed(guest, "language", Language::parse);
    let redirect_hosts = form.check(guest, hosts(form.get("redirect_hosts")));
    let (Some(name), Some(language), Some(redirect_hosts)) = (name, language, redirect_hosts)
    else {
        return draw_new(&seen, StatusCode::UNPROCESSABLE_ENTITY, &form);
    };
    let app = &seen.0.guest.dashboard.app;
    let deed = Deed {
        action: "partner.create",
        partner: None,
        subject: name.as_str().to_owned(),
    };
    let operator = app.operator();
    let made = operator.create_partner(CreatePartner {
        name,
        language,
        redirect_hosts,
    });
    match app.audited(&seen.0.viewer.actor(), deed, made).await {
        Ok(made) => {
            let id = &made.partner.client_id;
            let content = Credentials {
                name: made.partner.name.as_str(),
                href: seen.0.guest.dashboard.path(&format!("/p/{id}/members")),
                client_id: id.as_str(),
                client_secret: made.secret.expose(),
            };
            seen.0.draw(StatusCode::OK, "partner_made.html", &content)
        }
        Err(error) => errors::failed(&seen.0.guest, &error),
    }
}

/// Suspends a partner, or lets it work again.
pub(crate) async fn suspend(at: At, form: Form) -> Response {
    if !at.seen.viewer.is_operator() {
        return errors::missing(&at.seen.guest);
    }
    let app = &at.seen.guest.dashboard.app;
    let suspend = form.get("suspend") == "yes";
    let deed = Deed {
        action: if suspend {
            "partner.suspend"
        } else {
            "partner.resume"
        },
        partner: Some(at.partner.id),
        subject: at.partner.name.as_str().to_owned(),
    };
    let id = &at.partner.client_id;
    let operator = app.operator();
    let change = async {
        if suspend {
            operator.suspend_partner(id).await
        } else {
            operator.resume_partner(id).await
        }
    };
    match app.audited(&at.seen.viewer.actor(), deed, change).await {
        Ok(_) => {
            let said = if suspend { "suspended" } else { "resumed" };
            at.seen.done("/partners", said)
        }
        Err(error) => errors::failed(&at.seen.guest, &error),
    }
}
