//! The whole list of each partner, prebuilt.
//!
//! A partner has a revision that changes with its list. A body of the caller's own revision
//! serves the call; otherwise it is built once, however many callers wait for it. Nothing has
//! to be told to the cache. A body that is newer than the caller's revision serves only who
//! has waited for it: else the database has gone back to an earlier state (a standby that
//! had not heard of everything took over), and what was lost must not be listed.

use super::body::{ListBody, list_json};
use gangway_app::{App, StorageError, TokenGrant};
use gangway_domain::PartnerId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Prebuilt lists within a budget of bytes.
#[derive(Debug)]
pub(crate) struct ListCache {
    slots: RwLock<HashMap<PartnerId, Arc<Slot>>>,
    budget: usize,
    uses: AtomicU64,
    builds: AtomicU64,
}

#[derive(Debug, Default)]
struct Slot {
    built: RwLock<Option<Built>>,
    building: tokio::sync::Mutex<()>,
    last_use: AtomicU64,
}

#[derive(Debug, Clone)]
struct Built {
    revision: i64,
    /// Counts all builds; one that is begun later has a higher number.
    build: u64,
    body: Arc<ListBody>,
}

impl ListCache {
    pub(crate) fn new(budget: usize) -> Self {
        Self {
            slots: RwLock::default(),
            budget,
            uses: AtomicU64::new(0),
            builds: AtomicU64::new(0),
        }
    }

    /// The list of the token's partner, at its revision or a newer one.
    pub(crate) async fn whole(
        &self,
        app: &App,
        grant: &TokenGrant,
    ) -> Result<Arc<ListBody>, StorageError> {
        let slot = self.slot(grant.partner);
        if let Some(body) = slot.built_at(grant.revision) {
            return Ok(body);
        }
        let asked = self.builds.load(Ordering::Relaxed);
        let _turn = slot.building.lock().await;
        if let Some(body) = slot.built_since(asked, grant.revision) {
            return Ok(body);
        }
        let build = self.builds.fetch_add(1, Ordering::Relaxed);
        let list = app.whole_list(grant.partner).await?;
        let bytes = list_json(&list.objects, "");
        let body = tokio::task::spawn_blocking(|| ListBody::new(bytes, "application/json"))
            .await
            .map_err(|_| StorageError::Unavailable("building the list was cut short".to_owned()))?;
        let built = Built {
            revision: list.revision,
            build,
            body: Arc::new(body),
        };
        let body = Arc::clone(&built.body);
        *slot.built.write().unwrap_or_else(PoisonError::into_inner) = Some(built);
        self.keep_budget(grant.partner);
        Ok(body)
    }

    fn slot(&self, partner: PartnerId) -> Arc<Slot> {
        let use_number = self.uses.fetch_add(1, Ordering::Relaxed);
        let found = {
            let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
            slots.get(&partner).map(Arc::clone)
        };
        let slot = found.unwrap_or_else(|| {
            let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry(partner).or_default())
        });
        slot.last_use.store(use_number, Ordering::Relaxed);
        slot
    }

    /// Drops the lists that were not asked for longest, but never the one just built.
    fn keep_budget(&self, just_built: PartnerId) {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        let mut held: usize = slots.values().map(|slot| slot.weight()).sum();
        while held > self.budget {
            let oldest = slots
                .iter()
                .filter(|(partner, slot)| **partner != just_built && slot.weight() > 0)
                .min_by_key(|(_, slot)| slot.last_use.load(Ordering::Relaxed))
                .map(|(partner, slot)| (*partner, slot.weight()));
            let Some((partner, weight)) = oldest else {
                break;
            };
            slots.remove(&partner);
            held -= weight;
        }
    }
}

impl Slot {
    fn built_at(&self, revision: i64) -> Option<Arc<ListBody>> {
        self.body_if(|built| built.revision == revision)
    }

    /// A body whose build was begun after `asked`, and is as new as the revision.
    fn built_since(&self, asked: u64, revision: i64) -> Option<Arc<ListBody>> {
        self.body_if(|built| {
            built.revision == revision || (built.build >= asked && built.revision > revision)
        })
    }

    fn body_if(&self, fits: impl FnOnce(&Built) -> bool) -> Option<Arc<ListBody>> {
        let built = self.built.read().unwrap_or_else(PoisonError::into_inner);
        built
            .as_ref()
            .filter(|built| fits(built))
            .map(|built| Arc::clone(&built.body))
    }

    fn weight(&self) -> usize {
        let built = self.built.read().unwrap_or_else(PoisonError::into_inner);
        built.as_ref().map_or(0, |built| built.body.weight())
    }
}
