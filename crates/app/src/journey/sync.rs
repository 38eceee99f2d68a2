//! A number that stays in the WhatsApp Business app: its contacts and chats are asked for, both
//! at once, in the first 24 hours.

use super::work::{Stop, Work};
use gangway_domain::{Step, Timestamp};
use gangway_meta::{BusinessToken, GraphError, GraphErrorKind, MetaNumber, SyncKind};
use gangway_storage::{Progress, StepError, StepRecord};
use std::time::Duration;

/// Meta gives the app's data for so long after the customer's consent.
pub(crate) const SYNC_TIME: Duration = Duration::from_secs(24 * 3600);
/// What is kept in place of a request id that was given in an answer that was lost.
const REPEATED: &str = "repeated";

impl Work {
    /// Asks for both. What came too late is left out: the number works without it.
    pub(super) async fn sync(
        &mut self,
        token: &BusinessToken,
        number: &MetaNumber,
    ) -> Result<(), Stop> {
        let again = self.was_cut_off();
        let contacts = match self.grant.contacts_sync.is_some() && !again {
            true => None,
            false => Some(self.begin(Step::ContactsSync).await?),
        };
        let history = match self.grant.history_sync.is_some() && !again {
            true => None,
            false => Some(self.begin(Step::HistorySync).await?),
        };
        let ask = async |wanted: bool, kind| match wanted {
            true => Some(self.app.graph.sync_app_data(token, &number.id, kind).await),
            false => None,
        };
        let (contacts_answer, history_answer) = tokio::join!(
            ask(contacts.is_some(), SyncKind::Contacts),
            ask(history.is_some(), SyncKind::History),
        );
        let first = self.take(contacts, contacts_answer, Progress::ContactsSync);
        let first = first.await;
        // What came of the second is kept whatever came of the first.
        self.take(history, history_answer, Progress::HistorySync)
            .await?;
        first
    }

    async fn take(
        &mut self,
        before: Option<StepRecord>,
        answer: Option<Result<String, GraphError>>,
        done: fn(String) -> Progress,
    ) -> Result<(), Stop> {
        let (Some(before), Some(answer)) = (before, answer) else {
            return Ok(());
        };
        match answer {
            Ok(request) => self.must(done(request)).await,
            // Accepted before, by a run that did not hear so.
            Err(error) if error.kind() == GraphErrorKind::SyncRepeated => {
                self.must(done(REPEATED.to_owned())).await
            }
            Err(error) if self.is_too_late(&error) => {
                self.note(&error, before.step);
                let why = StepError {
                    text: "the 24 hours in which Meta gives the app's data are over".to_owned(),
                    ..super::verdict::step_error(&error)
                };
                self.must(Progress::Skipped(before.step, why)).await
            }
            Err(error) => Err(self.refused(&before, &error)),
        }
    }

    fn is_too_late(&self, error: &GraphError) -> bool {
        let over = |since: Timestamp| since.plus(SYNC_TIME) <= self.app.clock.now();
        error.kind() == GraphErrorKind::SyncTooLate || self.grant.token_at.is_some_and(over)
    }
}
