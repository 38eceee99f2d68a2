//! The proof: what the browser claimed is looked for in what Meta says the token owns.

use super::provision::{Stop, Work};
use gangway_domain::{Problem, WabaId};
use gangway_meta::{BusinessToken, GraphErrorKind, MetaNumber};
use gangway_storage::Progress;
use std::time::Duration;

const SCOPE: &str = "whatsapp_business_management";
/// Between two looks at a number list that does not show the number yet.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

impl Work {
    /// Finds and stores the account and the number that the token really owns.
    pub(super) async fn prove(
        &mut self,
        token: &BusinessToken,
    ) -> Result<(WabaId, MetaNumber), Stop> {
        let waba = self.owned_waba(token).await?;
        let number = self.owned_number(token, &waba).await?;
        let digits = number
            .number()
            .map_err(|_| Stop::Problem(Problem::MetaRefused))?;
        if self
            .app
            .store
            .lists_number(self.account.partner, &digits)
            .await?
        {
            return Err(Stop::Problem(Problem::NumberTaken));
        }
        self.must(Progress::Proved {
            waba: waba.clone(),
            phone_number: number.id.clone(),
        })
        .await?;
        Ok((waba, number))
    }

    async fn owned_waba(&self, token: &BusinessToken) -> Result<WabaId, Stop> {
        let info = self.app.graph.debug_token(token).await;
        let info = self.done_or_problem(info, "debug_token")?;
        let ours = info.app_id.as_ref() == Some(self.app.graph.app_id());
        if !info.is_valid || !ours || !info.scopes.iter().any(|scope| scope == SCOPE) {
            return Err(Stop::Problem(Problem::NotProved));
        }
        match (&self.grant.claims.waba, &info.waba_targets) {
            (Some(claimed), Some(owned)) if owned.contains(claimed) => Ok(claimed.clone()),
            (Some(_), Some(_)) => Err(Stop::Problem(Problem::NotProved)),
            // No list of targets: only a read with this very token tells.
            (Some(claimed), None) => match self.app.graph.waba(token, claimed).await {
                Ok(_) => Ok(claimed.clone()),
                Err(error)
                    if matches!(
                        error.kind(),
                        GraphErrorKind::Gone | GraphErrorKind::Permission
                    ) =>
                {
                    self.note(&error, "read account");
                    Err(Stop::Problem(Problem::NotProved))
                }
                Err(error) => Err(self.problem_of(&error, "read account")),
            },
            (None, Some(owned)) => match owned.as_slice() {
                [only] => Ok(only.clone()),
                _ => Err(Stop::Problem(Problem::Ambiguous)),
            },
            (None, None) => Err(Stop::Problem(Problem::Ambiguous)),
        }
    }

    async fn owned_number(&self, token: &BusinessToken, waba: &WabaId) -> Result<MetaNumber, Stop> {
        let patience = self.app.settings.number_patience.as_millis();
        let mut looks_left = patience / LOOK_AGAIN.as_millis();
        loop {
            let numbers = self.app.graph.phone_numbers(token, waba).await;
            let numbers = self.done_or_problem(numbers, "read numbers")?;
            let empty = numbers.is_empty();
            match self.pick(numbers).await? {
                Ok(number) => return Ok(number),
                // Meta may show a freshly shared number a moment late.
                Err(_) if looks_left > 0 => {
                    looks_left -= 1;
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
                Err(_) if empty => return Err(Stop::Problem(Problem::NumberMissing)),
                Err(problem) => return Err(Stop::Problem(problem)),
            }
        }
    }

    /// The claimed number if the account has it; without a claim the only free one, of the
    /// link's own kind if there is one: what is connected is the customer's choice.
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
            let partner = self.account.partner;
            if self.app.store.lists_number(partner, &digits).await? {
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
