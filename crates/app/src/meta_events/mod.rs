//! What Meta tells by webhook: kept first, then taken in, in whatever order it comes.

mod kept;
mod notices;
mod receive;
mod recover;

pub(crate) use kept::assignment;
pub use receive::{ReceiveError, WebhookSettings};
pub use recover::RecoverySettings;

use crate::App;
use gangway_meta::webhook::AccountEvent;
use gangway_storage::{JobEnd, MetaEvent, StorageError};
use kept::Kept;
use std::sync::Arc;

impl App {
    /// Takes in one thing that Meta told. Twice does no harm.
    pub(crate) async fn take_in(
        self: &Arc<Self>,
        event: &MetaEvent,
    ) -> Result<JobEnd, StorageError> {
        let Some(kept) = Kept::read(event) else {
            tracing::warn!("something that Meta told does not read back; it is left alone");
            return Ok(JobEnd::Done("unreadable"));
        };
        match &kept {
            Kept::Told(told) => match &told.event {
                AccountEvent::PartnerAdded { .. } | AccountEvent::PartnerAppInstalled { .. } => {
                    self.take_in_consent(told).await
                }
                _ => self.take_in_notice(told).await,
            },
            Kept::Assigned(assigned) => self.take_in_assignment(assigned).await,
        }
    }
}
