//! Who may use the dashboard.

mod invitations;
mod seats;
mod sessions;
mod tries;

#[cfg(test)]
pub(crate) use {
    sessions::{CLEAR as CLEAR_SESSIONS, MEMBERSHIPS, VIEW},
    tries::CLEAR as CLEAR_TRIES,
};

use crate::error::Failure;
use crate::reader::Reader;
use crate::rows::InOrder;
use crate::{PostgresStore, read, unit};
use async_trait::async_trait;
use gangway_domain::{
    Email, Hash256, Language, PartnerId, PasswordHash, PersonId, Role, Sealed, Text, Timestamp,
};
use gangway_storage::rows::{self, email_key};
use gangway_storage::{
    Invitation, JoinOutcome, Member, MemberOutcome, NewInvitation, NewPerson, NewSession, People,
    SessionView, SignIn, StorageError, person_columns,
};
use tokio_postgres::types::ToSql;

const BY_EMAIL: &str = concat!(
    "SELECT ",
    person_columns!(),
    ", person.password, person.totp FROM person WHERE email_key = $1"
);

const BY_ID: &str = concat!(
    "SELECT ",
    person_columns!(),
    ", person.password, person.totp FROM person WHERE id = $1"
);

#[async_trait]
impl People for PostgresStore {
    async fn has_operator(&self) -> Result<bool, StorageError> {
        read!(self, |reader| async {
            let found = reader
                .first("SELECT 1 FROM person WHERE operator LIMIT 1", &[])
                .await?;
            Ok(found.is_some())
        })
    }

    async fn invite(&self, new: NewInvitation) -> Result<(), StorageError> {
        unit!(self, |unit| invitations::invite(unit, &new))
    }

    async fn invitation(
        &self,
        secret: &Hash256,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StorageError> {
        read!(self, |reader| invitations::find(reader, secret, now))
    }

    async fn invitations(
        &self,
        partner: Option<PartnerId>,
        now: Timestamp,
    ) -> Result<Vec<Invitation>, StorageError> {
        read!(self, |reader| invitations::waiting(reader, partner, now))
    }

    async fn take_invitation_back(
        &self,
        partner: Option<PartnerId>,
        id: i64,
    ) -> Result<bool, StorageError> {
        const SQL: &str =
            "DELETE FROM invitation WHERE id = $1 AND partner IS NOT DISTINCT FROM $2";
        let partner = partner.map(PartnerId::row);
        unit!(self, |unit| async {
            Ok(unit.run(SQL, &[&id, &partner]).await? == 1)
        })
    }

    async fn join_new(
        &self,
        secret: &Hash256,
        person: NewPerson,
        session: NewSession,
    ) -> Result<JoinOutcome, StorageError> {
        unit!(self, |unit| invitations::join_new(
            unit, secret, &person, &session
        ))
    }

    async fn join(
        &self,
        secret: &Hash256,
        person: PersonId,
        now: Timestamp,
    ) -> Result<JoinOutcome, StorageError> {
        unit!(self, |unit| invitations::join(unit, secret, person, now))
    }

    async fn reset_password(
        &self,
        secret: &Hash256,
        password: PasswordHash,
        session: NewSession,
    ) -> Result<Option<PersonId>, StorageError> {
        unit!(self, |unit| invitations::reset(
            unit, secret, &password, &session
        ))
    }

    async fn sign_in(&self, email: &Email) -> Result<Option<SignIn>, StorageError> {
        let key = email_key(email);
        read!(self, |reader| one(reader, BY_EMAIL, &key))
    }

    async fn sign_in_of(&self, person: PersonId) -> Result<Option<SignIn>, StorageError> {
        let id = person.row();
        read!(self, |reader| one(reader, BY_ID, &id))
    }

    async fn count_try(
        &self,
        key: &Hash256,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError> {
        unit!(self, |unit| tries::count(unit, key, now))
    }

    async fn forget_tries(&self, key: &Hash256, now: Timestamp) -> Result<(), StorageError> {
        unit!(self, |unit| tries::forget(unit, key, now))
    }

    async fn open_session(
        &self,
        new: NewSession,
        password: PasswordHash,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| sessions::open_for(unit, &new, &password))
    }

    async fn session(
        &self,
        session: &Hash256,
        now: Timestamp,
    ) -> Result<Option<SessionView>, StorageError> {
        read!(self, |reader| sessions::view(reader, session, now))
    }

    async fn session_seen(&self, session: &Hash256, now: Timestamp) -> Result<(), StorageError> {
        const SQL: &str =
            "UPDATE dashboard_session SET seen_at = greatest(seen_at, $2) WHERE hash = $1";
        unit!(self, |unit| async {
            unit.run(SQL, &[&session.0.as_slice(), &now.as_millis()])
                .await?;
            Ok(())
        })
    }

    async fn code_given(
        &self,
        session: &Hash256,
        step: i64,
        new: NewSession,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| sessions::code_given(unit, session, step, &new))
    }

    async fn end_session(&self, session: &Hash256) -> Result<(), StorageError> {
        unit!(self, |unit| async {
            unit.run(sessions::END, &[&session.0.as_slice()]).await?;
            Ok(())
        })
    }

    async fn end_other_sessions(
        &self,
        person: PersonId,
        keep: &Hash256,
    ) -> Result<(), StorageError> {
        unit!(self, |unit| async {
            unit.run(sessions::END_OTHERS, &[&person.row(), &keep.0.as_slice()])
                .await?;
            Ok(())
        })
    }

    async fn change_password(
        &self,
        person: PersonId,
        password: PasswordHash,
        keep: &Hash256,
    ) -> Result<(), StorageError> {
        unit!(self, |unit| async {
            unit.batch(&[
                (
                    "UPDATE person SET password = $2 WHERE id = $1",
                    &[&person.row(), &password.as_phc()],
                ),
                ("DELETE FROM invitation WHERE person = $1", &[&person.row()]),
                (sessions::END_OTHERS, &[&person.row(), &keep.0.as_slice()]),
            ])
            .await?;
            Ok(())
        })
    }

    async fn change_person(
        &self,
        person: PersonId,
        name: Text<100>,
        language: Option<Language>,
    ) -> Result<(), StorageError> {
        let language = language.as_ref().map(Language::tag);
        unit!(self, |unit| async {
            unit.run(
                "UPDATE person SET name = $2, language = $3 WHERE id = $1",
                &[&person.row(), &name.as_str(), &language],
            )
            .await?;
            Ok(())
        })
    }

    async fn add_totp(
        &self,
        person: PersonId,
        totp: Sealed,
        step: i64,
        keep: &Hash256,
    ) -> Result<bool, StorageError> {
        const SQL: &str =
            "UPDATE person SET totp = $2, totp_step = $3 WHERE id = $1 AND totp IS NULL";
        unit!(self, |unit| async {
            let added = unit
                .run(SQL, &[&person.row(), &totp.as_bytes(), &step])
                .await?;
            if added == 1 {
                unit.run(sessions::END_OTHERS, &[&person.row(), &keep.0.as_slice()])
                    .await?;
            }
            Ok(added == 1)
        })
    }

    async fn drop_totp(&self, person: PersonId) -> Result<(), StorageError> {
        unit!(self, |unit| async {
            unit.run(
                "UPDATE person SET totp = NULL, totp_step = NULL WHERE id = $1",
                &[&person.row()],
            )
            .await?;
            Ok(())
        })
    }

    async fn members(&self, partner: Option<PartnerId>) -> Result<Vec<Member>, StorageError> {
        read!(self, |reader| seats::members(reader, partner))
    }

    async fn set_role(
        &self,
        partner: PartnerId,
        person: PersonId,
        role: Role,
    ) -> Result<MemberOutcome, StorageError> {
        unit!(self, |unit| seats::set_role(unit, partner, person, role))
    }

    async fn remove_member(
        &self,
        partner: Option<PartnerId>,
        person: PersonId,
    ) -> Result<MemberOutcome, StorageError> {
        unit!(self, |unit| async {
            match partner {
                Some(partner) => seats::remove(unit, partner, person).await,
                None => seats::remove_operator(unit, person).await,
            }
        })
    }
}

async fn one(
    reader: &Reader,
    sql: &'static str,
    value: &(dyn ToSql + Sync),
) -> Result<Option<SignIn>, Failure> {
    let row = reader.first(sql, &[value]).await?;
    row.as_ref()
        .map(|row| rows::sign_in(&mut InOrder::of(row)))
        .transpose()
}
