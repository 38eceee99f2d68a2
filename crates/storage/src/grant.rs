//! What a store keeps of an account's set-up, and what each step changes of it.

use crate::{Claims, Given, Grant, Progress};
use gangway_domain::{PhoneNumberId, Timestamp, WabaId};

/// A grant, and what its later steps were done for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GrantRecord {
    /// What the use cases see.
    pub grant: Grant,
    /// Survives a new token, which has to prove its assets anew: if they are the same
    /// ones, the steps (the PIN above all) still hold.
    pub steps_for: Option<(WabaId, PhoneNumberId)>,
}

impl Given {
    /// Whether it is another number than the one that was proved.
    #[must_use]
    pub fn is_another_number(&self, grant: &Grant) -> bool {
        matches!(self, Self::Number(_, id) if grant.phone_number.as_ref() != Some(id))
    }
}

impl GrantRecord {
    /// A new code stands for a new choice: what the last token opened is not gone on with.
    pub fn forget_token(&mut self) {
        self.grant.token = None;
        self.grant.token_at = None;
        self.grant.waba = None;
        self.grant.phone_number = None;
    }

    /// Takes in what somebody gave with the wish to go on. Says whether anything changed.
    pub fn take(&mut self, given: Given) -> bool {
        match given {
            Given::Nothing => return false,
            Given::Pin(pin) => self.grant.pin = Some(pin),
            Given::Number(waba, phone_number) => {
                self.grant.claims = Claims {
                    waba: Some(waba),
                    phone_number: Some(phone_number),
                };
            }
        }
        true
    }

    /// Takes in a step that is done. Says whether another number than before was proved, so
    /// that what was done for that one no longer counts.
    pub fn advance(&mut self, step: Progress, now: Timestamp) -> bool {
        let mut other_number = false;
        let grant = &mut self.grant;
        match step {
            Progress::Exchanged(token) => {
                self.forget_token();
                self.grant.token = Some(token);
                self.grant.token_at = Some(now);
            }
            Progress::Proved { waba, phone_number } => {
                let proved = (waba, phone_number);
                if self.steps_for.as_ref() != Some(&proved) {
                    other_number = true;
                    grant.subscribed = false;
                    grant.credit_allocation = None;
                    grant.pin = None;
                    grant.registered = false;
                    grant.contacts_sync = None;
                    grant.history_sync = None;
                }
                grant.waba = Some(proved.0.clone());
                grant.phone_number = Some(proved.1.clone());
                self.steps_for = Some(proved);
            }
            Progress::Subscribed => grant.subscribed = true,
            Progress::PinDrawn(pin) => grant.pin = Some(pin),
            Progress::Registered => grant.registered = true,
            Progress::ContactsSync(id) => grant.contacts_sync = Some(id),
            Progress::HistorySync(id) => grant.history_sync = Some(id),
            Progress::CreditLine(id) => grant.credit_allocation = Some(id),
            Progress::NumberRead | Progress::Skipped(..) => {}
        }
        other_number
    }
}
