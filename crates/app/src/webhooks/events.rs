//! The list of events: the truth with which a partner can reconcile.

use crate::App;
use crate::lists::with_base;
use gangway_domain::{ListedNumber, PartnerEvent, PartnerId, Timestamp};
use gangway_storage::{EventFilter, StorageError};

/// Which events a partner wants to see.
#[derive(Debug, Clone)]
pub struct EventsWish {
    /// Those after the one with this number.
    pub after: i64,
    /// Those at this instant or later.
    pub since: Option<Timestamp>,
    /// Those of this kind.
    pub event: Option<PartnerEvent>,
    /// Those of the account with this number.
    pub account: Option<ListedNumber>,
    /// So many at most.
    pub limit: u32,
}

/// A part of a partner's events.
#[derive(Debug)]
pub struct Events {
    /// Ready JSON objects, joined by commas: the bodies that were sent, or would have been.
    pub objects: Vec<u8>,
    /// Where to go on.
    pub seen: i64,
}

/// Why there are no events to be seen.
#[derive(Debug, thiserror::Error)]
pub enum EventsError {
    /// The partner lists no such number.
    #[error(
        "whatsapp is not in your list of onboarding accounts; send the number as getAccounts shows it"
    )]
    NoAccount,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// A partner's events, the oldest first.
    ///
    /// # Errors
    /// See [`EventsError`].
    pub async fn events(
        &self,
        partner: PartnerId,
        wish: EventsWish,
    ) -> Result<Events, EventsError> {
        let account = match &wish.account {
            Some(number) => {
                let found = self.store.account_by_number(partner, number).await?;
                Some(found.ok_or(EventsError::NoAccount)?.id)
            }
            None => None,
        };
        let filter = EventFilter {
            after: wish.after,
            since: wish.since,
            event: wish.event,
            account,
            limit: wish.limit,
        };
        let page = self.store.events(partner, &filter).await?;
        let bodies: Vec<&str> = page.events.iter().map(|event| &*event.body).collect();
        let base = self.base_of(partner).await?;
        let objects = bodies.join(",");
        Ok(Events {
            objects: with_base(&base, objects.as_bytes(), bodies.len()),
            seen: page.seen,
        })
    }
}
