//! The list: search, filters, order, pages; all in its address.

use super::filter::{Asked, ON_A_PAGE};
use super::words::tone;
use crate::errors;
use crate::figures::{When, count};
use crate::live;
use crate::paging::{self, Pages};
use crate::seen::At;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{AccountRows, RowSort};
use gangway_domain::{ListedNumber, Onboarding, OnboardingState, Text};
use serde::Serialize;

#[derive(Serialize)]
struct Content {
    asked: Asked,
    narrowed: bool,
    rows: Vec<Row>,
    chips: Vec<Chip>,
    columns: Vec<Column>,
    pages: Pages,
    /// The same list as a file.
    csv: String,
    place: String,
    /// What the stream of the page goes on from.
    seen: i64,
}

#[derive(Serialize)]
struct Row {
    href: String,
    name: String,
    display_name: Option<String>,
    reference: Option<String>,
    number: String,
    /// Only a real number means something to people.
    temporary: bool,
    state: &'static str,
    tone: &'static str,
    created: When,
    finished: Option<When>,
}

#[derive(Serialize)]
struct Chip {
    /// Name of the state; none for all.
    state: Option<&'static str>,
    tone: &'static str,
    count: String,
    query: String,
    current: bool,
}

#[derive(Serialize)]
struct Column {
    sort: &'static str,
    query: String,
    /// `ascending` or `descending`, where it is the order.
    direction: Option<&'static str>,
}

pub(super) fn shown_number(account: &Onboarding) -> String {
    format!("+{}", account.number.as_str())
}

fn row(at: &At, account: &Onboarding) -> Row {
    let locale = at.seen.guest.locale;
    let details = &account.details;
    let place = at.place(&format!("/accounts/{}", account.id));
    let display = Some(&details.display_name).filter(|name| **name != details.business_name);
    Row {
        href: at.seen.guest.dashboard.path(&place),
        name: details.business_name.as_str().to_owned(),
        display_name: display.map(Text::to_string),
        reference: details.reference.as_ref().map(Text::to_string),
        number: shown_number(account),
        temporary: matches!(account.number, ListedNumber::Temporary(_)),
        state: account.state.name(),
        tone: tone(account.state),
        created: When::new(account.created_at, locale),
        finished: When::of(account.finished_at, locale),
    }
}

/// A chip for each state that occurs, and one for all.
fn chips(asked: &Asked, found: &AccountRows) -> Vec<Chip> {
    let filter = asked.filter();
    let everywhere = gangway_app::RowFilter {
        states: Vec::new(),
        ..filter.clone()
    };
    let all = Chip {
        state: None,
        tone: "",
        count: count(found.total(&everywhere)),
        query: asked.in_states(Vec::new()),
        current: filter.states.is_empty(),
    };
    let of_state = |state: OnboardingState| {
        let counted = found.by_state.iter().find(|(known, _)| *known == state);
        let current = filter.states.contains(&state);
        let many = counted.map_or(0, |(_, many)| *many);
        (many > 0 || current).then(|| Chip {
            state: Some(state.name()),
            tone: tone(state),
            count: count(many),
            query: asked.in_states(vec![state.name()]),
            current,
        })
    };
    std::iter::once(all)
        .chain(OnboardingState::ALL.into_iter().filter_map(of_state))
        .collect()
}

pub(crate) async fn page(at: At, RawQuery(query): RawQuery) -> Result<Response, Response> {
    let seen = live::seen(&at).await?;
    let asked = Asked::read(&query.unwrap_or_default());
    let filter = asked.filter();
    let app = &at.seen.guest.dashboard.app;
    let found = match app.account_rows(at.partner.id, &filter).await {
        Ok(found) => found,
        Err(error) => return Err(errors::failed(&at.seen.guest, &error)),
    };
    let total = found.total(&filter);
    if found.rows.is_empty() && total > 0 {
        // There were more once, or somebody guesses.
        let query = asked.at_page(paging::last(total, ON_A_PAGE));
        return Ok(at.seen.guest.go(&at.place(&format!("/accounts?{query}"))));
    }
    let place = at.seen.guest.dashboard.path(&at.place("/accounts"));
    let columns = RowSort::ALL.map(|(sort, name)| Column {
        sort: name,
        query: asked.sorted(name),
        direction: (filter.sort == sort).then_some(if filter.ascending {
            "ascending"
        } else {
            "descending"
        }),
    });
    let content = Content {
        narrowed: asked.is_narrowed(),
        rows: found.rows.iter().map(|account| row(&at, account)).collect(),
        chips: chips(&asked, &found),
        columns: columns.into(),
        pages: Pages::new(asked.page(), ON_A_PAGE, found.rows.len(), total, |page| {
            format!("{place}?{}", asked.at_page(page))
        }),
        csv: format!("{place}.csv?{}", asked.at_page(1)),
        place,
        asked,
        seen,
    };
    Ok(at.draw(StatusCode::OK, "accounts.html", &content))
}
