//! Access tokens: given for a client id and secret, good for one hour.

use crate::App;
use gangway_crypto::{OpaqueToken, hash, same};
use gangway_domain::{ClientId, Timestamp};
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
        let credential = match ClientId::parse(client_id) {
            Ok(id) => self.store.credential(&id).await?,
            Err(_) => None,
        };
        let offered = hash(client_secret);
        let Some(credential) =
            credential.filter(|known| same(&known.secret, &offered) && !known.suspended)
        else {
            self.throttle.wrong(address, now);
            return Err(TokenError::WrongCredential);
        };
        let token = OpaqueToken::generate(self.rng.as_ref());
        let expires_at = now.plus(LIFE);
        let outcome = self
            .store
            .issue_token(NewToken {
                partner: credential.partner,
                token: token.hash(),
                secret: credential.secret,
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
