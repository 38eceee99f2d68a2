//! Access tokens: given for a client id and secret, good for one hour.

use crate::App;
use gangway_crypto::{OpaqueToken, hash, same};
use gangway_domain::{ClientId, Hash256, PartnerId, Timestamp};
use gangway_storage::{IssueOutcome, NewToken, StorageError, TokenGrant};
use std::net::IpAddr;
use std::time::Duration;

const LIFE: Duration = Duration::from_secs(60 * 60);

/// A fresh access token.
#[derive(Debug)]
pub struct IssuedToken {
    /// The token itself: shown once, stored as a hash.
    pub token: OpaqueToken,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Why no token was given.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The id or the secret is wrong, or the partner is suspended.
    #[error("client_id or client_secret is wrong")]
    WrongCredential,
    /// Too many wrong tries from this address.
    #[error("too many wrong tries from this address")]
    Blocked {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

/// Why a token opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// There is no such token, or its hour is over.
    #[error("the access token does not exist or has expired")]
    UnknownToken,
    /// The operator has suspended the partner.
    #[error("the partner is suspended")]
    Suspended,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// Gives an access token for a credential.
    ///
    /// # Errors
    /// See [`TokenError`]. A suspended partner is told the same as one with a wrong secret.
    pub async fn issue_token(
        &self,
        client_id: &str,
        client_secret: &str,
        address: IpAddr,
    ) -> Result<IssuedToken, TokenError> {
        let now = self.clock.now();
        if let Some(retry_after) = self.throttle.blocked(address, now) {
            return Err(TokenError::Blocked { retry_after });
        }
        let offered = hash(client_secret);
        let Some((credential, partner)) = self.opened_by(client_id, &offered, now).await? else {
            self.throttle.wrong(address, now);
            return Err(TokenError::WrongCredential);
        };
        let token = OpaqueToken::generate(self.rng.as_ref());
        let expires_at = now.plus(LIFE);
        let outcome = self
            .store
            .issue_token(NewToken {
                partner,
                credential,
                token: token.hash(),
                secret: offered,
                issued_at: now,
                expires_at,
            })
            .await?;
        match outcome {
            IssueOutcome::Issued => {
                self.throttle.right(address);
                Ok(IssuedToken { token, expires_at })
            }
            IssueOutcome::CredentialChanged => Err(TokenError::WrongCredential),
        }
    }

    /// The credential and the partner that a secret opens: the one in force or, while both work,
    /// the one before it.
    async fn opened_by(
        &self,
        client_id: &str,
        offered: &Hash256,
        now: Timestamp,
    ) -> Result<Option<(ClientId, PartnerId)>, StorageError> {
        let Ok(id) = ClientId::parse(client_id) else {
            return Ok(None);
        };
        let Some(known) = self.store.secrets(&id).await? else {
            return Ok(None);
        };
        let in_force = same(&known.secret, offered);
        let former = known
            .former
            .is_some_and(|(former, until)| same(&former, offered) && now < until);
        Ok(((in_force || former) && !known.suspended).then_some((id, known.partner)))
    }

    /// Says what an access token opens.
    ///
    /// # Errors
    /// See [`AccessError`].
    pub async fn authenticate(&self, token: &str) -> Result<TokenGrant, AccessError> {
        let grant = self
            .store
            .token_grant(&hash(token))
            .await?
            .ok_or(AccessError::UnknownToken)?;
        if grant.suspended {
            return Err(AccessError::Suspended);
        }
        if grant.expires_at <= self.clock.now() {
            return Err(AccessError::UnknownToken);
        }
        Ok(grant)
    }
}
