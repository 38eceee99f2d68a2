//! Where partners' customers see their pages: at the public address, or under a host name of the
//! partner's own.

mod hosts;
mod public_address;

pub(crate) use hosts::Hosts;
pub(crate) use public_address::PublicAddress;

use crate::{App, Operator};
use gangway_domain::{
    ClientId, FieldError, FieldProblem, LandingSlug, LinkSlug, OwnDomain, Partner, PartnerId,
};
use gangway_storage::{DomainOutcome, StorageError};
use std::borrow::Cow;

/// Why a partner's domain was not changed.
#[derive(Debug, thiserror::Error)]
pub enum DomainError {
    /// The name cannot be this partner's.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// There is no such partner.
    #[error("the partner does not exist")]
    NoPartner,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl Operator {
    /// Gives a partner a domain of its own, or takes it away. All links to its customers' pages
    /// follow at once; those that were sent already go on working. `public_url` is where all
    /// other pages are.
    ///
    /// # Errors
    /// See [`DomainError`].
    pub async fn set_domain(
        &self,
        id: &ClientId,
        domain: Option<OwnDomain>,
        public_url: &str,
    ) -> Result<Partner, DomainError> {
        let public = PublicAddress::new(public_url.to_owned());
        if domain
            .as_ref()
            .is_some_and(|domain| public.is_host(domain.as_str()))
        {
            return Err(FieldError::new("domain", FieldProblem::DomainIsPublic).into());
        }
        match self.store.set_domain(id, domain).await? {
            DomainOutcome::Set(partner) => Ok(partner),
            DomainOutcome::Taken => {
                Err(FieldError::new("domain", FieldProblem::DomainTaken).into())
            }
            DomainOutcome::NotFound => Err(DomainError::NoPartner),
        }
    }
}

impl App {
    /// Gives a partner a domain of its own, or takes it away.
    ///
    /// # Errors
    /// See [`DomainError`].
    pub async fn set_domain(
        &self,
        id: &ClientId,
        domain: Option<OwnDomain>,
    ) -> Result<Partner, DomainError> {
        let operator = self.operator();
        let set = operator.set_domain(id, domain, &self.settings.public_url);
        let partner = set.await?;
        self.hosts.forget();
        Ok(partner)
    }

    /// With what every address of a page begins that is for customers of a partner with this
    /// domain. No slash is at its end.
    #[must_use]
    pub fn base(&self, domain: Option<&OwnDomain>) -> Cow<'_, str> {
        self.public.at(domain)
    }

    /// The same for the customers of a partner whose domain is not at hand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn base_of(&self, partner: PartnerId) -> Result<Cow<'_, str>, StorageError> {
        let partner = self.store.partner(partner).await?;
        let domain = partner.and_then(|partner| partner.domain);
        Ok(self.base(domain.as_ref()))
    }

    /// Whose domain the host is that a request names, without a port; `None` for the public
    /// address and for every host that is nobody's. What was changed elsewhere is known a second
    /// later.
    pub async fn partner_at(&self, host: &str) -> Option<(PartnerId, OwnDomain)> {
        if self.public.is_host(host) {
            return None;
        }
        self.hosts
            .find(host, self.clock.now(), self.store.as_ref())
            .await
    }

    /// Whether the host is one under which customers see pages: a partner's, or the public one.
    pub async fn serves_host(&self, host: &str) -> bool {
        self.public.is_host(host) || self.partner_at(host).await.is_some()
    }

    /// Whether an onboarding link is of a customer of the partner.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_link_of(&self, partner: PartnerId, link: &str) -> Result<bool, StorageError> {
        let Ok(link) = LinkSlug::parse(link) else {
            return Ok(false);
        };
        let account = self.store.account_by_link(&link).await?;
        Ok(account.is_some_and(|account| account.partner == partner))
    }

    /// Whether a landing page is of a customer of the partner.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_landing_of(
        &self,
        partner: PartnerId,
        landing: &str,
    ) -> Result<bool, StorageError> {
        let Ok(landing) = LandingSlug::parse(landing) else {
            return Ok(false);
        };
        let account = self.store.account_by_landing(&landing).await?;
        Ok(account.is_some_and(|account| account.partner == partner))
    }

    /// With what the address of an onboarding link begins; `None` when there never was such a link.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn base_of_link(
        &self,
        link: &LinkSlug,
    ) -> Result<Option<Cow<'_, str>>, StorageError> {
        match self.store.account_by_link(link).await? {
            Some(account) => self.base_of(account.partner).await.map(Some),
            None => Ok(None),
        }
    }
}
