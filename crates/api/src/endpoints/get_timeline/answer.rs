//! The answer of getTimeline, made from what is known of an account.

use crate::schema::{optional_word_schema, word_schema};
use gangway_app::AccountView;
use gangway_domain::{
    OnboardingState, Problem, Step, StepState, TimelineEntry, TimelineEvent, Timestamp,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

/// All that is known of an account.
#[derive(Serialize, ToSchema)]
pub(super) struct GetTimelineAnswer<'a> {
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = 1)]
    reason: u16,
    /// The number as getAccounts lists it now.
    #[schema(example = "972571234567")]
    whatsapp: &'a str,
    #[schema(schema_with = states)]
    state: &'static str,
    #[schema(schema_with = problems, required)]
    problem: Option<&'static str>,
    /// The screen of Meta's dialog that the customer left, while the state is cancelled.
    #[schema(required)]
    cancelled_step: Option<&'a str>,
    /// Why the number is cut off, while it is.
    #[schema(required)]
    disconnected: Option<&'a str>,
    /// 1: Meta's own word brought the account on, not the customer's browser.
    #[schema(minimum = 0, maximum = 1)]
    recovered: u8,
    /// When a step that waits is tried again by itself.
    #[schema(required)]
    next_try: Option<i64>,
    /// Meta asked not to be called for this account before then, whoever wants it.
    #[schema(required)]
    not_before: Option<i64>,
    /// Coexistence only: until when contacts and chats of the WhatsApp Business app can be
    /// had from Meta.
    #[schema(required)]
    sync_until: Option<i64>,
    steps: Vec<TimelineStep<'a>>,
    facts: Vec<TimelineFact<'a>>,
    timeline: Vec<TimelineItem<'a>>,
}

/// A step of the set-up.
#[derive(Serialize, ToSchema)]
struct TimelineStep<'a> {
    #[schema(schema_with = steps)]
    step: &'static str,
    #[schema(schema_with = step_states)]
    state: &'static str,
    /// How often it was tried.
    tries: u32,
    #[schema(required)]
    first_try: Option<i64>,
    #[schema(required)]
    last_try: Option<i64>,
    /// Why it failed the last time it did; null where it never has.
    #[schema(required)]
    error: Option<TimelineError<'a>>,
}

/// What Meta, or the way to it, said when a step failed.
#[derive(Serialize, ToSchema)]
struct TimelineError<'a> {
    /// What happened, in one line.
    text: &'a str,
    /// HTTP status of Meta's answer.
    #[schema(required)]
    http_status: Option<i64>,
    /// Meta's code.
    #[schema(required)]
    code: Option<i64>,
    /// Meta's finer code.
    #[schema(required)]
    subcode: Option<i64>,
    /// Meta's own words.
    #[schema(required)]
    details: Option<&'a str>,
    /// Names the call to Meta's support.
    #[schema(required)]
    fbtrace_id: Option<&'a str>,
}

/// The latest that Meta told of one matter.
#[derive(Serialize, ToSchema)]
struct TimelineFact<'a> {
    /// The matter.
    #[schema(example = "quality")]
    name: &'a str,
    /// What Meta said of it.
    #[schema(example = "GREEN")]
    value: &'a str,
    /// When it said so.
    time: i64,
}

/// One event.
#[derive(Serialize, ToSchema)]
struct TimelineItem<'a> {
    time: i64,
    #[schema(schema_with = events)]
    event: &'static str,
    /// The step of the set-up or of Meta's dialog; of a notice, the matter.
    #[schema(required)]
    step: Option<&'a str>,
    /// Why, or what exactly.
    #[schema(required)]
    cause: Option<&'a str>,
}

fn states() -> RefOr<Schema> {
    word_schema(OnboardingState::ALL.map(OnboardingState::name))
}

fn problems() -> RefOr<Schema> {
    optional_word_schema(Problem::ALL.map(Problem::name))
}

fn steps() -> RefOr<Schema> {
    word_schema(Step::ALL.map(Step::name))
}

fn step_states() -> RefOr<Schema> {
    word_schema(StepState::ALL.map(StepState::name))
}

fn events() -> RefOr<Schema> {
    word_schema(TimelineEvent::ALL.iter().map(|event| event.name()))
}

impl<'a> GetTimelineAnswer<'a> {
    pub(super) fn of(view: &'a AccountView) -> Self {
        let account = &view.account;
        let seconds = |at: Option<Timestamp>| at.map(Timestamp::as_secs);
        Self {
            status: "OK",
            reason: 1,
            whatsapp: account.number.as_str(),
            state: view.state.name(),
            problem: account.problem.map(Problem::name),
            cancelled_step: account.cancelled_step.as_deref(),
            disconnected: account.disconnected.as_deref(),
            recovered: u8::from(account.recovered),
            next_try: seconds(account.next_try),
            not_before: seconds(account.not_before),
            sync_until: seconds(view.sync_until),
            steps: view
                .steps
                .iter()
                .map(|record| TimelineStep {
                    step: record.step.name(),
                    state: record.state.name(),
                    tries: record.tries,
                    first_try: seconds(record.first_try),
                    last_try: seconds(record.last_try),
                    error: record.error.as_ref().map(|error| TimelineError {
                        text: &error.text,
                        http_status: error.http_status,
                        code: error.code,
                        subcode: error.subcode,
                        details: error.details.as_deref(),
                        fbtrace_id: error.fbtrace_id.as_deref(),
                    }),
                })
                .collect(),
            facts: view
                .facts
                .iter()
                .map(|fact| TimelineFact {
                    name: &fact.name,
                    value: &fact.value,
                    time: fact.at.as_secs(),
                })
                .collect(),
            timeline: view.timeline.iter().map(TimelineItem::of).collect(),
        }
    }
}

impl<'a> TimelineItem<'a> {
    fn of(entry: &'a TimelineEntry) -> Self {
        Self {
            time: entry.at.as_secs(),
            event: entry.event.name(),
            step: entry.step.as_deref(),
            cause: entry.cause.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_tells_of_every_word_that_can_come() {
        let about = include_str!("about.md");
        let words = OnboardingState::ALL
            .map(OnboardingState::name)
            .into_iter()
            .chain(Problem::ALL.map(Problem::name))
            .chain(Step::ALL.map(Step::name))
            .chain(StepState::ALL.map(StepState::name))
            .chain(TimelineEvent::ALL.iter().map(|event| event.name()));
        for word in words {
            assert!(about.contains(&format!("`{word}`")), "{word}");
        }
    }
}
