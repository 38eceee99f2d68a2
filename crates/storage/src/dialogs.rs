//! Turns through Meta's dialog as a full page, which come back by an address of ours.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{AccountId, Hash256, Onboarding, Timestamp};

/// The `state` parameter of one turn through the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialogState {
    /// Hash of the parameter.
    pub hash: Hash256,
    /// Whose turn.
    pub account: AccountId,
    /// Hash of the page's session, which goes on after the turn.
    pub session: Hash256,
    /// It counts until then.
    pub until: Timestamp,
}

/// A turn that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedDialog {
    /// Whose turn it was.
    pub account: Onboarding,
    /// Hash of the page's session.
    pub session: Hash256,
    /// Whether this was the first return, in time: only then may what it brings be used.
    pub fresh: bool,
}

/// Turns through Meta's dialog as a full page.
#[async_trait]
pub trait Dialogs {
    /// Keeps the state of a turn that begins. What is long over is cleared away.
    async fn keep_dialog(&self, state: DialogState, now: Timestamp) -> Result<(), StorageError>;

    /// Uses up the state of a turn that comes back. `None` for one that was never given out.
    async fn return_dialog(
        &self,
        hash: Hash256,
        now: Timestamp,
    ) -> Result<Option<ReturnedDialog>, StorageError>;
}
