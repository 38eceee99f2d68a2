//! Members of partners, and operators.

use crate::error::Failure;
use crate::reader::Reader;
use crate::rows::InOrder;
use crate::unit::Unit;
use gangway_domain::{PartnerId, PersonId, Role, Timestamp};
use gangway_storage::{Member, MemberOutcome, person_columns, rows};

const MEMBERS: &str = concat!(
    "SELECT ",
    person_columns!(),
    ", membership.role, membership.since
     FROM membership JOIN person ON person.id = membership.person
     WHERE membership.partner = $1 ORDER BY membership.since, person.id"
);

const OPERATORS: &str = concat!(
    "SELECT ",
    person_columns!(),
    ", NULL::text, person.created_at FROM person WHERE person.operator ORDER BY person.id"
);

/// Changes of a partner's members come one after the other: two owners who remove each other at
/// once do not both succeed.
const LOCK_PARTNER: &str = "SELECT 1 FROM partner WHERE id = $1 FOR NO KEY UPDATE";

const ROLE: &str = "SELECT role FROM membership WHERE person = $1 AND partner = $2";

pub(super) async fn members(
    reader: &Reader,
    partner: Option<PartnerId>,
) -> Result<Vec<Member>, Failure> {
    let found = match partner {
        Some(partner) => reader.rows(MEMBERS, &[&partner.row()]).await?,
        None => reader.rows(OPERATORS, &[]).await?,
    };
    found
        .iter()
        .map(|row| rows::member(&mut InOrder::of(row)))
        .collect()
}

/// The role of a member of a partner, whose members nobody else changes until the end of the unit.
async fn role(unit: &Unit, partner: PartnerId, person: PersonId) -> Result<Option<Role>, Failure> {
    let (person, partner) = (person.row(), partner.row());
    let lock: [crate::unit::Statement<'_>; 1] = [(LOCK_PARTNER, &[&partner])];
    let row = unit.then_first(&lock, ROLE, &[&person, &partner]).await?;
    let name: Option<String> = row.map(|row| row.try_get(0)).transpose()?;
    Ok(name.map(|name| rows::role(&name)).transpose()?)
}

/// Gives a seat, or a higher role to who has one.
pub(super) async fn give(
    unit: &Unit,
    partner: PartnerId,
    person: PersonId,
    wanted: Role,
    now: Timestamp,
) -> Result<(), Failure> {
    const SQL: &str = "INSERT INTO membership (person, partner, role, since)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (person, partner) DO UPDATE SET role = EXCLUDED.role";
    let held = role(unit, partner, person).await?;
    let highest = held.map_or(wanted, |held| held.max(wanted));
    unit.run(
        SQL,
        &[
            &person.row(),
            &partner.row(),
            &highest.name(),
            &now.as_millis(),
        ],
    )
    .await?;
    Ok(())
}

/// Whether somebody else owns the partner, too.
async fn another_owner(unit: &Unit, partner: PartnerId, person: PersonId) -> Result<bool, Failure> {
    const SQL: &str = "SELECT 1 FROM membership
         WHERE partner = $1 AND person <> $2 AND role = 'owner' LIMIT 1";
    let found = unit.first(SQL, &[&partner.row(), &person.row()]).await?;
    Ok(found.is_some())
}

pub(super) async fn set_role(
    unit: &Unit,
    partner: PartnerId,
    person: PersonId,
    wanted: Role,
) -> Result<MemberOutcome, Failure> {
    const SQL: &str = "UPDATE membership SET role = $3 WHERE person = $1 AND partner = $2";
    let Some(held) = role(unit, partner, person).await? else {
        return Ok(MemberOutcome::NotMember);
    };
    let steps_down = held == Role::Owner && wanted != Role::Owner;
    if steps_down && !another_owner(unit, partner, person).await? {
        return Ok(MemberOutcome::LastOne);
    }
    unit.batch(&[
        (SQL, &[&person.row(), &partner.row(), &wanted.name()]),
        (END_INVITATIONS, &[&person.row()]),
    ])
    .await?;
    Ok(MemberOutcome::Done)
}

/// Nobody comes back by a link that she made while she might: what she made where she may invite
/// no more ends.
const END_INVITATIONS: &str = "DELETE FROM invitation WHERE made_by = $1
     AND NOT EXISTS (SELECT 1 FROM person WHERE id = $1 AND operator)
     AND NOT EXISTS (SELECT 1 FROM membership WHERE membership.person = $1
         AND membership.partner = invitation.partner AND membership.role = 'owner')";

pub(super) async fn remove(
    unit: &Unit,
    partner: PartnerId,
    person: PersonId,
) -> Result<MemberOutcome, Failure> {
    const SQL: &str = "DELETE FROM membership WHERE person = $1 AND partner = $2";
    let Some(held) = role(unit, partner, person).await? else {
        return Ok(MemberOutcome::NotMember);
    };
    if held == Role::Owner && !another_owner(unit, partner, person).await? {
        return Ok(MemberOutcome::LastOne);
    }
    unit.batch(&[
        (SQL, &[&person.row(), &partner.row()]),
        (END_INVITATIONS, &[&person.row()]),
    ])
    .await?;
    Ok(MemberOutcome::Done)
}

pub(super) async fn remove_operator(
    unit: &Unit,
    person: PersonId,
) -> Result<MemberOutcome, Failure> {
    // All of them are locked, so that two who remove each other do not both succeed.
    const OPERATORS: &str = "SELECT id FROM person WHERE operator ORDER BY id FOR UPDATE";
    let mut others = 0;
    let mut is_one = false;
    for row in unit.rows(OPERATORS, &[]).await? {
        if row.try_get::<_, i64>(0)? == person.row() {
            is_one = true;
        } else {
            others += 1;
        }
    }
    if !is_one {
        return Ok(MemberOutcome::NotMember);
    }
    if others == 0 {
        return Ok(MemberOutcome::LastOne);
    }
    unit.batch(&[
        (
            "UPDATE person SET operator = FALSE WHERE id = $1",
            &[&person.row()],
        ),
        (END_INVITATIONS, &[&person.row()]),
    ])
    .await?;
    Ok(MemberOutcome::Done)
}
