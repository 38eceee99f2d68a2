//! The access token: fetched when needed, shared by all calls of a client, replaced when it no longer serves.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use crate::error::Error;

/// A token is not used in the last seconds of its life: it would expire on the way.
const MARGIN_SECS: u64 = 30;

/// A token that was just handed out is used this long whatever its expiry says. Where this machine's clock runs ahead of
/// the server's, every token looks expired on arrival; without this, each call would fetch another one.
const MIN_USE_SECS: u64 = 60;

/// An access token and its end. `Debug` does not show the token.
#[derive(Debug)]
pub struct AccessToken {
    secret: SecretString,
    expires_at: u64,
    use_until: u64,
}

impl AccessToken {
    pub(crate) fn new(secret: SecretString, expires_at: u64, now: u64) -> Self {
        let use_until = expires_at
            .saturating_sub(MARGIN_SECS)
            .max(now.saturating_add(MIN_USE_SECS));
        Self {
            secret,
            expires_at,
            use_until,
        }
    }

    /// The token itself, for an `Authorization: Bearer` header.
    pub fn expose(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Unix seconds at which the server stops taking the token.
    pub fn expires_at(&self) -> u64 {
        self.expires_at
    }

    fn is_usable(&self, now: u64) -> bool {
        now < self.use_until
    }
}

/// The one token of a client. The lock is held while a token is fetched, so many calls at once fetch one.
#[derive(Debug, Default)]
pub(crate) struct TokenCache(Mutex<Option<Arc<AccessToken>>>);

impl TokenCache {
    /// The cached token, or a new one from `fetch` where there is none that serves at `now`.
    pub(crate) async fn current<F>(&self, now: u64, fetch: F) -> Result<Arc<AccessToken>, Error>
    where
        F: Future<Output = Result<AccessToken, Error>>,
    {
        self.unless(fetch, |token| token.is_usable(now)).await
    }

    /// A token other than `refused`: the one another call fetched meanwhile, or a new one from `fetch`.
    pub(crate) async fn instead_of<F>(
        &self,
        refused: &Arc<AccessToken>,
        fetch: F,
    ) -> Result<Arc<AccessToken>, Error>
    where
        F: Future<Output = Result<AccessToken, Error>>,
    {
        self.unless(fetch, |token| !Arc::ptr_eq(token, refused))
            .await
    }

    async fn unless<F>(
        &self,
        fetch: F,
        serves: impl Fn(&Arc<AccessToken>) -> bool,
    ) -> Result<Arc<AccessToken>, Error>
    where
        F: Future<Output = Result<AccessToken, Error>>,
    {
        let mut slot = self.0.lock().await;
        if let Some(token) = slot.as_ref().filter(|token| serves(token)) {
            return Ok(Arc::clone(token));
        }
        let token = Arc::new(fetch.await?);
        *slot = Some(Arc::clone(&token));
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(expires_at: u64, now: u64) -> AccessToken {
        AccessToken::new("t0ken".into(), expires_at, now)
    }

    #[test]
    fn a_token_is_used_until_shortly_before_its_end() {
        let token = token(3_600, 0);
        assert!(token.is_usable(3_569));
        assert!(!token.is_usable(3_570));
    }

    #[test]
    fn a_clock_ahead_of_the_servers_does_not_make_every_call_fetch_a_token() {
        let token = token(3_600, 90_000);
        assert!(token.is_usable(90_059));
        assert!(!token.is_usable(90_060));
    }

    #[test]
    fn debug_hides_the_token() {
        assert!(!format!("{:?}", token(3_600, 0)).contains("t0ken"));
    }
}
