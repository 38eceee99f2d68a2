//! Names looked up, and their addresses judged before anything connects.

use crate::allowed::{Allowed, Refused};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::sync::Arc;

/// A name that has no address.
#[derive(Debug, thiserror::Error)]
#[error("the name was not found")]
pub(crate) struct NotFound;

/// The system's resolver, of whose answers only those are used that may be called. So hosts
/// files, search domains and local resolvers work as the operator has set them.
#[derive(Debug)]
pub(crate) struct Judged(Arc<Allowed>);

impl Judged {
    pub(crate) const fn new(allowed: Arc<Allowed>) -> Self {
        Self(allowed)
    }
}

impl Resolve for Judged {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = Arc::clone(&self.0);
        Box::pin(async move {
            // The port is the URL's.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found = found.map_err(|_| NotFound)?;
            let mut good = Vec::new();
            let mut refused: Option<Refused> = None;
            for address in found {
                match allowed.judge(address.ip()) {
                    Ok(()) => good.push(address),
                    Err(why) => refused = Some(why),
                }
            }
            match (good.is_empty(), refused) {
                (false, _) => Ok(Box::new(good.into_iter()) as Addrs),
                (true, Some(why)) => Err(why.into()),
                (true, None) => Err(NotFound.into()),
            }
        })
    }
}
