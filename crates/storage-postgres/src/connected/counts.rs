//! What is counted of connected numbers, and when.

use crate::error::Failure;
use crate::rows;
use crate::unit::Unit;
use gangway_domain::{Month, Timestamp};
use gangway_storage::rows::stored_count;
use gangway_storage::{CountDue, MONTHS_KEPT, NumberCounts};

/// How many old counts are dropped in one go.
const AT_ONCE: i64 = 100;

/// Takes the one that has been due for the longest time. What another node is taking is passed
/// over.
pub(crate) const TAKE: &str = "WITH due AS MATERIALIZED (
         SELECT waba FROM count_due WHERE due_at <= $1
         ORDER BY due_at, waba LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
     UPDATE count_due SET due_at = $2 FROM due WHERE count_due.waba = due.waba
     RETURNING count_due.waba, account";

/// As an array, the few are found by their key, however many there might be.
pub(crate) const OLD: &str = "DELETE FROM message_count WHERE ctid = ANY (ARRAY (
         SELECT ctid FROM message_count WHERE month < $1
         ORDER BY month LIMIT $2 FOR UPDATE SKIP LOCKED))";

/// All counts of an answer, of the numbers that an account still lists. In the order of the
/// key, so that two who store the same wait for each other and no more.
const STORE: &str = "INSERT INTO message_count
         (number, month, waba, conversations, marketing, service, incoming, at)
     SELECT c.number, c.month, $8, c.conversations, c.marketing, c.service, c.incoming, $7
     FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
             $6::bigint[])
         AS c (number, month, conversations, marketing, service, incoming)
     WHERE EXISTS (
         SELECT 1 FROM account a WHERE a.number = c.number
             AND a.finished_at IS NOT NULL AND a.removed_at IS NULL)
     ORDER BY c.number, c.month
     ON CONFLICT (number, month) DO UPDATE SET (waba, conversations, marketing, service,
             incoming, at)
         = ROW (EXCLUDED.waba, EXCLUDED.conversations, EXCLUDED.marketing, EXCLUDED.service,
             EXCLUDED.incoming, EXCLUDED.at)
         -- A WhatsApp account that has the number no more, or not yet, counts nothing of it.
         WHERE message_count.waba = EXCLUDED.waba OR EXCLUDED.conversations > 0";

/// Nobody else changes who asks for what an account stands on until the unit ends: of two
/// that leave it at the same time, the second sees that the first is no help any more.
pub(crate) const LOCK: &str = "SELECT waba FROM count_due
     WHERE account = $1 OR waba = (SELECT waba FROM account_grant WHERE account = $1)
     ORDER BY waba FOR NO KEY UPDATE";

/// An account stands on nothing any more: another one that stands on the same takes its place.
pub(crate) const CEDE: &str = "UPDATE count_due SET account = coalesce((
         SELECT a.id FROM account_grant g JOIN account a ON a.id = g.account
         WHERE g.waba = count_due.waba AND a.id <> $1
             AND a.finished_at IS NOT NULL AND a.removed_at IS NULL
         ORDER BY a.finished_at DESC, a.id DESC LIMIT 1), account)
     WHERE account = $1";

/// After [`CEDE`]: there is none.
pub(crate) const LEAVE: &str = "DELETE FROM count_due WHERE account = $1";

/// An account has finished, and what it stood on before is left to others: what it stands on
/// is due at once, by its token.
pub(crate) const DUE: &str = "INSERT INTO count_due (waba, account, due_at)
     SELECT waba, account, $2 FROM account_grant WHERE account = $1 AND waba IS NOT NULL
     ON CONFLICT (waba) DO UPDATE SET account = EXCLUDED.account,
         due_at = least(count_due.due_at, EXCLUDED.due_at)";

/// Drops the counts of a number that no account lists any more.
pub(crate) const DROP: &str = "DELETE FROM message_count WHERE number = $1 AND NOT EXISTS (
         SELECT 1 FROM account
         WHERE number = $1 AND finished_at IS NOT NULL AND removed_at IS NULL)";

pub(super) async fn take(
    unit: &Unit,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<CountDue>, Failure> {
    let taken = unit
        .first(TAKE, &[&now.as_millis(), &until.as_millis()])
        .await?;
    taken.map(|row| rows::count_due(&row, until)).transpose()
}

pub(super) async fn store(
    unit: &Unit,
    due: &CountDue,
    counts: &[NumberCounts],
    next: Timestamp,
    now: Timestamp,
) -> Result<(), Failure> {
    let column = |of: fn(&NumberCounts) -> i64| counts.iter().map(of).collect::<Vec<i64>>();
    let numbers: Vec<&str> = counts.iter().map(|one| one.number.as_str()).collect();
    let months = column(|one| one.month.start().as_secs());
    let conversations = column(|one| stored_count(one.counts.conversations));
    let marketing = column(|one| stored_count(one.counts.marketing));
    let service = column(|one| stored_count(one.counts.service));
    let incoming = column(|one| stored_count(one.counts.incoming));
    let (waba, at) = (due.waba.as_str(), now.as_millis());
    let oldest = Month::of(now).minus(MONTHS_KEPT).start().as_secs();
    unit.batch(&[
        (
            STORE,
            &[
                &numbers,
                &months,
                &conversations,
                &marketing,
                &service,
                &incoming,
                &at,
                &waba,
            ],
        ),
        (OLD, &[&oldest, &AT_ONCE]),
        (
            "UPDATE count_due SET due_at = $3 WHERE waba = $1 AND due_at = $2",
            &[&waba, &due.until.as_millis(), &next.as_millis()],
        ),
    ])
    .await?;
    Ok(())
}
