//! `/dashboard/p/{partner}/domain`: the operator gives a partner a domain of its own.

use crate::errors;
use crate::form::Form;
use crate::seen::At;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{Deed, DomainError};
use gangway_domain::{FieldProblem, OwnDomain};
use serde::Serialize;

#[derive(Serialize)]
struct Content<'a> {
    form: &'a Form,
    place: String,
    /// With what the addresses of pages begin now.
    now: &'a str,
    /// With what they begin for partners without a domain.
    public: &'a str,
}

pub(crate) async fn page(at: At) -> Response {
    let domain = at.partner.domain.as_ref();
    let name = domain.map_or("", OwnDomain::as_str);
    draw(&at, StatusCode::OK, &Form::with(&[("domain", name)]))
}

fn draw(at: &At, status: StatusCode, form: &Form) -> Response {
    if !at.seen.viewer.is_operator() {
        return errors::missing(&at.seen.guest);
    }
    let dashboard = &at.seen.guest.dashboard;
    let content = Content {
        form,
        place: dashboard.path(&at.place("/domain")),
        now: &dashboard.app.base(at.partner.domain.as_ref()),
        public: &dashboard.app.base(None),
    };
    at.draw(status, "partner_domain.html", &content)
}

pub(crate) async fn set(at: At, form: Form) -> Response {
    if !at.seen.viewer.is_operator() {
        return errors::missing(&at.seen.guest);
    }
    let typed = form.get("domain").trim();
    let domain = match typed {
        "" => None,
        name => match OwnDomain::parse(name) {
            Ok(domain) => Some(domain),
            Err(error) => return refused(&at, form, &error.problem),
        },
    };
    let app = &at.seen.guest.dashboard.app;
    let deed = Deed {
        action: "partner.domain",
        partner: Some(at.partner.id),
        subject: domain
            .as_ref()
            .map(OwnDomain::to_string)
            .unwrap_or_default(),
    };
    let set = app.set_domain(&at.partner.client_id, domain);
    match app.audited(&at.seen.viewer.actor(), deed, set).await {
        Ok(_) => at.seen.done(&at.place("/domain"), "saved"),
        Err(DomainError::Field(error)) => refused(&at, form, &error.problem),
        Err(DomainError::NoPartner) => errors::missing(&at.seen.guest),
        Err(DomainError::Store(error)) => errors::failed(&at.seen.guest, &error),
    }
}

fn refused(at: &At, mut form: Form, problem: &FieldProblem) -> Response {
    form.refuse("domain", at.seen.guest.refusal(problem));
    draw(at, StatusCode::UNPROCESSABLE_ENTITY, &form)
}
