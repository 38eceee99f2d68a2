//! Who may use the dashboard: people, memberships, invitations, sessions, and how often a
//! password was wrong.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{
    ClientId, Email, Hash256, Language, PartnerId, PasswordHash, Person, PersonId, Role, Sealed,
    Seat, Text, Timestamp,
};

/// What a sign-in is checked against.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Who.
    pub person: Person,
    /// Her password.
    pub password: PasswordHash,
    /// The sealed secret of her authenticator app, once she has confirmed it.
    pub totp: Option<Sealed>,
}

/// A session to be stored.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Hash of its secret.
    pub session: Hash256,
    /// Whose.
    pub person: PersonId,
    /// Now.
    pub opened_at: Timestamp,
    /// When it ends for good.
    pub ends_at: Timestamp,
    /// Whether a code of her phone is still owed.
    pub code_owed: bool,
}

/// A session with all that decides what it may do, read in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// Whose.
    pub person: Person,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was last used, to about a minute.
    pub seen_at: Timestamp,
    /// When it ends for good.
    pub ends_at: Timestamp,
    /// Whether a code of her phone is still owed.
    pub code_owed: bool,
    /// Of which partners she is a member, by the partner's name.
    pub memberships: Vec<Membership>,
}

/// A partner that somebody is a member of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Which.
    pub partner: PartnerId,
    /// Its client id.
    pub client_id: ClientId,
    /// Its name.
    pub partner_name: Text<100>,
    /// Whether the operator has suspended it.
    pub suspended: bool,
    /// What she may do there.
    pub role: Role,
}

/// Somebody who may use a partner's dashboard, or the operator's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// What she may do; none for operators.
    pub role: Option<Role>,
    /// Since when.
    pub since: Timestamp,
}

/// What a link that was given out by hand opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// A seat for somebody new, or for somebody who has a password already.
    Join(Seat),
    /// A new password for somebody who lost hers. It also drops her second factor.
    Reset(PersonId),
}

/// An invitation to be stored.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// Hash of the link's secret.
    pub secret: Hash256,
    /// What it opens.
    pub errand: Errand,
    /// For whom, where that was said.
    pub email: Option<Email>,
    /// Who made it; nobody for the link of the first start and the command line's.
    pub by: Option<PersonId>,
    /// Now.
    pub made_at: Timestamp,
    /// When it stops working.
    pub ends_at: Timestamp,
}

/// An invitation that still waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Row id, by which it is taken back.
    pub id: i64,
    /// What it opens.
    pub errand: Errand,
    /// For whom, where that was said. Of a reset: her address.
    pub email: Option<Email>,
    /// The partner's name, where it is for a member of one.
    pub partner_name: Option<Text<100>>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it stops working.
    pub ends_at: Timestamp,
}

/// Somebody new, who comes by an invitation.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// With which she will sign in.
    pub email: Email,
    /// How others know her.
    pub name: Text<100>,
    /// Her password.
    pub password: PasswordHash,
    /// The language of her dashboard.
    pub language: Option<Language>,
}

/// What became of an invitation that somebody followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinOutcome {
    /// She has the seat. The invitation is used up.
    Joined(PersonId),
    /// There is no such invitation, or it is used up, taken back or over.
    Gone,
    /// Somebody with this address is there already; she has to sign in and follow it then. It
    /// still works.
    EmailTaken,
}

/// What became of a change of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberOutcome {
    /// Done.
    Done,
    /// She is not a member.
    NotMember,
    /// The last owner of a partner, or the last operator, stays.
    LastOne,
}

/// People of the dashboard.
#[async_trait]
pub trait People {
    /// Whether anybody can sign in as the operator.
    async fn has_operator(&self) -> Result<bool, StorageError>;

    /// Stores an invitation. A reset of the same person, or a seat for the same address (or for
    /// nobody in particular) at the same partner (or for an operator), that was made before
    /// stops working.
    async fn invite(&self, new: NewInvitation) -> Result<(), StorageError>;

    /// An invitation that works at this instant.
    async fn invitation(
        &self,
        secret: &Hash256,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StorageError>;

    /// Invitations that wait: those of a partner's seats, or with `None` all others.
    async fn invitations(
        &self,
        partner: Option<PartnerId>,
        now: Timestamp,
    ) -> Result<Vec<Invitation>, StorageError>;

    /// Takes an invitation back: one of a partner's, or with `None` one of the others. Whether
    /// there was one.
    async fn take_invitation_back(
        &self,
        partner: Option<PartnerId>,
        id: i64,
    ) -> Result<bool, StorageError>;

    /// Makes a person with the seat of an invitation ([`Errand::Join`]) and opens her first
    /// session; `session.person` is not looked at. One who follows it with the address of somebody who is there gets [`JoinOutcome::EmailTaken`].
    async fn join_new(
        &self,
        secret: &Hash256,
        person: NewPerson,
        session: NewSession,
    ) -> Result<JoinOutcome, StorageError>;

    /// Gives somebody who is there the seat of an invitation. A member gets the higher of both roles.
    async fn join(
        &self,
        secret: &Hash256,
        person: PersonId,
        now: Timestamp,
    ) -> Result<JoinOutcome, StorageError>;

    /// Follows an [`Errand::Reset`]: puts the new password in force, drops the second factor, ends all of her
    /// sessions and opens this one (`session.person` is not looked at). `None` when the link works no more.
    async fn reset_password(
        &self,
        secret: &Hash256,
        password: PasswordHash,
        session: NewSession,
    ) -> Result<Option<PersonId>, StorageError>;

    /// What a sign-in is checked against.
    async fn sign_in(&self, email: &Email) -> Result<Option<SignIn>, StorageError>;

    /// The same, of somebody who is signed in.
    async fn sign_in_of(&self, person: PersonId) -> Result<Option<SignIn>, StorageError>;

    /// Counts a try that is about to be made, unless the earlier ones hold it up: then nothing
    /// is counted and the answer says until when (see [`BackOff`](gangway_domain::BackOff)). Two tries at once count as two.
    /// Also forgets some of others that are over.
    async fn count_try(
        &self,
        key: &Hash256,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError>;

    /// Forgets the tries: the latest was right. Also forgets those of others that are over.
    async fn forget_tries(&self, key: &Hash256, now: Timestamp) -> Result<(), StorageError>;

    /// Stores a session, and drops some that are over. Checking a password takes a while: the
    /// answer is false, and nothing is stored, when she has another password by now, or when a
    /// code is owed by now and was not then, or the other way round.
    async fn open_session(
        &self,
        new: NewSession,
        password: PasswordHash,
    ) -> Result<bool, StorageError>;

    /// A session that has not ended.
    async fn session(
        &self,
        session: &Hash256,
        now: Timestamp,
    ) -> Result<Option<SessionView>, StorageError>;

    /// Notes that a session was used.
    async fn session_seen(&self, session: &Hash256, now: Timestamp) -> Result<(), StorageError>;

    /// Puts a new session in the place of one whose code was owed and is right now. The code's
    /// time step must be later than that of her last one: else nothing changes and the answer is false.
    async fn code_given(
        &self,
        session: &Hash256,
        step: i64,
        new: NewSession,
    ) -> Result<bool, StorageError>;

    /// Ends a session.
    async fn end_session(&self, session: &Hash256) -> Result<(), StorageError>;

    /// Ends all sessions of a person but one.
    async fn end_other_sessions(
        &self,
        person: PersonId,
        keep: &Hash256,
    ) -> Result<(), StorageError>;

    /// Puts a new password in force, ends all sessions of hers but one, and the links to another
    /// new one.
    async fn change_password(
        &self,
        person: PersonId,
        password: PasswordHash,
        keep: &Hash256,
    ) -> Result<(), StorageError>;

    /// Changes what others know her by, and her language.
    async fn change_person(
        &self,
        person: PersonId,
        name: Text<100>,
        language: Option<Language>,
    ) -> Result<(), StorageError>;

    /// Puts a second factor in force, with the step of the code that proved it, and ends all
    /// sessions of hers but one. The answer is false, and nothing changes, when she has one.
    async fn add_totp(
        &self,
        person: PersonId,
        totp: Sealed,
        step: i64,
        keep: &Hash256,
    ) -> Result<bool, StorageError>;

    /// Takes her second factor away.
    async fn drop_totp(&self, person: PersonId) -> Result<(), StorageError>;

    /// The members of a partner, or with `None` the operators; who came first comes first.
    async fn members(&self, partner: Option<PartnerId>) -> Result<Vec<Member>, StorageError>;

    /// Gives a member of a partner another role.
    async fn set_role(
        &self,
        partner: PartnerId,
        person: PersonId,
        role: Role,
    ) -> Result<MemberOutcome, StorageError>;

    /// Takes a seat away, and with it the invitations that she made there and that still wait.
    /// Who has no other seat left keeps her password, and sees nothing.
    async fn remove_member(
        &self,
        partner: Option<PartnerId>,
        person: PersonId,
    ) -> Result<MemberOutcome, StorageError>;
}
