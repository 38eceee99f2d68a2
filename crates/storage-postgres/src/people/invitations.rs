//! Links to a seat or to a new password.

use super::{seats, sessions};
use crate::error::Failure;
use crate::reader::Reader;
use crate::rows::InOrder;
use crate::unit::Unit;
use gangway_domain::{Hash256, Language, PartnerId, PasswordHash, PersonId, Seat, Timestamp};
use gangway_storage::rows::{self, email_key};
use gangway_storage::{
    Errand, Invitation, JoinOutcome, NewInvitation, NewPerson, NewSession, Unreadable,
    invitation_columns,
};

macro_rules! invitations {
    ($where:literal) => {
        concat!(
            "SELECT ",
            invitation_columns!(),
            " FROM invitation
             LEFT JOIN partner ON partner.id = invitation.partner
             LEFT JOIN person ON person.id = invitation.person
             WHERE ",
            $where
        )
    };
}

/// Invitations are made one after the other: of two for one seat made at once, the first is
/// seen by the second and gives way.
const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended('invitation', 3))";

const FIND: &str = invitations!("invitation.secret = $1 AND invitation.ends_at > $2");

/// Two who follow one link at once: the second one waits, and finds it used up.
const TAKE: &str =
    invitations!("invitation.secret = $1 AND invitation.ends_at > $2 FOR UPDATE OF invitation");

const WAITING: &str = invitations!(
    "invitation.partner IS NOT DISTINCT FROM $1 AND invitation.ends_at > $2
     ORDER BY invitation.made_at, invitation.id"
);

pub(super) async fn invite(unit: &Unit, new: &NewInvitation) -> Result<(), Failure> {
    let (partner, role, person) = match new.errand {
        Errand::Join(Seat::Operator) => (None, None, None),
        Errand::Join(Seat::Member(partner, role)) => (Some(partner.row()), Some(role.name()), None),
        Errand::Reset(person) => (None, None, Some(person.row())),
    };
    let key = new.email.as_ref().map(email_key);
    let made_at = new.made_at.as_millis();
    unit.batch(&[
        (LOCK, &[]),
        (
            "DELETE FROM invitation
             WHERE (partner IS NOT DISTINCT FROM $1 AND person IS NOT DISTINCT FROM $2
                     AND (person IS NOT NULL OR email_key IS NOT DISTINCT FROM $3))
                 OR ends_at <= $4",
            &[&partner, &person, &key, &made_at],
        ),
        (
            "INSERT INTO invitation (secret, partner, role, person, email, email_key, made_by,
                 made_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                &new.secret.0.as_slice(),
                &partner,
                &role,
                &person,
                &new.email.as_ref().map(|email| email.as_str()),
                &key,
                &new.by.map(PersonId::row),
                &made_at,
                &new.ends_at.as_millis(),
            ],
        ),
    ])
    .await?;
    Ok(())
}

pub(super) async fn find(
    reader: &Reader,
    secret: &Hash256,
    now: Timestamp,
) -> Result<Option<Invitation>, Failure> {
    let row = reader
        .first(FIND, &[&secret.0.as_slice(), &now.as_millis()])
        .await?;
    row.as_ref()
        .map(|row| rows::invitation(&mut InOrder::of(row)))
        .transpose()
}

pub(super) async fn waiting(
    reader: &Reader,
    partner: Option<PartnerId>,
    now: Timestamp,
) -> Result<Vec<Invitation>, Failure> {
    let partner = partner.map(PartnerId::row);
    let found = reader.rows(WAITING, &[&partner, &now.as_millis()]).await?;
    found
        .iter()
        .map(|row| rows::invitation(&mut InOrder::of(row)))
        .collect()
}

/// An invitation that nobody else takes until the end of the unit.
async fn take(
    unit: &Unit,
    secret: &Hash256,
    now: Timestamp,
) -> Result<Option<Invitation>, Failure> {
    let row = unit
        .first(TAKE, &[&secret.0.as_slice(), &now.as_millis()])
        .await?;
    row.as_ref()
        .map(|row| rows::invitation(&mut InOrder::of(row)))
        .transpose()
}

/// It works once.
async fn use_up(unit: &Unit, invitation: &Invitation) -> Result<(), Failure> {
    unit.run("DELETE FROM invitation WHERE id = $1", &[&invitation.id])
        .await?;
    Ok(())
}

pub(super) async fn join_new(
    unit: &Unit,
    secret: &Hash256,
    new: &NewPerson,
    session: &NewSession,
) -> Result<JoinOutcome, Failure> {
    const SQL: &str =
        "INSERT INTO person (email, email_key, name, password, operator, language, created_at)
         VALUES ($1, $2, $3, $4, FALSE, $5, $6)
         ON CONFLICT (email_key) DO NOTHING RETURNING id";
    let now = session.opened_at;
    let Some(invitation) = take(unit, secret, now).await? else {
        return Ok(JoinOutcome::Gone);
    };
    let Errand::Join(seat) = invitation.errand else {
        return Ok(JoinOutcome::Gone);
    };
    let made = unit
        .first(
            SQL,
            &[
                &new.email.as_str(),
                &email_key(&new.email),
                &new.name.as_str(),
                &new.password.as_phc(),
                &new.language.as_ref().map(Language::tag),
                &now.as_millis(),
            ],
        )
        .await?;
    let Some(row) = made else {
        return Ok(JoinOutcome::EmailTaken);
    };
    let id: Option<i64> = row.try_get(0)?;
    let person = PersonId::from_row(id.ok_or_else(|| Unreadable::column("person.id"))?);
    take_seat(unit, seat, person, now).await?;
    use_up(unit, &invitation).await?;
    sessions::open(unit, session, person).await?;
    Ok(JoinOutcome::Joined(person))
}

pub(super) async fn join(
    unit: &Unit,
    secret: &Hash256,
    person: PersonId,
    now: Timestamp,
) -> Result<JoinOutcome, Failure> {
    let Some(invitation) = take(unit, secret, now).await? else {
        return Ok(JoinOutcome::Gone);
    };
    let Errand::Join(seat) = invitation.errand else {
        return Ok(JoinOutcome::Gone);
    };
    take_seat(unit, seat, person, now).await?;
    use_up(unit, &invitation).await?;
    Ok(JoinOutcome::Joined(person))
}

async fn take_seat(
    unit: &Unit,
    seat: Seat,
    person: PersonId,
    now: Timestamp,
) -> Result<(), Failure> {
    match seat {
        Seat::Operator => {
            unit.run(
                "UPDATE person SET operator = TRUE WHERE id = $1",
                &[&person.row()],
            )
            .await?;
            Ok(())
        }
        Seat::Member(partner, role) => seats::give(unit, partner, person, role, now).await,
    }
}

pub(super) async fn reset(
    unit: &Unit,
    secret: &Hash256,
    password: &PasswordHash,
    session: &NewSession,
) -> Result<Option<PersonId>, Failure> {
    let Some(invitation) = take(unit, secret, session.opened_at).await? else {
        return Ok(None);
    };
    let Errand::Reset(person) = invitation.errand else {
        return Ok(None);
    };
    unit.batch(&[
        (
            "UPDATE person SET password = $2, totp = NULL, totp_step = NULL WHERE id = $1",
            &[&person.row(), &password.as_phc()],
        ),
        (
            "DELETE FROM dashboard_session WHERE person = $1",
            &[&person.row()],
        ),
    ])
    .await?;
    use_up(unit, &invitation).await?;
    sessions::open(unit, session, person).await?;
    Ok(Some(person))
}
