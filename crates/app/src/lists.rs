//! The onboarding list of a partner, whole or in part.

use crate::App;
use gangway_domain::{OwnDomain, PartnerId};
use gangway_storage::{BASE_MARK, Cursor, ListFilter, StorageError};

/// Accounts of a partner as ready JSON objects.
#[derive(Debug, Clone)]
pub struct List {
    /// The partner's revision at which this was read (0 for a filtered list).
    pub revision: i64,
    /// The objects, joined by commas.
    pub objects: Vec<u8>,
    /// Where a cut list goes on.
    pub next: Option<Cursor>,
}

impl App {
    /// The whole list, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn whole_list(&self, partner: PartnerId) -> Result<List, StorageError> {
        let snapshot = self.store.list_snapshot(partner).await?;
        Ok(List {
            revision: snapshot.revision,
            // Of the moment of the list: the revision speaks for both.
            objects: with_base(
                &self.base(snapshot.domain.as_ref()),
                &snapshot.fragments,
                snapshot.count,
            ),
            next: None,
        })
    }

    /// The part of the list of a partner with this domain that a filter asks for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn filtered_list(
        &self,
        partner: PartnerId,
        domain: Option<&OwnDomain>,
        filter: &ListFilter,
    ) -> Result<List, StorageError> {
        let page = self.store.list_page(partner, filter).await?;
        let joined = page.fragments.join(",");
        Ok(List {
            revision: 0,
            objects: with_base(&self.base(domain), joined.as_bytes(), page.fragments.len()),
            next: page.next,
        })
    }
}

/// Puts the base of the addresses of pages where the stored fragments leave a mark for it.
pub(crate) fn with_base(base: &str, fragments: &[u8], count: usize) -> Vec<u8> {
    let base = base.as_bytes();
    let mut out = Vec::with_capacity(fragments.len() + count * 2 * base.len());
    for (n, part) in fragments.split(|byte| *byte == BASE_MARK).enumerate() {
        if n > 0 {
            out.extend_from_slice(base);
        }
        out.extend_from_slice(part);
    }
    out
}
