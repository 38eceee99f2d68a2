//! Tokens and partners in memory, so that a token check asks no database.
//!
//! Only the writer thread changes this: after each commit, and before anybody is told
//! that the commit has happened. Each state of it belongs to one value of the commit
//! counter in the database, which is how writes of another process are noticed.

use crate::error::Failure;
use crate::sql;
use gangway_domain::{Hash256, OwnDomain, PartnerId, Timestamp};
use gangway_storage::{TokenGrant, rows};
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{PoisonError, RwLock};

/// What a unit changes of that which is kept in memory.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// A partner was made.
    Partner(PartnerId),
    /// A partner was suspended or resumed.
    Suspended(PartnerId, bool),
    /// The partner's list has changed.
    Revision(PartnerId, i64),
    /// The partner has another own domain, or none any more.
    Domain(PartnerId, Option<OwnDomain>),
    /// A token was stored.
    Token(Hash256, PartnerId, Timestamp),
    /// A token has ended.
    TokenGone(Hash256),
}

/// What a commit changes in memory.
#[derive(Debug)]
pub(crate) enum Change {
    /// Nobody else has written: these follow on what is there.
    Effects(Vec<Effect>),
    /// Somebody else has written: everything was read anew within the transaction.
    Everything(Maps),
}

#[derive(Debug, Default)]
struct PartnerEntry {
    suspended: bool,
    revision: i64,
    domain: Option<OwnDomain>,
}

/// The maps themselves.
#[derive(Debug, Default)]
pub(crate) struct Maps {
    tokens: HashMap<Hash256, (PartnerId, Timestamp)>,
    partners: HashMap<PartnerId, PartnerEntry>,
}

impl Maps {
    /// Reads everything.
    pub(crate) fn load(conn: &Connection) -> Result<Self, Failure> {
        let mut maps = Self::default();
        sql::each(
            conn,
            "SELECT id, suspended_at IS NOT NULL, revision, domain FROM partner",
            [],
            |row| {
                let entry = PartnerEntry {
                    suspended: row.get(1)?,
                    revision: row.get(2)?,
                    domain: rows::domain(row.get::<_, Option<String>>(3)?.as_deref())?,
                };
                maps.partners
                    .insert(PartnerId::from_row(row.get(0)?), entry);
                Ok(())
            },
        )?;
        sql::each(
            conn,
            "SELECT hash, partner, expires_at FROM access_token",
            [],
            |row| {
                let ends = Timestamp::from_millis(row.get(2)?);
                let opens = (PartnerId::from_row(row.get(1)?), ends);
                maps.tokens.insert(Hash256(row.get(0)?), opens);
                Ok(())
            },
        )?;
        Ok(maps)
    }

    fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::Partner(id) => {
                self.partners.insert(id, PartnerEntry::default());
            }
            Effect::Suspended(id, suspended) => {
                self.partners.entry(id).or_default().suspended = suspended;
            }
            Effect::Revision(id, revision) => {
                self.partners.entry(id).or_default().revision = revision;
            }
            Effect::Domain(id, domain) => {
                self.partners.entry(id).or_default().domain = domain;
            }
            Effect::Token(hash, partner, expires_at) => {
                self.tokens.insert(hash, (partner, expires_at));
            }
            Effect::TokenGone(hash) => {
                self.tokens.remove(&hash);
            }
        }
    }
}

/// The maps and the commit they belong to.
#[derive(Debug)]
pub(crate) struct Memory {
    maps: RwLock<Maps>,
    /// Commit counter up to which `maps` is true.
    known: AtomicI64,
    /// Commit counter of the own commit that is under way.
    announced: AtomicI64,
}

impl Memory {
    /// Starts with what was read at this commit counter.
    pub(crate) fn new(maps: Maps, commits: i64) -> Self {
        Self {
            maps: RwLock::new(maps),
            known: AtomicI64::new(commits),
            announced: AtomicI64::new(commits),
        }
    }

    /// Commit counter up to which this is true.
    pub(crate) fn known(&self) -> i64 {
        self.known.load(Ordering::Acquire)
    }

    /// Whether a counter found in the database shows no foreign write. The own commit
    /// under way counts as own: nobody was told of it yet.
    pub(crate) fn accounts_for(&self, commits: i64) -> bool {
        commits <= self.known() || commits == self.announced.load(Ordering::Acquire)
    }

    /// Says that the next value of the counter will be an own commit which follows
    /// directly on what is known. The caller holds the database's write lock.
    pub(crate) fn announce(&self, commits: i64) {
        self.announced.store(commits, Ordering::Release);
    }

    /// The announced commit does not come.
    pub(crate) fn withdraw(&self) {
        self.announced.store(self.known(), Ordering::Release);
    }

    /// Takes over what a commit has changed.
    pub(crate) fn publish(&self, change: Change, commits: i64) {
        {
            let mut maps = self.maps.write().unwrap_or_else(PoisonError::into_inner);
            match change {
                Change::Effects(effects) => effects.into_iter().for_each(|e| maps.apply(e)),
                Change::Everything(read) => *maps = read,
            }
        }
        self.known.store(commits, Ordering::Release);
        self.announced.store(commits, Ordering::Release);
    }

    /// What a token opens.
    pub(crate) fn token(&self, token: &Hash256) -> Option<TokenGrant> {
        let maps = self.maps.read().unwrap_or_else(PoisonError::into_inner);
        let (partner, expires_at) = *maps.tokens.get(token)?;
        let entry = maps.partners.get(&partner)?;
        Some(TokenGrant {
            partner,
            expires_at,
            suspended: entry.suspended,
            revision: entry.revision,
            domain: entry.domain.clone(),
        })
    }
}
