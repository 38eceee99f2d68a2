//! Link by link: when each customer came how far.

use crate::figures::When;
use crate::paging::{self, Pages};
use crate::seen::At;
use gangway_app::{FunnelLinks, Milestone, StorageError};
use gangway_domain::{Onboarding, TimelineEvent, Timestamp};
use serde::Serialize;

const ON_A_PAGE: u32 = 25;

#[derive(Serialize)]
pub(super) struct Row {
    href: String,
    name: String,
    reference: Option<String>,
    created: When,
    opened: Option<When>,
    started: Option<When>,
    returned: Option<When>,
    finished: Option<When>,
}

/// One page of links; the last one where there are not so many.
pub(super) async fn read(
    at: &At,
    from: Timestamp,
    to: Timestamp,
    mut page: u32,
    address: impl Fn(u32) -> String,
) -> Result<(Vec<Row>, Pages), StorageError> {
    let app = &at.seen.guest.dashboard.app;
    let of_page = async |page: u32| {
        let offset = (page - 1) * ON_A_PAGE;
        app.funnel_links(at.partner.id, from, to, offset, ON_A_PAGE)
            .await
    };
    let mut found = of_page(page).await?;
    if found.links.is_empty() && found.total > 0 {
        page = paging::last(found.total, ON_A_PAGE);
        found = of_page(page).await?;
    }
    let FunnelLinks { links, total } = found;
    let pages = Pages::new(page, ON_A_PAGE, links.len(), total, address);
    let rows = links.iter().map(|(link, its)| Row::new(at, link, its));
    Ok((rows.collect(), pages))
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
