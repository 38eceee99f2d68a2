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
use crate::rows::InOrder;
use crate::{SqliteStore, sql};
use async_trait::async_trait;
use gangway_domain::{
    Email, Hash256, Language, PartnerId, PasswordHash, PersonId, Role, Sealed, Text, Timestamp,
};
use gangway_storage::rows::{self, email_key};
use gangway_storage::{
    Invitation, JoinOutcome, Member, MemberOutcome, NewInvitation, NewPerson, NewSession, People,
    SessionView, SignIn, StorageError,
};
use rusqlite::{Params, params};

const SIGN_IN: &str = concat!(
    "SELECT ",
    gangway_storage::person_columns!(),
    ", person.password, person.totp FROM person WHERE "
);

#[async_trait]
impl People for SqliteStore {
    async fn has_operator(&self) -> Result<bool, StorageError> {
        self.readers()
            .short(|conn| sql::exists(conn, "SELECT 1 FROM person WHERE operator = 1", []))
    }

    async fn invite(&self, new: NewInvitation) -> Result<(), StorageError> {
        self.write(move |write| invitations::invite(write.sql(), &new))
            .await
    }

    async fn invitation(
        &self,
        secret: &Hash256,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StorageError> {
        self.readers()
            .short(|conn| invitations::find(conn, secret, now))
    }

    async fn invitations(
        &self,
        partner: Option<PartnerId>,
        now: Timestamp,
    ) -> Result<Vec<Invitation>, StorageError> {
        self.readers()
            .short(|conn| invitations::waiting(conn, partner, now))
    }

    async fn take_invitation_back(
        &self,
        partner: Option<PartnerId>,
        id: i64,
    ) -> Result<bool, StorageError> {
        self.write(move |write| {
            let gone = sql::run(
                write.sql(),
                "DELETE FROM invitation WHERE id = ?1 AND partner IS ?2",
                params![id, partner.map(PartnerId::row)],
            )?;
            Ok(gone == 1)
        })
        .await
    }

    async fn join_new(
        &self,
        secret: &Hash256,
        person: NewPerson,
        session: NewSession,
    ) -> Result<JoinOutcome, StorageError> {
        let secret = *secret;
        self.write(move |write| invitations::join_new(write.sql(), &secret, &person, &session))
            .await
    }

    async fn join(
        &self,
        secret: &Hash256,
        person: PersonId,
        now: Timestamp,
    ) -> Result<JoinOutcome, StorageError> {
        let secret = *secret;
        self.write(move |write| invitations::join(write.sql(), &secret, person, now))
            .await
    }

    async fn reset_password(
        &self,
        secret: &Hash256,
        password: PasswordHash,
        session: NewSession,
    ) -> Result<Option<PersonId>, StorageError> {
        let secret = *secret;
        self.write(move |write| invitations::reset(write.sql(), &secret, &password, &session))
            .await
    }

    async fn sign_in(&self, email: &Email) -> Result<Option<SignIn>, StorageError> {
        self.person_where("email_key = ?1", [email_key(email)])
    }

    async fn sign_in_of(&self, person: PersonId) -> Result<Option<SignIn>, StorageError> {
        self.person_where("id = ?1", [person.row()])
    }

    async fn count_try(
        &self,
        key: &Hash256,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError> {
        let key = *key;
        self.write(move |write| tries::count(write.sql(), &key, now))
            .await
    }

    async fn forget_tries(&self, key: &Hash256, now: Timestamp) -> Result<(), StorageError> {
        let key = *key;
        self.write(move |write| tries::forget(write.sql(), &key, now))
            .await
    }

    async fn open_session(
        &self,
        new: NewSession,
        password: PasswordHash,
    ) -> Result<bool, StorageError> {
        self.write(move |write| sessions::open_for(write.sql(), &new, &password))
            .await
    }

    async fn session(
        &self,
        session: &Hash256,
        now: Timestamp,
    ) -> Result<Option<SessionView>, StorageError> {
        self.readers()
            .short(|conn| sessions::view(conn, session, now))
    }

    async fn session_seen(&self, session: &Hash256, now: Timestamp) -> Result<(), StorageError> {
        let session = *session;
        self.write(move |write| {
            sql::run(
                write.sql(),
                "UPDATE dashboard_session SET seen_at = max(seen_at, ?2) WHERE hash = ?1",
                params![session.0, now.as_millis()],
            )?;
            Ok(())
        })
        .await
    }

    async fn code_given(
        &self,
        session: &Hash256,
        step: i64,
        new: NewSession,
    ) -> Result<bool, StorageError> {
        let session = *session;
        self.write(move |write| sessions::code_given(write.sql(), &session, step, &new))
            .await
    }

    async fn end_session(&self, session: &Hash256) -> Result<(), StorageError> {
        let session = *session;
        self.write(move |write| {
            sql::run(
                write.sql(),
                "DELETE FROM dashboard_session WHERE hash = ?1",
                [session.0],
            )?;
            Ok(())
        })
        .await
    }

    async fn end_other_sessions(
        &self,
        person: PersonId,
        keep: &Hash256,
    ) -> Result<(), StorageError> {
        let keep = *keep;
        self.write(move |write| sessions::end_others(write.sql(), person, &keep))
            .await
    }

    async fn change_password(
        &self,
        person: PersonId,
        password: PasswordHash,
        keep: &Hash256,
    ) -> Result<(), StorageError> {
        let keep = *keep;
        self.write(move |write| {
            sql::run(
                write.sql(),
                "UPDATE person SET password = ?2 WHERE id = ?1",
                params![person.row(), password.as_phc()],
            )?;
            invitations::end_resets(write.sql(), person)?;
            sessions::end_others(write.sql(), person, &keep)
        })
        .await
    }

    async fn change_person(
        &self,
        person: PersonId,
        name: Text<100>,
        language: Option<Language>,
    ) -> Result<(), StorageError> {
        self.write(move |write| {
            sql::run(
                write.sql(),
                "UPDATE person SET name = ?2, language = ?3 WHERE id = ?1",
                params![
                    person.row(),
                    name.as_str(),
                    language.as_ref().map(Language::tag)
                ],
            )?;
            Ok(())
        })
        .await
    }

    async fn add_totp(
        &self,
        person: PersonId,
        totp: Sealed,
        step: i64,
        keep: &Hash256,
    ) -> Result<bool, StorageError> {
        let keep = *keep;
        self.write(move |write| {
            let added = sql::run(
                write.sql(),
                "UPDATE person SET totp = ?2, totp_step = ?3 WHERE id = ?1 AND totp IS NULL",
                params![person.row(), totp.as_bytes(), step],
            )?;
            if added == 1 {
                sessions::end_others(write.sql(), person, &keep)?;
            }
            Ok(added == 1)
        })
        .await
    }

    async fn drop_totp(&self, person: PersonId) -> Result<(), StorageError> {
        self.write(move |write| {
            sql::run(
                write.sql(),
                "UPDATE person SET totp = NULL, totp_step = NULL WHERE id = ?1",
                [person.row()],
            )?;
            Ok(())
        })
        .await
    }

    async fn members(&self, partner: Option<PartnerId>) -> Result<Vec<Member>, StorageError> {
        self.readers().short(|conn| seats::members(conn, partner))
    }

    async fn set_role(
        &self,
        partner: PartnerId,
        person: PersonId,
        role: Role,
    ) -> Result<MemberOutcome, StorageError> {
        self.write(move |write| seats::set_role(write.sql(), partner, person, role))
            .await
    }

    async fn remove_member(
        &self,
        partner: Option<PartnerId>,
        person: PersonId,
    ) -> Result<MemberOutcome, StorageError> {
        self.write(move |write| seats::remove(write.sql(), partner, person))
            .await
    }
}

impl SqliteStore {
    fn person_where(
        &self,
        condition: &str,
        params: impl Params,
    ) -> Result<Option<SignIn>, StorageError> {
        self.readers().short(|conn| {
            let sql = format!("{SIGN_IN}{condition}");
            sql::first(conn, &sql, params, |row| -> Result<_, Failure> {
                rows::sign_in(&mut InOrder::of(row))
            })
        })
    }
}
