//! The steps of a set-up: begun, done, failed.

use super::grant;
use super::held::Held;
use crate::error::Failure;
use crate::rows;
use crate::timeline::Happened;
use crate::unit::{Statement, Unit};
use gangway_domain::{
    AccountId, Step, StepState, TimelineEntry, TimelineEvent, Timestamp, Transition,
};
use gangway_storage::{Progress, StepError, StepFailure, StepRecord, Then, step_columns};
use tokio_postgres::types::ToSql;

/// The steps that were tried.
pub(super) const SELECT: &str =
    concat!("SELECT ", step_columns!(), " FROM step WHERE account = $1");

/// Counts a try, anew where the step had ended and is made in every run ($4), and gives the
/// record as it was before.
const BEGIN: &str = concat!(
    "WITH begun AS (
         INSERT INTO step (account, step, state, tries, first_try, last_try)
         VALUES ($1, $2, 'begun', 1, $3, $3)
         ON CONFLICT (account, step) DO UPDATE SET state = EXCLUDED.state,
             tries = CASE WHEN $4::boolean AND step.state IN ('done', 'skipped') THEN 1
                 ELSE step.tries + 1 END,
             first_try = CASE WHEN $4::boolean AND step.state IN ('done', 'skipped')
                 THEN EXCLUDED.first_try
                 ELSE coalesce(step.first_try, EXCLUDED.first_try) END,
             last_try = EXCLUDED.last_try)
     SELECT ",
    step_columns!(),
    " FROM step WHERE account = $1 AND step = $2"
);

const END: &str = "INSERT INTO step (account, step, state, tries, first_try, last_try, error,
         http_status, code, subcode, details, fbtrace_id)
     VALUES ($1, $2, $3, 1, $4, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (account, step) DO UPDATE SET state = EXCLUDED.state, error = EXCLUDED.error,
         http_status = EXCLUDED.http_status, code = EXCLUDED.code,
         subcode = EXCLUDED.subcode, details = EXCLUDED.details,
         fbtrace_id = EXCLUDED.fbtrace_id";

/// How a step ended, in the place of what was said of it before. Whoever did not say that it
/// was begun has tried it once, now.
pub(super) struct End<'e> {
    account: i64,
    step: &'static str,
    state: &'static str,
    at: i64,
    text: Option<&'e str>,
    http_status: Option<i64>,
    code: Option<i64>,
    subcode: Option<i64>,
    details: Option<&'e str>,
    fbtrace_id: Option<&'e str>,
}

impl<'e> End<'e> {
    pub(super) const SQL: &'static str = END;

    pub(super) fn of(
        account: AccountId,
        step: Step,
        state: StepState,
        error: Option<&'e StepError>,
        at: Timestamp,
    ) -> Self {
        Self {
            account: account.row(),
            step: step.name(),
            state: state.name(),
            at: at.as_millis(),
            text: error.map(|error| error.text.as_str()),
            http_status: error.and_then(|error| error.http_status),
            code: error.and_then(|error| error.code),
            subcode: error.and_then(|error| error.subcode),
            details: error.and_then(|error| error.details.as_deref()),
            fbtrace_id: error.and_then(|error| error.fbtrace_id.as_deref()),
        }
    }

    pub(super) fn params(&self) -> [&(dyn ToSql + Sync); 10] {
        [
            &self.account,
            &self.step,
            &self.state,
            &self.at,
            &self.text,
            &self.http_status,
            &self.code,
            &self.subcode,
            &self.details,
            &self.fbtrace_id,
        ]
    }
}

/// Forgets the records of some steps.
pub(super) async fn forget(
    unit: &Unit,
    account: AccountId,
    which: impl Fn(Step) -> bool,
) -> Result<(), Failure> {
    let names: Vec<&str> = Step::ALL
        .into_iter()
        .filter(|step| which(*step))
        .map(Step::name)
        .collect();
    unit.run(
        "DELETE FROM step WHERE account = $1 AND step = ANY ($2)",
        &[&account.row(), &names],
    )
    .await?;
    Ok(())
}

/// Counts a try of a step; the account is locked.
pub(super) async fn begin(
    unit: &Unit,
    account: AccountId,
    step: Step,
    now: Timestamp,
) -> Result<StepRecord, Failure> {
    let before = unit
        .first(
            BEGIN,
            &[
                &account.row(),
                &step.name(),
                &now.as_millis(),
                &!step.belongs_to_number(),
            ],
        )
        .await?;
    before.map_or_else(|| Ok(StepRecord::untried(step)), |row| rows::step(&row))
}

pub(super) async fn begin_held(
    unit: &Unit,
    account: AccountId,
    owner: i64,
    step: Step,
    now: Timestamp,
) -> Result<Option<StepRecord>, Failure> {
    if Held::lock_by(unit, account, owner).await?.is_none() {
        return Ok(None);
    }
    begin(unit, account, step, now).await.map(Some)
}

pub(super) async fn progress(
    unit: &Unit,
    account: AccountId,
    owner: i64,
    progress: &Progress,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some(held) = Held::lock_by(unit, account, owner).await? else {
        return Ok(false);
    };
    let mut known = grant::load(unit, account).await?.unwrap_or_default();
    let other_number = known.advance(progress.clone(), now);
    grant::save(unit, account, &known).await?;
    if other_number {
        forget(unit, account, Step::belongs_to_number).await?;
    }
    if matches!(progress, Progress::Exchanged(_))
        && let Some(next) = held.state.after(Transition::Provision)
    {
        let sql = "UPDATE account SET state = $2 WHERE id = $1";
        unit.run(sql, &[&account.row(), &next.name()]).await?;
    }
    if let Some(step) = progress.step() {
        let (state, event, error) = match progress {
            Progress::Skipped(_, error) => {
                (StepState::Skipped, TimelineEvent::StepSkipped, Some(error))
            }
            _ => (StepState::Done, TimelineEvent::StepDone, None),
        };
        let mut entry = TimelineEntry::new(now, event).step(step.name());
        entry.cause = error.map(|error| error.text.clone());
        let end = End::of(account, step, state, error, now);
        Happened::to(account, &entry)
            .note(unit, &[(End::SQL, &end.params())])
            .await?;
    }
    Ok(true)
}

pub(super) async fn fail(
    unit: &Unit,
    account: AccountId,
    owner: i64,
    failure: &StepFailure,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some(held) = Held::lock_by(unit, account, owner).await? else {
        return Ok(false);
    };
    let said = failure.error.as_ref().map(|error| error.text.clone());
    let (state, event, cause) = match failure.then {
        Then::Again | Then::Later { .. } => (StepState::Waiting, TimelineEvent::StepWaits, said),
        Then::Halt { problem, .. } => {
            let why = match said {
                Some(said) => format!("{}: {said}", problem.name()),
                None => problem.name().to_owned(),
            };
            (StepState::Failed, TimelineEvent::Halted, Some(why))
        }
    };
    let mut entry = TimelineEntry::new(now, event).step(failure.step.name());
    entry.cause = cause;
    let end = End::of(account, failure.step, state, failure.error.as_ref(), now);
    let end = end.params();
    let given_back = GivenBack::of(account, &held, failure.then);
    let given_back = given_back.as_ref().map(GivenBack::params);
    let mut changes: Vec<Statement<'_>> = vec![(End::SQL, &end)];
    if let Some(given_back) = &given_back {
        changes.push((GivenBack::SQL, given_back));
    }
    Happened::to(account, &entry).note(unit, &changes).await?;
    Ok(true)
}

/// What becomes of an account whose lease is given back after a step that failed.
struct GivenBack {
    account: i64,
    /// Another one than before.
    state: Option<&'static str>,
    problem: Option<&'static str>,
    next_try: Option<i64>,
    /// Another one than before.
    not_before: Option<i64>,
}

impl GivenBack {
    const SQL: &'static str = "UPDATE account SET lease_owner = NULL, lease_until = NULL,
             state = coalesce($2, state), problem = $3, next_try = $4,
             not_before = coalesce($5, not_before)
         WHERE id = $1";

    /// `None` where the same run goes on.
    fn of(account: AccountId, held: &Held, then: Then) -> Option<Self> {
        let account = account.row();
        match then {
            Then::Again => None,
            Then::Later { at, asked_by_meta } => {
                let at = at.as_millis();
                Some(Self {
                    account,
                    state: None,
                    problem: None,
                    next_try: Some(at),
                    not_before: asked_by_meta.then_some(at),
                })
            }
            Then::Halt {
                problem,
                not_before,
            } => {
                let next = held.state.after(Transition::Halt(problem))?;
                Some(Self {
                    account,
                    state: Some(next.name()),
                    problem: Some(problem.name()),
                    next_try: None,
                    not_before: not_before.map(Timestamp::as_millis),
                })
            }
        }
    }

    fn params(&self) -> [&(dyn ToSql + Sync); 5] {
        [
            &self.account,
            &self.state,
            &self.problem,
            &self.next_try,
            &self.not_before,
        ]
    }
}
