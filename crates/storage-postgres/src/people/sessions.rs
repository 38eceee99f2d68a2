//! Sessions of the dashboard.

use crate::error::Failure;
use crate::reader::Reader;
use crate::rows::InOrder;
use crate::unit::Unit;
use gangway_domain::{Hash256, PasswordHash, PersonId, Timestamp};
use gangway_storage::{NewSession, SessionView, person_columns, rows};

/// How many that are over a new one clears away on the way.
const CLEARED: i64 = 32;

pub(crate) const CLEAR: &str = "DELETE FROM dashboard_session WHERE hash = ANY (ARRAY (
         SELECT hash FROM dashboard_session WHERE ends_at <= $1
         ORDER BY ends_at LIMIT $2 FOR UPDATE SKIP LOCKED))";

const OPEN: &str =
    "INSERT INTO dashboard_session (hash, person, opened_at, seen_at, ends_at, code_owed)
     VALUES ($1, $2, $3, $3, $4, $5)";

pub(super) const END: &str = "DELETE FROM dashboard_session WHERE hash = $1";

pub(super) const END_OTHERS: &str =
    "DELETE FROM dashboard_session WHERE person = $1 AND hash <> $2";

pub(crate) const VIEW: &str = concat!(
    "SELECT ",
    person_columns!(),
    ", s.opened_at, s.seen_at, s.ends_at, s.code_owed
     FROM dashboard_session s JOIN person ON person.id = s.person
     WHERE s.hash = $1 AND s.ends_at > $2"
);

pub(crate) const MEMBERSHIPS: &str = "SELECT partner.id, partner.client_id, partner.name,
         partner.suspended_at IS NOT NULL, membership.role
     FROM dashboard_session s
     JOIN membership ON membership.person = s.person
     JOIN partner ON partner.id = membership.partner
     WHERE s.hash = $1 ORDER BY partner.name, partner.id";

pub(super) async fn open(unit: &Unit, new: &NewSession, person: PersonId) -> Result<(), Failure> {
    let now = new.opened_at.as_millis();
    unit.batch(&[
        (CLEAR, &[&now, &CLEARED]),
        (
            OPEN,
            &[
                &new.session.0.as_slice(),
                &person.row(),
                &now,
                &new.ends_at.as_millis(),
                &new.code_owed,
            ],
        ),
    ])
    .await?;
    Ok(())
}

/// Opens one, if what was checked is still so. A change of the password that is under way is
/// waited for; one that comes later ends this session.
pub(super) async fn open_for(
    unit: &Unit,
    new: &NewSession,
    password: &PasswordHash,
) -> Result<bool, Failure> {
    const STILL: &str = "SELECT 1 FROM person
         WHERE id = $1 AND password = $2 AND (totp IS NOT NULL) = $3 FOR SHARE";
    let still = unit
        .first(
            STILL,
            &[&new.person.row(), &password.as_phc(), &new.code_owed],
        )
        .await?;
    if still.is_none() {
        return Ok(false);
    }
    open(unit, new, new.person).await?;
    Ok(true)
}

pub(super) async fn view(
    reader: &Reader,
    session: &Hash256,
    now: Timestamp,
) -> Result<Option<SessionView>, Failure> {
    let hash = session.0.as_slice();
    let Some(row) = reader.first(VIEW, &[&hash, &now.as_millis()]).await? else {
        return Ok(None);
    };
    let mut view = rows::session(&mut InOrder::of(&row))?;
    for row in reader.rows(MEMBERSHIPS, &[&hash]).await? {
        view.memberships
            .push(rows::membership(&mut InOrder::of(&row))?);
    }
    Ok(Some(view))
}

pub(super) async fn code_given(
    unit: &Unit,
    session: &Hash256,
    step: i64,
    new: &NewSession,
) -> Result<bool, Failure> {
    const SQL: &str = "UPDATE person SET totp_step = $2
         WHERE id = $1 AND totp_step < $2 AND EXISTS (
             SELECT 1 FROM dashboard_session
             WHERE hash = $3 AND person = $1 AND code_owed AND ends_at > $4)";
    let hash = session.0.as_slice();
    let now = new.opened_at.as_millis();
    let person = new.person.row();
    let later = unit.run(SQL, &[&person, &step, &hash, &now]).await?;
    if later == 0 {
        return Ok(false);
    }
    unit.run(END, &[&hash]).await?;
    open(unit, new, new.person).await?;
    Ok(true)
}
