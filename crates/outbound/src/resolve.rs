//! Names looked up, and their addresses judged before anything connects.

use crate::allowed::{Allowed, Refused};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::error::Error;
use std::net::SocketAddr;
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
            let good = callable(&allowed, found.map_err(|_| NotFound)?)?;
            Ok(Box::new(good.into_iter()) as Addrs)
        })
    }
}

/// Those addresses that may be called.
fn callable(
    allowed: &Allowed,
    found: impl Iterator<Item = SocketAddr>,
) -> Result<Vec<SocketAddr>, Box<dyn Error + Send + Sync>> {
    let mut good = Vec::new();
    let mut refused: Option<Refused> = None;
    for address in found {
        match allowed.judge(address.ip()) {
            Ok(()) => good.push(address),
            Err(why) => refused = Some(why),
        }
    }
    match (good.is_empty(), refused) {
        (false, _) => Ok(good),
        (true, Some(why)) => Err(why.into()),
        (true, None) => Err(NotFound.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(found: &[&str]) -> Result<Vec<String>, Box<dyn Error + Send + Sync>> {
        let found = found.iter().map(|address| address.parse().unwrap());
        let good = callable(&Allowed::default(), found)?;
        Ok(good.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn of_several_addresses_only_public_ones_are_called() {
        let found = ["10.0.0.1:0", "1.1.1.1:0", "[::1]:0", "[2606:4700::1]:0"];
        assert_eq!(called(&found).unwrap(), ["1.1.1.1:0", "[2606:4700::1]:0"]);
    }

    #[test]
    fn none_left_is_not_the_same_as_none_found() {
        assert!(called(&["10.0.0.1:0"]).unwrap_err().is::<Refused>());
        assert!(called(&[]).unwrap_err().is::<NotFound>());
    }
}
