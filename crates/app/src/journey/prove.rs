//! The proof: what the browser claimed is looked for in what Meta says the token owns.

use super::work::{Proved, Stop, Work};
use gangway_domain::{ListedNumber, PhoneNumber, Problem, Step, WabaId};
use gangway_meta::{BusinessToken, GraphErrorKind, MetaNumber};
use gangway_storage::{Progress, StepRecord, StorageError};
use std::time::Duration;

const SCOPE: &str = "whatsapp_business_management";
/// Between two looks at a number list that does not show the number yet.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

impl Work {
    /// Finds and stores the account and the number that the token really owns.
    pub(super) async fn prove(&mut self, token: &BusinessToken) -> Result<Proved, Stop> {
        let before = self.begin(Step::Prove).await?;
        let waba = self.owned_waba(&before, token).await?;
        let number = self.owned_number(&before, token, &waba).await?;
        let digits = number
            .number()
            .map_err(|_| Stop::problem(Step::Prove, Problem::MetaRefused))?;
        if self.is_anothers(&digits).await? {
            return Err(Stop::problem(Step::Prove, Problem::NumberTaken));
        }
        self.must(Progress::Proved {
            waba: waba.clone(),
            phone_number: number.id.clone(),
        })
        .await?;
        Ok((waba, number))
    }

    async fn owned_waba(&self, before: &StepRecord, token: &BusinessToken) -> Result<WabaId, Stop> {
        let halt = |problem| Err(Stop::problem(Step::Prove, problem));
        let info = self.app.graph.debug_token(token).await;
        let info = info.map_err(|error| self.refused(before, &error))?;
        let ours = info.app_id.as_ref() == Some(self.app.graph.app_id());
        if !info.is_valid && (ours || info.app_id.is_none()) {
            return halt(Problem::AccessEnded);
        }
        if !info.is_valid || !ours || !info.scopes.iter().any(|scope| scope == SCOPE) {
            return halt(Problem::NotProved);
        }
        match (&self.grant.claims.waba, &info.waba_targets) {
            (Some(claimed), Some(owned)) if owned.contains(claimed) => Ok(claimed.clone()),
            (Some(_), Some(_)) => halt(Problem::NotProved),
            // No list of targets: only a read with this very token tells.
            (Some(claimed), None) => match self.app.graph.waba(token, claimed).await {
                Ok(_) => Ok(claimed.clone()),
                Err(error)
                    if matches!(
                        error.kind(),
                        GraphErrorKind::Gone | GraphErrorKind::Permission
                    ) =>
                {
                    self.note(&error, Step::Prove);
                    halt(Problem::NotProved)
                }
                Err(error) => Err(self.refused(before, &error)),
            },
            (None, Some(owned)) => match owned.as_slice() {
                [only] => Ok(only.clone()),
                _ => halt(Problem::Ambiguous),
            },
            (None, None) => halt(Problem::Ambiguous),
        }
    }

    async fn owned_number(
        &self,
        before: &StepRecord,
        token: &BusinessToken,
        waba: &WabaId,
    ) -> Result<MetaNumber, Stop> {
        let patience = self.app.settings.number_patience.as_millis();
        let mut looks_left = patience / LOOK_AGAIN.as_millis();
        loop {
            let numbers = self.app.graph.phone_numbers(token, waba).await;
            let numbers = numbers.map_err(|error| self.refused(before, &error))?;
            let empty = numbers.is_empty();
            match self.pick(numbers).await? {
                Ok(number) => return Ok(number),
                // Meta may show a freshly shared number a moment late.
                Err(_) if looks_left > 0 => {
                    looks_left -= 1;
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
                Err(_) if empty => {
                    return Err(Stop::problem(Step::Prove, Problem::NumberMissing));
                }
                Err(problem) => return Err(Stop::problem(Step::Prove, problem)),
            }
        }
    }

    /// Whether another account of this partner has the number: connected, or its link was made
    /// for it.
    async fn is_anothers(&self, number: &PhoneNumber) -> Result<bool, StorageError> {
        let partner = self.account.partner;
        let listed = ListedNumber::Real(number.clone());
        let found = self.app.store.account_by_number(partner, &listed).await?;
        Ok(found.is_some_and(|found| found.id != self.account.id))
    }

    /// The claimed number if the account has it; without a claim the only free one, of the
    /// link's own kind if there is one: what is connected is the customer's choice. A number
    /// that this account had before comes first.
    async fn pick(&self, numbers: Vec<MetaNumber>) -> Result<Result<MetaNumber, Problem>, Stop> {
        if let Some(claimed) = &self.grant.claims.phone_number {
            let found = numbers.into_iter().find(|number| number.id == *claimed);
            return Ok(found.ok_or(Problem::NotProved));
        }
        let (mut fitting, mut others) = (Vec::new(), Vec::new());
        let mut taken = false;
        for number in numbers {
            let Ok(digits) = number.number() else {
                continue;
            };
            if self.account.number == ListedNumber::Real(digits.clone()) {
                return Ok(Ok(number));
            }
            if self.is_anothers(&digits).await? {
                taken = true;
            } else if (number.is_on_biz_app == Some(true)) == self.account.coexistence {
                fitting.push(number);
            } else {
                others.push(number);
            }
        }
        let mut free = if fitting.is_empty() { others } else { fitting };
        Ok(match free.len() {
            1 => free.pop().ok_or(Problem::Ambiguous),
            0 if taken => Err(Problem::NumberTaken),
            0 => Err(Problem::NumberMissing),
            _ => Err(Problem::Ambiguous),
        })
    }
}
