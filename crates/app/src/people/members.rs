//! The members of a partner, and the operators.

use super::Viewer;
use crate::{App, Deed};
use gangway_domain::{PartnerId, PersonId, Role};
use gangway_storage::{Invitation, Member, MemberOutcome, StorageError};

/// Why a member was not changed.
#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    /// There is no such member or invitation.
    #[error("is not there any more; load the page again")]
    Unknown,
    /// Somebody has to be left.
    #[error("is the last one; make somebody else owner first")]
    LastOne,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// The members of a partner, or with `None` the operators.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn members(&self, partner: Option<PartnerId>) -> Result<Vec<Member>, StorageError> {
        self.store.members(partner).await
    }

    /// Invitations that wait: to a partner, or with `None` all others.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn invitations(
        &self,
        partner: Option<PartnerId>,
    ) -> Result<Vec<Invitation>, StorageError> {
        self.store.invitations(partner, self.clock.now()).await
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// See [`MemberError`].
    pub async fn take_invitation_back(
        &self,
        viewer: &Viewer,
        partner: Option<PartnerId>,
        id: i64,
    ) -> Result<(), MemberError> {
        let waiting = self.invitations(partner).await?;
        let invitation = waiting.into_iter().find(|invitation| invitation.id == id);
        let subject = invitation
            .and_then(|invitation| invitation.email)
            .map_or_else(String::new, |email| email.as_str().to_owned());
        let deed = Deed {
            action: "member.invitation_back",
            partner,
            subject,
        };
        let back = async {
            let there = self.store.take_invitation_back(partner, id).await?;
            there.then_some(()).ok_or(MemberError::Unknown)
        };
        self.audited(&viewer.actor(), deed, back).await
    }

    /// Gives a member another role.
    ///
    /// # Errors
    /// See [`MemberError`].
    pub async fn set_role(
        &self,
        viewer: &Viewer,
        partner: PartnerId,
        person: PersonId,
        role: Role,
    ) -> Result<(), MemberError> {
        let address = self.address_of(Some(partner), person).await?;
        let deed = Deed {
            action: "member.role",
            partner: Some(partner),
            subject: format!("{address}: {}", role.name()),
        };
        let change = async { told(self.store.set_role(partner, person, role).await?) };
        self.audited(&viewer.actor(), deed, change).await
    }

    /// Takes a seat away.
    ///
    /// # Errors
    /// See [`MemberError`].
    pub async fn remove_member(
        &self,
        viewer: &Viewer,
        partner: Option<PartnerId>,
        person: PersonId,
    ) -> Result<(), MemberError> {
        let deed = Deed {
            action: "member.remove",
            partner,
            subject: self.address_of(partner, person).await?,
        };
        let change = async { told(self.store.remove_member(partner, person).await?) };
        self.audited(&viewer.actor(), deed, change).await
    }

    /// The address of a member. Nobody else's is told: it goes into the log of the partner.
    async fn address_of(
        &self,
        partner: Option<PartnerId>,
        person: PersonId,
    ) -> Result<String, MemberError> {
        let members = self.store.members(partner).await?;
        let member = members.iter().find(|member| member.person.id == person);
        let member = member.ok_or(MemberError::Unknown)?;
        Ok(member.person.email.as_str().to_owned())
    }
}

const fn told(outcome: MemberOutcome) -> Result<(), MemberError> {
    match outcome {
        MemberOutcome::Done => Ok(()),
        MemberOutcome::NotMember => Err(MemberError::Unknown),
        MemberOutcome::LastOne => Err(MemberError::LastOne),
    }
}
