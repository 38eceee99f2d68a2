//! The number onto the Cloud API. Meta blocks a number for three days after ten registrations,
//! so no call is made without knowing that the one before did not take place, and Gangway by
//! itself never calls again after a refusal.

use super::verdict::{asked_after, step_error};
use super::work::{Stop, Wanted, Work};
use gangway_domain::{NumberCall, PhoneNumber, Problem, Step, StepState, TimelineEvent, Timestamp};
use gangway_meta::{
    BusinessToken, CodeVerification, GraphError, GraphErrorKind, MetaNumber, NumberStatus,
};
use gangway_storage::{StepFailure, StepRecord, StorageError, Then};
use std::time::Duration;

/// How often Gangway by itself calls again when the process ended in a call and Meta does not
/// know of it.
const MOST_AFTER_CUTS: u32 = 3;
/// A registration of which nobody knows is looked for so long, at these pauses.
const LOOKED_FOR: Duration = Duration::from_secs(3 * 60);
const LOOK_AGAIN: Duration = Duration::from_secs(20);
/// When to look at first whether a registration took place whose answer was lost: Meta may show it late.
const LOOKS: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
];

impl Work {
    /// Registers with a PIN that is stored before Meta hears of it: if the answer is lost,
    /// the next run knows the PIN that is in force.
    pub(super) async fn register(
        &mut self,
        token: &BusinessToken,
        number: &MetaNumber,
    ) -> Result<(), Stop> {
        let cut_off = self.was_cut_off() && number.status != NumberStatus::Connected;
        if self.grant.registered && !cut_off {
            return Ok(());
        }
        let before = self.record(Step::Register).await?;
        let digits = number.number();
        let digits = digits.map_err(|_| halt(Problem::MetaRefused, None))?;
        if before.tries > 0 && !cut_off {
            let now = self.status_now(&before, token, number).await?;
            if now == NumberStatus::Connected {
                return self.registered(&digits).await;
            }
        }
        // Meta would refuse it, and count it all the same.
        let unproved = [CodeVerification::NotVerified, CodeVerification::Expired];
        if unproved.contains(&number.code_verification) {
            return Err(halt(Problem::NumberNotVerified, None));
        }
        self.may_call(&before).await?;
        if let Some(wait) = self.app.graph.held_for(number.id.as_str()) {
            return Err(self.later(wait, true));
        }
        let pin = self.pin(&digits).await?;
        let now = self.app.clock.now();
        let counted = self
            .app
            .store
            .count_call(&digits, NumberCall::Register, now);
        if let Some(again) = counted.await? {
            return Err(halt(Problem::RegisterLimit, Some(again)));
        }
        self.begin(Step::Register).await?;
        match self.app.graph.register(token, &number.id, &pin).await {
            Ok(()) => self.registered(&digits).await,
            Err(error) if error.may_have_acted() => {
                self.find_out(token, number, &digits, &error).await
            }
            Err(error) => {
                if error.kind() == GraphErrorKind::PinMismatch {
                    self.forget_pin(&digits, &pin).await?;
                }
                Err(self.refused(&before, &error))
            }
        }
    }

    /// Whether another call may be made, going by those that were.
    async fn may_call(&self, before: &StepRecord) -> Result<(), Stop> {
        let now = self.app.clock.now();
        let over = |wait: Duration| before.last_try.map(|last| last.plus(wait));
        let code = before.error.as_ref().and_then(|error| error.code);
        if let Some((problem, wait)) = code.and_then(asked_after)
            && let Some(end) = over(wait).filter(|end| *end > now)
        {
            return Err(halt(problem, Some(end)));
        }
        let first = before.tries == 0 || before.state == StepState::Done;
        let cut = before.state == StepState::Begun && before.tries < MOST_AFTER_CUTS;
        if first || cut || self.is_wanted_since(before).await? {
            return Ok(());
        }
        // The answer to the last call was lost: it is looked for as long as it may show up.
        let waits = before.state == StepState::Waiting;
        if waits && over(LOOKED_FOR).is_some_and(|end| end > now) {
            return Err(self.later(LOOK_AGAIN, false));
        }
        Err(halt(Problem::RegisterUnclear, None))
    }

    /// Whether a person asked for it after the last call: in this run, or in one that had to
    /// pause before it came here.
    async fn is_wanted_since(&self, before: &StepRecord) -> Result<bool, StorageError> {
        if self.wanted == Wanted::ByPerson {
            return Ok(true);
        }
        let timeline = self.app.store.timeline(self.account.id).await?;
        Ok(timeline.iter().any(|entry| {
            let asked = matches!(entry.event, TimelineEvent::Code | TimelineEvent::Resumed);
            asked && Some(entry.at) > before.last_try
        }))
    }

    fn later(&self, wait: Duration, asked_by_meta: bool) -> Stop {
        let at = self.app.clock.now().plus(wait);
        Stop::later(Step::Register, at, asked_by_meta)
    }

    /// The answer was lost, or says nothing of the effect: Meta's own list tells.
    async fn find_out(
        &mut self,
        token: &BusinessToken,
        number: &MetaNumber,
        digits: &PhoneNumber,
        error: &GraphError,
    ) -> Result<(), Stop> {
        self.note(error, Step::Register);
        let unclear = |then| StepFailure {
            step: Step::Register,
            error: Some(step_error(error)),
            then,
        };
        self.must_fail(unclear(Then::Again)).await?;
        for pause in LOOKS {
            tokio::time::sleep(pause).await;
            let read = self.app.graph.phone_number(token, &number.id).await;
            match read {
                Ok(now) if now.status == NumberStatus::Connected => {
                    return self.registered(digits).await;
                }
                Ok(_) => {}
                Err(error) => self.note(&error, Step::Register),
            }
        }
        let at = self.app.clock.now().plus(LOOK_AGAIN);
        Err(Stop::Step(Box::new(unclear(Then::Later {
            at,
            asked_by_meta: false,
        }))))
    }

    async fn status_now(
        &self,
        before: &StepRecord,
        token: &BusinessToken,
        number: &MetaNumber,
    ) -> Result<NumberStatus, Stop> {
        let read = self.app.graph.phone_number(token, &number.id).await;
        let now = read.map_err(|error| self.refused(before, &error))?;
        Ok(now.status)
    }
}

fn halt(problem: Problem, not_before: Option<Timestamp>) -> Stop {
    Stop::halt(Step::Register, problem, not_before)
}
