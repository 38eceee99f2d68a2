//! Link by link: when each customer came how far.

use crate::figures::{When, count};
use crate::seen::At;
use gangway_app::{FunnelLinks, Milestone, StorageError};
use gangway_domain::{Onboarding, TimelineEvent, Timestamp};
use serde::Serialize;

const ON_A_PAGE: u32 = 25;
/// Nobody turns so many pages; a larger number is somebody's joke.
const LAST_PAGE: u32 = 100_000;

#[derive(Serialize)]
pub(super) struct Links {
    rows: Vec<Row>,
    total: String,
    first: String,
    last: String,
    previous: Option<u32>,
    next: Option<u32>,
}

#[derive(Serialize)]
struct Row {
    href: String,
    name: String,
    reference: Option<String>,
    created: When,
    opened: Option<When>,
    started: Option<When>,
    returned: Option<When>,
    finished: Option<When>,
}

impl Links {
    /// One page of them; the last one where there are not so many.
    pub(super) async fn read(
        at: &At,
        from: Timestamp,
        to: Timestamp,
        page: Option<u32>,
    ) -> Result<Self, StorageError> {
        let app = &at.seen.guest.dashboard.app;
        let mut page = page.unwrap_or(1).clamp(1, LAST_PAGE);
        let of_page = async |page: u32| {
            let offset = (page - 1) * ON_A_PAGE;
            app.funnel_links(at.partner.id, from, to, offset, ON_A_PAGE)
                .await
        };
        let mut found = of_page(page).await?;
        if found.links.is_empty() && found.total > 0 {
            let last = (found.total - 1) / u64::from(ON_A_PAGE) + 1;
            page = u32::try_from(last).unwrap_or(LAST_PAGE);
            found = of_page(page).await?;
        }
        Ok(Self::new(at, &found, page))
    }

    fn new(at: &At, found: &FunnelLinks, page: u32) -> Self {
        let before = u64::from(page - 1) * u64::from(ON_A_PAGE);
        let shown = found.links.len() as u64;
        let links = found.links.iter();
        Self {
            rows: links.map(|(link, its)| Row::new(at, link, its)).collect(),
            total: count(found.total),
            first: count(before + shown.min(1)),
            last: count(before + shown),
            previous: (page > 1).then(|| page - 1),
            next: (before + shown < found.total).then(|| page + 1),
        }
    }
}

impl Row {
    fn new(at: &At, account: &Onboarding, reached: &[Milestone]) -> Self {
        let locale = at.seen.guest.locale;
        let details = &account.details;
        let place = at.place(&format!("/accounts/{}", account.id));
        let when = |kind: TimelineEvent| {
            let reached = reached.iter().find(|milestone| milestone.kind == kind);
            When::of(reached.map(|milestone| milestone.at), locale)
        };
        Self {
            href: at.seen.guest.dashboard.path(&place),
            name: details.business_name.as_str().to_owned(),
            reference: details.reference.as_ref().map(ToString::to_string),
            created: When::new(account.created_at, locale),
            opened: when(TimelineEvent::Opened),
            started: when(TimelineEvent::Started),
            returned: when(TimelineEvent::Code),
            finished: when(TimelineEvent::Finished),
        }
    }
}
