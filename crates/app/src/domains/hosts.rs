//! Which host is whose: asked with every request that does not come to the public address, and so
//! kept in memory for a moment.

use gangway_domain::{OwnDomain, PartnerId, Timestamp};
use gangway_storage::Store;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// So long a change made at another node may stay unknown.
const FRESH: Duration = Duration::from_secs(1);

type Owners = Arc<HashMap<OwnDomain, PartnerId>>;

/// All partners' domains as they were read last.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    known: RwLock<Option<Known>>,
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Clone)]
struct Known {
    at: Timestamp,
    owners: Owners,
}

impl Hosts {
    /// The partner to whom a host belongs.
    pub(crate) async fn find(
        &self,
        host: &str,
        now: Timestamp,
        store: &dyn Store,
    ) -> Option<(PartnerId, OwnDomain)> {
        // These are nobody's, and by far the most that are asked for beside the public address.
        if !host.contains('.') || host.parse::<IpAddr>().is_ok() {
            return None;
        }
        let owners = match self.known_at(now) {
            Some(owners) => owners,
            None => self.read(now, store).await,
        };
        let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        let (domain, partner) = owners.get_key_value(name.as_str())?;
        Some((*partner, domain.clone()))
    }

    /// The next question is answered by the store.
    pub(crate) fn forget(&self) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn known_at(&self, now: Timestamp) -> Option<Owners> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref()?;
        let is_fresh = known.at <= now && now < known.at.plus(FRESH);
        is_fresh.then(|| Arc::clone(&known.owners))
    }

    /// Reads anew, once for all who wait.
    async fn read(&self, now: Timestamp, store: &dyn Store) -> Owners {
        let _turn = self.reading.lock().await;
        if let Some(owners) = self.known_at(now) {
            return owners;
        }
        let owners = match store.domains().await {
            Ok(read) => Arc::new(read.into_iter().map(|(id, domain)| (domain, id)).collect()),
            Err(error) => {
                tracing::warn!(%error, "partners' domains could not be read");
                self.latest()
            }
        };
        let known = Known {
            at: now,
            owners: Arc::clone(&owners),
        };
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
        owners
    }

    fn latest(&self) -> Owners {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known
            .as_ref()
            .map_or_else(Owners::default, |known| Arc::clone(&known.owners))
    }
}
