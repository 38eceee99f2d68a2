//! The numbers that wait for their customers.

use crate::App;
use gangway_domain::{ListedNumber, PartnerId, PhoneNumber, Text, Timestamp};
use gangway_meta::GraphErrorKind;
use gangway_storage::StorageError;

/// A registered number that no customer has connected yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingNumber {
    /// Which.
    pub number: PhoneNumber,
    /// Until when a link may use it.
    pub until: Timestamp,
    /// The link that uses it.
    pub link: Option<String>,
    /// What the partner noted beside it.
    pub comment: Option<Text<200>>,
}

impl App {
    /// A partner's numbers that are verified, whose time is not over, and that no customer has
    /// connected.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn waiting_numbers(
        &self,
        partner: PartnerId,
    ) -> Result<Vec<WaitingNumber>, StorageError> {
        let now = self.clock.now();
        let held = self.store.registered_numbers(partner).await?;
        let base = self.base_of(partner).await?;
        let mut waiting = Vec::new();
        for held in held.into_iter().filter(|held| held.is_waiting(now)) {
            let Some(until) = held.verified_until else {
                continue;
            };
            let account = match held.account {
                Some(_) => {
                    let listed = ListedNumber::Real(held.number.clone());
                    self.store.account_by_number(partner, &listed).await?
                }
                None => None,
            };
            let link = account.map(|account| format!("{base}/o/{}", account.link.as_str()));
            waiting.push(WaitingNumber {
                number: held.number,
                until,
                link,
                comment: held.comment,
            });
        }
        Ok(waiting)
    }

    /// Whether a number that waits is in Meta's pool no more: a customer has taken it whose
    /// account was removed before it had finished. It waits for nobody then. Where Meta says
    /// nothing, it is taken to be there.
    pub(crate) async fn has_left_pool(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<bool, StorageError> {
        let held = self.store.registered_number(partner, number).await?;
        let waiting = held.filter(|held| held.account.is_none() && held.is_waiting(self.now()));
        let id = waiting.and_then(|waiting| waiting.meta_id);
        let (Some(pool), Some(id)) = (&self.settings.number_pool, id) else {
            return Ok(false);
        };
        let read = self.graph.preverified_number(&pool.system_token, &id).await;
        let is_gone = read.is_err_and(|error| error.kind() == GraphErrorKind::Gone);
        if is_gone {
            self.store.release_number(partner, number).await?;
        }
        Ok(is_gone)
    }
}
