//! `…/funnel`: how far customers get, over all, week by week and link by link.

mod links;

use crate::errors;
use crate::figures::{count, day};
use crate::paging::{self, Pages};
use crate::seen::{At, asked};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{Funnel, FunnelWeek, StorageError};
use gangway_domain::Timestamp;
use serde::Serialize;
use std::time::Duration;

/// How many weeks can be looked at; the first is what one sees.
const SPANS: [u32; 4] = [12, 4, 26, 52];

#[derive(Serialize)]
struct Content {
    stages: Vec<Stage>,
    weeks: Vec<WeekRow>,
    left_at: Vec<(Option<String>, String)>,
    links: Vec<links::Row>,
    pages: Pages,
    span: u32,
    spans: [u32; 4],
    place: String,
    empty: bool,
}

/// One bar of the chart.
#[derive(Serialize)]
struct Stage {
    key: &'static str,
    count: String,
    /// Of the links that were made, in whole percent.
    percent: u64,
    /// Of the stage before.
    of_before: Option<u64>,
}

#[derive(Serialize)]
struct WeekRow {
    from: String,
    created: String,
    opened: String,
    started: String,
    returned: String,
    finished: String,
    percent: u64,
    /// Height of the bars in the chart, in percent of the tallest one.
    made_height: u64,
    finished_height: u64,
}

const fn share(part: u64, whole: u64) -> u64 {
    match (part * 100).checked_div(whole) {
        Some(share) => share,
        None => 0,
    }
}

pub(crate) async fn page(at: At, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let span = asked(&query, "weeks")
        .and_then(|weeks| weeks.parse().ok())
        .filter(|span| SPANS.contains(span))
        .unwrap_or(SPANS[0]);
    let guest = &at.seen.guest;
    let app = &guest.dashboard.app;
    let now = app.now();
    let from = from(now, span);
    let soon = now.plus(Duration::from_secs(1));
    let place = guest.dashboard.path(&at.place("/funnel"));
    let page = paging::wished(asked(&query, "page").as_deref());
    let read = async {
        let funnel = app.funnel(at.partner.id, from, soon).await?;
        let address = |page| format!("{place}?weeks={span}&page={page}#links");
        let links = links::read(&at, from, soon, page, address).await?;
        Ok::<_, StorageError>((funnel, links))
    };
    let (funnel, links) = match read.await {
        Ok(read) => read,
        Err(error) => return errors::failed(guest, &error),
    };
    let funnel = Funnel {
        weeks: one_after_the_other(&funnel.weeks, now),
        ..funnel
    };
    let content = content(&at, &funnel, links, span, place);
    at.draw(StatusCode::OK, "funnel.html", &content)
}

/// The Monday so many weeks ago, this week counted.
fn from(now: Timestamp, span: u32) -> Timestamp {
    without_links(week_of(now) + 1 - i64::from(span)).start()
}

const fn week_of(now: Timestamp) -> i64 {
    (now.as_millis() - FunnelWeek::FIRST).div_euclid(FunnelWeek::LENGTH)
}

fn without_links(week: i64) -> FunnelWeek {
    FunnelWeek {
        week,
        ..FunnelWeek::default()
    }
}

/// From the first week with a link to this one, also those in which no link was made.
fn one_after_the_other(weeks: &[FunnelWeek], now: Timestamp) -> Vec<FunnelWeek> {
    let Some(first) = weeks.first() else {
        return Vec::new();
    };
    (first.week..=week_of(now))
        .map(|week| {
            let made = weeks.iter().find(|made| made.week == week);
            made.copied().unwrap_or_else(|| without_links(week))
        })
        .collect()
}

fn content(
    at: &At,
    funnel: &Funnel,
    (links, pages): (Vec<links::Row>, Pages),
    span: u32,
    place: String,
) -> Content {
    let sum = |of: fn(&FunnelWeek) -> u64| funnel.weeks.iter().map(of).sum::<u64>();
    let counts = [
        ("created", sum(|week| week.created)),
        ("opened", sum(|week| week.opened)),
        ("started", sum(|week| week.started)),
        ("returned", sum(|week| week.returned)),
        ("finished", sum(|week| week.finished)),
    ];
    let whole = counts[0].1;
    let mut before = None;
    let stages = counts.map(|(key, many)| {
        let stage = Stage {
            key,
            count: count(many),
            percent: share(many, whole),
            of_before: before.map(|before| share(many, before)),
        };
        before = Some(many);
        stage
    });
    let tallest = funnel.weeks.iter().map(|week| week.created).max();
    let tallest = tallest.unwrap_or_default();
    let locale = at.seen.guest.locale;
    let row = |week: &FunnelWeek| WeekRow {
        from: day(week.start(), locale),
        created: count(week.created),
        opened: count(week.opened),
        started: count(week.started),
        returned: count(week.returned),
        finished: count(week.finished),
        percent: share(week.finished, week.created),
        made_height: share(week.created, tallest),
        finished_height: share(week.finished, tallest),
    };
    let left = funnel.left_at.iter();
    Content {
        stages: stages.into(),
        weeks: funnel.weeks.iter().map(row).collect(),
        left_at: left
            .map(|(step, many)| (step.clone(), count(*many)))
            .collect(),
        links,
        pages,
        span,
        spans: SPANS,
        place,
        empty: whole == 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_week_begins_on_a_monday() {
        // Friday, 15 January 2027.
        let now = Timestamp::from_secs(1_800_000_000);
        assert_eq!(from(now, 1), Timestamp::from_secs(1_799_625_600));
        assert_eq!(from(now, 4), Timestamp::from_secs(1_797_811_200));
    }

    #[test]
    fn weeks_without_links_are_shown_too() {
        let now = Timestamp::from_secs(1_800_000_000);
        let this = week_of(now);
        let made = |week| FunnelWeek {
            created: 3,
            ..without_links(week)
        };
        assert!(one_after_the_other(&[], now).is_empty());
        let all = one_after_the_other(&[made(this - 4), made(this - 2)], now);
        let counts: Vec<_> = all.iter().map(|week| week.created).collect();
        assert_eq!(counts, [3, 0, 3, 0, 0]);
        assert_eq!(all[4].week, this);
    }

    #[test]
    fn shares_of_nothing() {
        assert_eq!(share(1, 3), 33);
        assert_eq!(share(0, 0), 0);
    }
}
