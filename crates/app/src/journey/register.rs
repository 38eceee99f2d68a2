//! The number onto the Cloud API. Meta blocks a number for three days after ten registrations,
//! so no call is made without knowing that the one before did not take place, and Gangway by
//! itself never calls again after a refusal.

use super::verdict::{REGISTER_LIMIT, asked_after, step_error};
use super::work::{Stop, Wanted, Work};
use crate::keys::PIN;
use gangway_domain::{Problem, Step, StepState, TimelineEvent, Timestamp};
use gangway_meta::{BusinessToken, GraphError, GraphErrorKind, MetaNumber, NumberStatus};
use gangway_storage::{Progress, StepFailure, StepRecord, StorageError, Then};
use std::time::Duration;

/// How often a number may be registered in three days by us; Meta allows ten.
const MOST_CALLS: u32 = 8;
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
        if before.tries > 0 && !cut_off {
            let now = self.status_now(&before, token, number).await?;
            if now == NumberStatus::Connected {
                return self.must(Progress::Registered).await;
            }
        }
        self.may_call(&before).await?;
        if let Some(wait) = self.app.graph.held_for(number.id.as_str()) {
            return Err(self.later(wait, true));
        }
        let pin = self.pin().await?;
        self.begin(Step::Register).await?;
        match self.app.graph.register(token, &number.id, &pin).await {
            Ok(()) => self.must(Progress::Registered).await,
            Err(error) if error.may_have_acted() => self.find_out(token, number, &error).await,
            Err(error)
                if error.kind() == GraphErrorKind::PinMismatch
                    && self.is_anothers(number).await? =>
            {
                self.note(&error, Step::Register);
                Err(halt(Problem::NumberTaken, None))
            }
            Err(error) => Err(self.refused(&before, &error)),
        }
    }

    /// Whether another call may be made, going by those that were.
    async fn may_call(&self, before: &StepRecord) -> Result<(), Stop> {
        let now = self.app.clock.now();
        let over = |wait: Duration| before.last_try.map(|last| last.plus(wait));
        let ours = (before.tries >= MOST_CALLS).then_some((Problem::RegisterLimit, REGISTER_LIMIT));
        let code = before.error.as_ref().and_then(|error| error.code);
        for (problem, wait) in code.and_then(asked_after).into_iter().chain(ours) {
            if let Some(end) = over(wait).filter(|end| *end > now) {
                return Err(halt(problem, Some(end)));
            }
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

    async fn pin(&mut self) -> Result<String, Stop> {
        let known = self
            .app
            .open_secret(self.account.id, PIN, self.grant.pin.as_ref());
        if let Some(pin) = known {
            return Ok(pin);
        }
        let pin = format!("{:06}", self.app.rng.below(1_000_000));
        let sealed = self.seal(PIN, &pin);
        self.must(Progress::PinDrawn(sealed)).await?;
        Ok(pin)
    }

    /// Whether another account of this partner connects the number, or has: its PIN is in
    /// force, and asking the customer for it would be of no use.
    async fn is_anothers(&self, number: &MetaNumber) -> Result<bool, StorageError> {
        let Some(waba) = &self.grant.waba else {
            return Ok(false);
        };
        for other in self.app.store.accounts_on(waba).await? {
            if other.id == self.account.id || other.partner != self.account.partner {
                continue;
            }
            let grant = self.app.store.grant(other.id).await?.unwrap_or_default();
            let at_it = grant.registered || other.state.is_in_work();
            if at_it && grant.phone_number.as_ref() == Some(&number.id) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The answer was lost, or says nothing of the effect: Meta's own list tells.
    async fn find_out(
        &mut self,
        token: &BusinessToken,
        number: &MetaNumber,
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
                    return self.must(Progress::Registered).await;
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
