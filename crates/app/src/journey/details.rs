//! What Meta says of the number now. Good to have, and not worth a halt.

use super::work::{Stop, Work};
use crate::facts;
use gangway_domain::{Problem, Step};
use gangway_meta::{BusinessToken, GraphErrorKind, MetaNumber};
use gangway_storage::Progress;

impl Work {
    /// Reads the number once more and keeps what it tells.
    pub(super) async fn read_details(
        &mut self,
        token: &BusinessToken,
        number: MetaNumber,
    ) -> Result<MetaNumber, Stop> {
        self.begin(Step::ReadNumber).await?;
        let now = match self.app.graph.phone_number(token, &number.id).await {
            Ok(now) => now,
            Err(error) if error.kind() == GraphErrorKind::TokenDead => {
                self.note(&error, Step::ReadNumber);
                return Err(Stop::problem(Step::ReadNumber, Problem::AccessEnded));
            }
            Err(error) => {
                self.note(&error, Step::ReadNumber);
                let why = super::verdict::step_error(&error);
                self.must(Progress::Skipped(Step::ReadNumber, why)).await?;
                return Ok(number);
            }
        };
        let at = self.app.clock.now();
        for fact in facts::of_number(&now, at) {
            self.app.store.note_fact(self.account.id, fact, at).await?;
        }
        self.must(Progress::NumberRead).await?;
        Ok(MetaNumber {
            // What was proved is what is listed.
            id: number.id,
            display_phone_number: number.display_phone_number,
            ..now
        })
    }
}
