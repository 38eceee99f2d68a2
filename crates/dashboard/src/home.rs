//! `/dashboard`: to where her work is.

use crate::seen::Seen;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

#[derive(Serialize)]
struct Content {
    seats: Vec<SeatShown>,
}

#[derive(Serialize)]
struct SeatShown {
    name: String,
    href: String,
    role: &'static str,
    suspended: bool,
}

pub(crate) async fn home(seen: Seen) -> Response {
    if seen.viewer.is_operator() {
        return seen.guest.go("/partners");
    }
    let mut seats = Vec::new();
    for seat in &seen.viewer.view.memberships {
        let place = format!("/p/{}/accounts", seat.client_id);
        seats.push(SeatShown {
            name: seat.partner_name.as_str().to_owned(),
            href: seen.guest.dashboard.path(&place),
            role: seat.role.name(),
            suspended: seat.suspended,
        });
        if seen.viewer.view.memberships.len() == 1 {
            return seen.guest.go(&place);
        }
    }
    seen.draw(StatusCode::OK, "home.html", &Content { seats })
}
