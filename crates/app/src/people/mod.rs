//! The people of the dashboard: how they come, sign in, and what they may do.

mod device;
mod invitations;
mod members;
mod own;
mod password;
mod sign_in;

pub use invitations::{InvitationLink, JoinError, NewcomerDetails};
pub use members::MemberError;
pub use own::{OneTimeError, OwnPasswordError};
pub(crate) use password::PasswordDesk;
pub use password::{Password, PasswordError};
pub use sign_in::{OpenSession, SignInError};

use crate::Actor;
use gangway_domain::{Hash256, PartnerId, Role};
use gangway_storage::SessionView;
use std::net::IpAddr;

/// Somebody who is signed in, at this request.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Hash of the secret of her session.
    pub session: Hash256,
    /// Who she is and what she is a member of.
    pub view: SessionView,
    /// From where she asks.
    pub address: Option<IpAddr>,
}

impl Viewer {
    /// Whether she runs the installation.
    #[must_use]
    pub const fn is_operator(&self) -> bool {
        self.view.person.operator
    }

    /// What she may do at a partner; operators may do what owners may. `None` for strangers, to
    /// whom the partner is not there.
    #[must_use]
    pub fn role_at(&self, partner: PartnerId) -> Option<Role> {
        if self.is_operator() {
            return Some(Role::Owner);
        }
        let seats = &self.view.memberships;
        seats
            .iter()
            .find(|seat| seat.partner == partner)
            .map(|seat| seat.role)
    }

    /// How the audit log names her.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            person: Some(self.view.person.id),
            name: self.view.person.email.as_str().to_owned(),
            address: self.address,
        }
    }
}
