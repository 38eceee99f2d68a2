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

/// How many turns of an account are kept. Only the latest can still count; the others are known
/// so that one that comes back is told apart from one that was never given out.
pub const DIALOGS_KEPT: i64 = 5;

/// Turns through Meta's dialog as a full page.
#[async_trait]
pub trait Dialogs {
    /// Keeps the state of a turn that begins, and of the account's others only the latest: with
    /// this one [`DIALOGS_KEPT`]. What is long over is cleared away.
    async fn keep_dialog(&self, state: DialogState, now: Timestamp) -> Result<(), StorageError>;

    /// Uses up the state of a turn that comes back. `None` for one that was never given out.
    async fn return_dialog(
        &self,
        hash: Hash256,
        now: Timestamp,
    ) -> Result<Option<ReturnedDialog>, StorageError>;
}
