//! Members of partners, and operators.

use crate::error::Failure;
use crate::rows::InOrder;
use crate::sql;
use gangway_domain::{PartnerId, PersonId, Role, Timestamp};
use gangway_storage::{Member, MemberOutcome, rows};
use rusqlite::{Connection, params};

const MEMBERS: &str = concat!(
    "SELECT ",
    gangway_storage::person_columns!(),
    ", membership.role, membership.since
     FROM membership JOIN person ON person.id = membership.person
     WHERE membership.partner = ?1 ORDER BY membership.since, person.id"
);

const OPERATORS: &str = concat!(
    "SELECT ",
    gangway_storage::person_columns!(),
    ", NULL, person.created_at FROM person WHERE person.operator = 1 ORDER BY person.id"
);

pub(super) fn members(
    conn: &Connection,
    partner: Option<PartnerId>,
) -> Result<Vec<Member>, Failure> {
    let read = |row: &rusqlite::Row<'_>| rows::member(&mut InOrder::of(row));
    match partner {
        Some(partner) => sql::all(conn, MEMBERS, [partner.row()], read),
        None => sql::all(conn, OPERATORS, [], read),
    }
}

/// The role of a member.
pub(super) fn role(
    conn: &Connection,
    partner: PartnerId,
    person: PersonId,
) -> Result<Option<Role>, Failure> {
    sql::first(
        conn,
        "SELECT role FROM membership WHERE person = ?1 AND partner = ?2",
        params![person.row(), partner.row()],
        |row| Ok(rows::role(&row.get::<_, String>(0)?)?),
    )
}

/// Gives a seat, or a higher role to who has one.
pub(super) fn give(
    conn: &Connection,
    partner: PartnerId,
    person: PersonId,
    wanted: Role,
    now: Timestamp,
) -> Result<(), Failure> {
    let highest = role(conn, partner, person)?.map_or(wanted, |held| held.max(wanted));
    sql::run(
        conn,
        "INSERT INTO membership (person, partner, role, since) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (person, partner) DO UPDATE SET role = excluded.role",
        params![person.row(), partner.row(), highest.name(), now.as_millis()],
    )?;
    Ok(())
}

/// Whether somebody else owns the partner, too.
fn another_owner(conn: &Connection, partner: PartnerId, person: PersonId) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM membership WHERE partner = ?1 AND person <> ?2 AND role = 'owner'",
        params![partner.row(), person.row()],
    )
}

pub(super) fn set_role(
    conn: &Connection,
    partner: PartnerId,
    person: PersonId,
    wanted: Role,
) -> Result<MemberOutcome, Failure> {
    let Some(held) = role(conn, partner, person)? else {
        return Ok(MemberOutcome::NotMember);
    };
    let steps_down = held == Role::Owner && wanted != Role::Owner;
    if steps_down && !another_owner(conn, partner, person)? {
        return Ok(MemberOutcome::LastOne);
    }
    sql::run(
        conn,
        "UPDATE membership SET role = ?3 WHERE person = ?1 AND partner = ?2",
        params![person.row(), partner.row(), wanted.name()],
    )?;
    end_invitations(conn, person)?;
    Ok(MemberOutcome::Done)
}

pub(super) fn remove(
    conn: &Connection,
    partner: Option<PartnerId>,
    person: PersonId,
) -> Result<MemberOutcome, Failure> {
    match partner {
        Some(partner) => {
            let Some(held) = role(conn, partner, person)? else {
                return Ok(MemberOutcome::NotMember);
            };
            if held == Role::Owner && !another_owner(conn, partner, person)? {
                return Ok(MemberOutcome::LastOne);
            }
            sql::run(
                conn,
                "DELETE FROM membership WHERE person = ?1 AND partner = ?2",
                params![person.row(), partner.row()],
            )?;
        }
        None => {
            let is_one = "SELECT 1 FROM person WHERE id = ?1 AND operator = 1";
            if !sql::exists(conn, is_one, [person.row()])? {
                return Ok(MemberOutcome::NotMember);
            }
            let others = "SELECT 1 FROM person WHERE id <> ?1 AND operator = 1";
            if !sql::exists(conn, others, [person.row()])? {
                return Ok(MemberOutcome::LastOne);
            }
            sql::run(
                conn,
                "UPDATE person SET operator = 0 WHERE id = ?1",
                [person.row()],
            )?;
        }
    }
    end_invitations(conn, person)?;
    Ok(MemberOutcome::Done)
}

/// Nobody comes back by a link that she made while she might: what she made where she may invite
/// no more ends.
fn end_invitations(conn: &Connection, person: PersonId) -> Result<(), Failure> {
    sql::run(
        conn,
        "DELETE FROM invitation WHERE made_by = ?1
             AND NOT EXISTS (SELECT 1 FROM person WHERE id = ?1 AND operator = 1)
             AND NOT EXISTS (SELECT 1 FROM membership WHERE membership.person = ?1
                 AND membership.partner = invitation.partner AND membership.role = 'owner')",
        [person.row()],
    )?;
    Ok(())
}
