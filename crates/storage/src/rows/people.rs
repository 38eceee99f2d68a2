//! People of the dashboard and the audit log, read back.

use super::{Columns, Unreadable, maybe, required};
use crate::{
    AuditEntry, AuditOutcome, Errand, Invitation, Member, Membership, NewAuditEntry, SessionView,
    SignIn,
};
use gangway_domain::{
    ClientId, Email, Language, PartnerId, PasswordHash, Person, PersonId, Role, Sealed, Seat,
    Timestamp,
};

/// The columns that [`person`] reads, in its order.
#[macro_export]
macro_rules! person_columns {
    () => {
        "person.id, person.email, person.name, person.operator, person.language, \
         person.totp IS NOT NULL, person.created_at"
    };
}

/// The columns that [`invitation`] reads, in its order.
#[macro_export]
macro_rules! invitation_columns {
    () => {
        "invitation.id, invitation.partner, invitation.role, invitation.person, \
         coalesce(invitation.email, person.email), partner.name, invitation.made_at, \
         invitation.ends_at"
    };
}

/// The columns that [`audit_entry`] reads, in its order.
#[macro_export]
macro_rules! audit_columns {
    () => {
        "audit_entry.id, audit_entry.at, audit_entry.person, audit_entry.actor, \
         audit_entry.partner, audit_entry.action, audit_entry.subject, audit_entry.address, \
         audit_entry.outcome, partner.name"
    };
}

/// Reads [`person_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn person<C: Columns>(row: &mut C) -> Result<Person, C::Error> {
    let id = PersonId::from_row(row.int()?);
    let email = email(&row.text()?)?;
    Ok(Person {
        id,
        email: email.ok_or_else(|| Unreadable::column("person.email"))?,
        name: required(row, "person.name")?,
        operator: row.flag()?,
        language: maybe(row, "person.language", Language::parse)?,
        second_factor: row.flag()?,
        created_at: Timestamp::from_millis(row.int()?),
    })
}

fn email(raw: &str) -> Result<Option<Email>, Unreadable> {
    Email::parse("person.email", raw).map_err(Unreadable::from)
}

/// Reads [`person_columns!`], then the password and the secret of the second factor.
///
/// # Errors
/// When a column does not read back.
pub fn sign_in<C: Columns>(row: &mut C) -> Result<SignIn, C::Error> {
    Ok(SignIn {
        person: person(row)?,
        password: PasswordHash::from_phc(row.text()?),
        totp: row.maybe_bytes()?.map(Sealed::from_bytes),
    })
}

/// Reads [`person_columns!`], then the times of the session and whether a code is owed.
///
/// # Errors
/// When a column does not read back.
pub fn session<C: Columns>(row: &mut C) -> Result<SessionView, C::Error> {
    Ok(SessionView {
        person: person(row)?,
        opened_at: Timestamp::from_millis(row.int()?),
        seen_at: Timestamp::from_millis(row.int()?),
        ends_at: Timestamp::from_millis(row.int()?),
        code_owed: row.flag()?,
        memberships: Vec::new(),
    })
}

/// Reads a partner's id, client id, name, whether it is suspended, and the role there.
///
/// # Errors
/// When a column does not read back.
pub fn membership<C: Columns>(row: &mut C) -> Result<Membership, C::Error> {
    Ok(Membership {
        partner: PartnerId::from_row(row.int()?),
        client_id: ClientId::parse(&row.text()?).map_err(Unreadable::from)?,
        partner_name: required(row, "partner.name")?,
        suspended: row.flag()?,
        role: role(&row.text()?)?,
    })
}

/// Reads [`person_columns!`], then the role (NULL for operators) and since when.
///
/// # Errors
/// When a column does not read back.
pub fn member<C: Columns>(row: &mut C) -> Result<Member, C::Error> {
    let person = person(row)?;
    let seat = row.maybe_text()?;
    Ok(Member {
        person,
        role: seat.map(|name| role(&name)).transpose()?,
        since: Timestamp::from_millis(row.int()?),
    })
}

/// The role of a stored name.
///
/// # Errors
/// When there is none.
pub fn role(name: &str) -> Result<Role, Unreadable> {
    Role::from_name(name).ok_or_else(|| Unreadable::column("membership.role"))
}

/// Reads [`invitation_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn invitation<C: Columns>(row: &mut C) -> Result<Invitation, C::Error> {
    let id = row.int()?;
    let partner = row.maybe_int()?.map(PartnerId::from_row);
    let seat = row.maybe_text()?;
    let person = row.maybe_int()?.map(PersonId::from_row);
    let errand = match (partner, seat, person) {
        (Some(partner), Some(seat), None) => Errand::Join(Seat::Member(partner, role(&seat)?)),
        (None, None, Some(person)) => Errand::Reset(person),
        (None, None, None) => Errand::Join(Seat::Operator),
        _ => return Err(Unreadable::column("invitation.partner").into()),
    };
    let address = row.maybe_text()?;
    let address = address.map(|raw| email(&raw)).transpose()?;
    Ok(Invitation {
        id,
        errand,
        email: address.flatten(),
        partner_name: maybe(row, "partner.name", gangway_domain::Text::parse)?,
        made_at: Timestamp::from_millis(row.int()?),
        ends_at: Timestamp::from_millis(row.int()?),
    })
}

/// Reads [`audit_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn audit_entry<C: Columns>(row: &mut C) -> Result<AuditEntry, C::Error> {
    let id = row.int()?;
    let entry = NewAuditEntry {
        at: Timestamp::from_millis(row.int()?),
        person: row.maybe_int()?.map(PersonId::from_row),
        actor: row.text()?,
        partner: row.maybe_int()?.map(PartnerId::from_row),
        action: row.text()?,
        subject: row.text()?,
        address: row.maybe_text()?,
    };
    let outcome = AuditOutcome::from_name(&row.text()?);
    Ok(AuditEntry {
        id,
        entry,
        outcome: outcome.ok_or_else(|| Unreadable::column("audit_entry.outcome"))?,
        partner_name: row.maybe_text()?,
    })
}

/// The form in which addresses are the same.
#[must_use]
pub fn email_key(email: &Email) -> String {
    email.as_str().to_lowercase()
}
