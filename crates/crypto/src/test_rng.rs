//! Repeatable randomness for this crate's tests.

use gangway_domain::Rng;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts, and hashes the count.
#[derive(Debug, Default)]
pub(crate) struct TestRng(AtomicU64);

impl Rng for TestRng {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.0.fetch_add(1, Ordering::Relaxed).to_string();
            let block = crate::hash(&count).0;
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}
