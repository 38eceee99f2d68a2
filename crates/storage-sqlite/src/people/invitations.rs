//! Links to a seat or to a new password.

use super::{seats, sessions};
use crate::error::Failure;
use crate::rows::InOrder;
use crate::sql;
use gangway_domain::{Hash256, Language, PartnerId, PasswordHash, PersonId, Seat, Timestamp};
use gangway_storage::rows::{self, email_key};
use gangway_storage::{Errand, Invitation, JoinOutcome, NewInvitation, NewPerson, NewSession};
use rusqlite::{Connection, params};

const FROM: &str = concat!(
    "SELECT ",
    gangway_storage::invitation_columns!(),
    " FROM invitation
     LEFT JOIN partner ON partner.id = invitation.partner
     LEFT JOIN person ON person.id = invitation.person "
);

pub(super) fn invite(conn: &Connection, new: &NewInvitation) -> Result<(), Failure> {
    let (partner, role, person) = match new.errand {
        Errand::Join(Seat::Operator) => (None, None, None),
        Errand::Join(Seat::Member(partner, role)) => (Some(partner.row()), Some(role.name()), None),
        Errand::Reset(person) => (None, None, Some(person.row())),
    };
    let key = new.email.as_ref().map(email_key);
    sql::run(
        conn,
        "DELETE FROM invitation
         WHERE (partner IS ?1 AND person IS ?2 AND (person IS NOT NULL OR email_key IS ?3))
             OR ends_at <= ?4",
        params![partner, person, key, new.made_at.as_millis()],
    )?;
    sql::run(
        conn,
        "INSERT INTO invitation (secret, partner, role, person, email, email_key, made_by,
             made_at, ends_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            new.secret.0,
            partner,
            role,
            person,
            new.email.as_ref().map(|email| email.as_str()),
            key,
            new.by.map(PersonId::row),
            new.made_at.as_millis(),
            new.ends_at.as_millis(),
        ],
    )?;
    Ok(())
}

pub(super) fn find(
    conn: &Connection,
    secret: &Hash256,
    now: Timestamp,
) -> Result<Option<Invitation>, Failure> {
    let sql = format!("{FROM} WHERE invitation.secret = ?1 AND invitation.ends_at > ?2");
    sql::first(conn, &sql, params![secret.0, now.as_millis()], |row| {
        rows::invitation(&mut InOrder::of(row))
    })
}

pub(super) fn waiting(
    conn: &Connection,
    partner: Option<PartnerId>,
    now: Timestamp,
) -> Result<Vec<Invitation>, Failure> {
    let sql = format!(
        "{FROM} WHERE invitation.partner IS ?1 AND invitation.ends_at > ?2
         ORDER BY invitation.made_at, invitation.id"
    );
    let values = params![partner.map(PartnerId::row), now.as_millis()];
    sql::all(conn, &sql, values, |row| {
        rows::invitation(&mut InOrder::of(row))
    })
}

/// An invitation works once.
fn use_up(conn: &Connection, invitation: &Invitation) -> Result<(), Failure> {
    sql::run(
        conn,
        "DELETE FROM invitation WHERE id = ?1",
        [invitation.id],
    )?;
    Ok(())
}

pub(super) fn join_new(
    conn: &Connection,
    secret: &Hash256,
    new: &NewPerson,
    session: &NewSession,
) -> Result<JoinOutcome, Failure> {
    let now = session.opened_at;
    let Some(invitation) = find(conn, secret, now)? else {
        return Ok(JoinOutcome::Gone);
    };
    let Errand::Join(seat) = invitation.errand else {
        return Ok(JoinOutcome::Gone);
    };
    let key = email_key(&new.email);
    if sql::exists(conn, "SELECT 1 FROM person WHERE email_key = ?1", [&key])? {
        return Ok(JoinOutcome::EmailTaken);
    }
    sql::run(
        conn,
        "INSERT INTO person (email, email_key, name, password, operator, language, created_at)
         VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)",
        params![
            new.email.as_str(),
            key,
            new.name.as_str(),
            new.password.as_phc(),
            new.language.as_ref().map(Language::tag),
            now.as_millis(),
        ],
    )?;
    let person = PersonId::from_row(conn.last_insert_rowid());
    take_seat(conn, seat, person, now)?;
    use_up(conn, &invitation)?;
    sessions::open(conn, session, person)?;
    Ok(JoinOutcome::Joined(person))
}

pub(super) fn join(
    conn: &Connection,
    secret: &Hash256,
    person: PersonId,
    now: Timestamp,
) -> Result<JoinOutcome, Failure> {
    let Some(invitation) = find(conn, secret, now)? else {
        return Ok(JoinOutcome::Gone);
    };
    let Errand::Join(seat) = invitation.errand else {
        return Ok(JoinOutcome::Gone);
    };
    take_seat(conn, seat, person, now)?;
    use_up(conn, &invitation)?;
    Ok(JoinOutcome::Joined(person))
}

fn take_seat(
    conn: &Connection,
    seat: Seat,
    person: PersonId,
    now: Timestamp,
) -> Result<(), Failure> {
    match seat {
        Seat::Operator => {
            sql::run(
                conn,
                "UPDATE person SET operator = 1 WHERE id = ?1",
                [person.row()],
            )?;
            Ok(())
        }
        Seat::Member(partner, role) => seats::give(conn, partner, person, role, now),
    }
}

pub(super) fn reset(
    conn: &Connection,
    secret: &Hash256,
    password: &PasswordHash,
    session: &NewSession,
) -> Result<Option<PersonId>, Failure> {
    let Some(invitation) = find(conn, secret, session.opened_at)? else {
        return Ok(None);
    };
    let Errand::Reset(person) = invitation.errand else {
        return Ok(None);
    };
    sql::run(
        conn,
        "UPDATE person SET password = ?2, totp = NULL, totp_step = NULL WHERE id = ?1",
        params![person.row(), password.as_phc()],
    )?;
    use_up(conn, &invitation)?;
    sql::run(
        conn,
        "DELETE FROM dashboard_session WHERE person = ?1",
        [person.row()],
    )?;
    sessions::open(conn, session, person)?;
    Ok(Some(person))
}

/// The links to a new password for somebody work no more.
pub(super) fn end_resets(conn: &Connection, person: PersonId) -> Result<(), Failure> {
    sql::run(
        conn,
        "DELETE FROM invitation WHERE person = ?1",
        [person.row()],
    )?;
    Ok(())
}
