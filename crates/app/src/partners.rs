//! What the operator does with partners. Needs no Meta app, so that partners can be made
//! before Meta is set up.

use crate::App;
use gangway_crypto::ClientSecret;
use gangway_domain::{ClientId, Clock, Language, Partner, RedirectHost, Rng, Text};
use gangway_storage::{NewPartner, Rotation, StorageError, Store};
use std::sync::Arc;

/// A partner to be made.
#[derive(Debug, Clone)]
pub struct CreatePartner {
    /// What the operator calls it.
    pub name: Text<100>,
    /// Default page language.
    pub language: Option<Language>,
    /// Hosts to which its links may send customers back.
    pub redirect_hosts: Vec<RedirectHost>,
}

/// A partner with a secret that is shown this once.
#[derive(Debug)]
pub struct PartnerSecret {
    /// The partner.
    pub partner: Partner,
    /// Its new client secret.
    pub secret: ClientSecret,
}

/// The operator's use cases.
#[derive(Debug, Clone)]
pub struct Operator {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
}

impl Operator {
    /// Puts the parts together.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Self {
        Self { store, clock, rng }
    }

    /// Makes a partner with a fresh credential.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn create_partner(&self, wish: CreatePartner) -> Result<PartnerSecret, StorageError> {
        let secret = ClientSecret::generate(self.rng.as_ref());
        let partner = self
            .store
            .create_partner(NewPartner {
                name: wish.name,
                client_id: ClientId::generate(self.rng.as_ref()),
                secret: secret.hash(),
                language: wish.language,
                redirect_hosts: wish.redirect_hosts,
                created_at: self.clock.now(),
            })
            .await?;
        Ok(PartnerSecret { partner, secret })
    }

    /// All partners, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn partners(&self) -> Result<Vec<Partner>, StorageError> {
        self.store.partners().await
    }

    /// The partner whose first credential has this id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn partner(&self, id: &ClientId) -> Result<Option<Partner>, StorageError> {
        self.store.partner_by_client_id(id).await
    }

    /// Suspends a partner: its tokens end at once. `None` when there is no such partner.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn suspend_partner(&self, id: &ClientId) -> Result<Option<Partner>, StorageError> {
        self.store.set_suspended(id, Some(self.clock.now())).await
    }

    /// Lets a suspended partner work again. `None` when there is no such partner.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn resume_partner(&self, id: &ClientId) -> Result<Option<Partner>, StorageError> {
        self.store.set_suspended(id, None).await
    }

    /// Puts a new secret in force in the credential that has the partner's client id: the old one
    /// and its tokens end at once. `None` when there is no such partner, or it has revoked that
    /// credential.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rotate_secret(
        &self,
        id: &ClientId,
    ) -> Result<Option<PartnerSecret>, StorageError> {
        let Some(partner) = self.store.partner_by_client_id(id).await? else {
            return Ok(None);
        };
        let secret = ClientSecret::generate(self.rng.as_ref());
        let rotation = Rotation {
            partner: partner.id,
            client_id: id.clone(),
            secret: secret.hash(),
            at: self.clock.now(),
            overlap_until: None,
        };
        let rotated = self.store.rotate_credential(rotation).await?;
        Ok(rotated.rotated().map(|_| PartnerSecret { partner, secret }))
    }
}

impl App {
    /// The operator's use cases on the same store.
    #[must_use]
    pub fn operator(&self) -> Operator {
        Operator::new(
            Arc::clone(&self.store),
            Arc::clone(&self.clock),
            Arc::clone(&self.rng),
        )
    }

    /// The partner of a client id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn partner_by_client_id(
        &self,
        id: &ClientId,
    ) -> Result<Option<Partner>, StorageError> {
        self.store.partner_by_client_id(id).await
    }
}
