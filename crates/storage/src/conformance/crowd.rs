//! People of the dashboard, for the cases about them.

use super::world::{World, at, text};
use crate::{Errand, JoinOutcome, NewInvitation, NewPerson, NewSession};
use gangway_domain::{
    Email, Hash256, Language, PartnerId, PasswordHash, PersonId, Role, Seat, Timestamp,
};

/// When invitations and sessions of these cases end.
pub(super) const ENDS: u64 = 1_000;

pub(super) fn email(raw: &str) -> Email {
    Email::parse("email", raw).unwrap().unwrap()
}

pub(super) fn password(name: &str) -> PasswordHash {
    PasswordHash::from_phc(format!("$argon2id${name}"))
}

pub(super) const fn member(partner: PartnerId, role: Role) -> Errand {
    Errand::Join(Seat::Member(partner, role))
}

pub(super) const OPERATOR: Errand = Errand::Join(Seat::Operator);

/// Whoever has this address, as she comes.
pub(super) fn newcomer(address: &str) -> NewPerson {
    NewPerson {
        email: email(address),
        name: text("Dana Levi"),
        password: password("first"),
        language: Language::parse("language", "he").unwrap(),
    }
}

/// A session that is opened at this second and owes nothing.
pub(super) fn session(session: Hash256, person: PersonId, opened: u64) -> NewSession {
    NewSession {
        session,
        person,
        opened_at: at(opened),
        ends_at: at(ENDS),
        code_owed: false,
    }
}

/// Of nobody: the store knows whose it is.
pub(super) const NOBODY: PersonId = PersonId::from_row(0);

impl World {
    /// Makes an invitation at this second; gives the hash of its secret.
    pub(super) async fn invited(&self, errand: Errand, to: Option<&str>, made: u64) -> Hash256 {
        let secret = self.hash();
        let new = NewInvitation {
            secret,
            errand,
            email: to.map(email),
            by: None,
            made_at: at(made),
            ends_at: at(ENDS),
        };
        self.store.invite(new).await.unwrap();
        secret
    }

    /// Follows an invitation as somebody new.
    pub(super) async fn join_new(&self, secret: &Hash256, address: &str, now: u64) -> JoinOutcome {
        let session = session(self.hash(), NOBODY, now);
        let joined = self.store.join_new(secret, newcomer(address), session);
        joined.await.unwrap()
    }

    /// Somebody who has this seat since this second.
    pub(super) async fn seated(&self, errand: Errand, address: &str, since: u64) -> PersonId {
        let secret = self.invited(errand, Some(address), since).await;
        match self.join_new(&secret, address, since).await {
            JoinOutcome::Joined(person) => person,
            other => panic!("not joined: {other:?}"),
        }
    }

    /// Gives one more seat to somebody who is there.
    pub(super) async fn seated_too(&self, errand: Errand, person: PersonId, since: u64) {
        let secret = self.invited(errand, None, since).await;
        let joined = self.store.join(&secret, person, at(since)).await.unwrap();
        assert_eq!(joined, JoinOutcome::Joined(person));
    }

    /// Opens a session with the first password; gives the hash of its secret.
    pub(super) async fn opened(&self, person: PersonId, code_owed: bool) -> Hash256 {
        let hash = self.hash();
        let new = NewSession {
            code_owed,
            ..session(hash, person, 5)
        };
        let opened = self.store.open_session(new, password("first")).await;
        assert!(opened.unwrap());
        hash
    }

    /// Whether a session works at this second.
    pub(super) async fn works(&self, session: &Hash256, now: Timestamp) -> bool {
        self.store.session(session, now).await.unwrap().is_some()
    }
}
